/**
 * The structured clone algorithm over JSON, for the host, the page's world and the preload's world.
 *
 * - A value that `structuredClone` accepts passes; one that it refuses is refused in Electron's words.
 * - Runs in all three, so it uses neither Node nor the DOM.
 */
export type Wire = null | boolean | number | string | Tagged

interface Tagged {
  readonly t: string
  readonly v?: Wire | readonly Wire[] | readonly (readonly [Wire, Wire])[] | readonly number[]
  readonly name?: string
  readonly id?: number
}

/** The addition of the context bridge to cloning: functions and promises cross as ids. */
export interface Extension {
  encode(value: unknown): { readonly t: string; readonly id: number } | undefined
  decode(wire: { readonly t: string; readonly id: number }): unknown
}

const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
}

export function encode(value: unknown, extension?: Extension): Wire {
  return new Encoder(extension).encode(value)
}

export function decode(wire: Wire, extension?: Extension): unknown {
  return new Decoder(extension).decode(wire)
}

function refuse(): never {
  throw new Error('An object could not be cloned.')
}

function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

class Encoder {
  readonly #seen = new Map<object, number>()
  readonly #extension: Extension | undefined

  constructor(extension: Extension | undefined) {
    this.#extension = extension
  }

  encode(value: unknown): Wire {
    const crossed = this.#extension?.encode(value)
    if (crossed !== undefined) return crossed
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { t: 'number', name: numberName(value) }
      case 'undefined':
        return { t: 'undefined' }
      case 'bigint':
        return { t: 'bigint', name: String(value) }
      case 'object':
        return value === null ? null : this.#object(value)
      default:
        return refuse()
    }
  }

  #object(value: object): Wire {
    const earlier = this.#seen.get(value)
    if (earlier !== undefined) return { t: 'again', id: earlier }
    this.#seen.set(value, this.#seen.size)
    if (Array.isArray(value)) return { t: 'array', v: value.map((item) => this.encode(item)) }
    if (value instanceof Date) return { t: 'date', name: String(value.getTime()) }
    if (value instanceof RegExp) return { t: 'regexp', name: JSON.stringify([value.source, value.flags]) }
    if (value instanceof Map) return { t: 'map', v: this.#pairs([...value]) }
    if (value instanceof Set) return { t: 'set', v: [...value].map((item) => this.encode(item)) }
    if (value instanceof Error) return this.#error(value)
    if (value instanceof ArrayBuffer)
      return { t: 'bytes', name: 'ArrayBuffer', v: [...new Uint8Array(value)] }
    const kind = classOf(value)
    if (kind in ARRAYS) return { t: 'bytes', name: kind, v: [...(value as Uint8Array)] }
    if (kind !== 'Object') return refuse()
    return { t: 'object', v: this.#pairs(Object.entries(value)) }
  }

  #error({ name, message, stack }: Error): Wire {
    return { t: 'error', v: [name, message, stack ?? ''] }
  }

  #pairs(pairs: readonly (readonly [unknown, unknown])[]): [Wire, Wire][] {
    return pairs.map(([key, item]) => [this.encode(key), this.encode(item)])
  }
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

class Decoder {
  readonly #seen: unknown[] = []
  readonly #extension: Extension | undefined

  constructor(extension: Extension | undefined) {
    this.#extension = extension
  }

  decode(wire: Wire): unknown {
    if (wire === null || typeof wire !== 'object') return wire
    const { t, name = '', id } = wire
    switch (t) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(name)
      case 'bigint':
        return BigInt(name)
      case 'again':
        return this.#seen[id ?? -1]
      case 'function':
      case 'promise':
        return this.#extension?.decode({ t, id: id ?? -1 })
      default:
        return this.#object(wire)
    }
  }

  #object({ t, name = '', v = [] }: Tagged): unknown {
    const list = v as readonly Wire[]
    const pairs = v as readonly (readonly [Wire, Wire])[]
    switch (t) {
      case 'array':
        return this.#fill([] as unknown[], (made) =>
          list.forEach((item) => void made.push(this.decode(item))),
        )
      case 'object':
        return this.#fill({}, (made) => {
          for (const [key, item] of pairs) define(made, String(key), this.decode(item))
        })
      case 'map':
        return this.#fill(new Map(), (made) => {
          for (const [key, item] of pairs) made.set(this.decode(key), this.decode(item))
        })
      case 'set':
        return this.#fill(new Set(), (made) => {
          for (const item of list) made.add(this.decode(item))
        })
      default:
        return this.#fill(atom(t, name, list), () => undefined)
    }
  }

  /** Registers an object before it is filled, so that it can contain itself. */
  #fill<T>(made: T, fill: (made: T) => void): T {
    this.#seen.push(made)
    fill(made)
    return made
  }
}

/** Defines a property, because an assignment would run a setter for `__proto__`. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

function atom(t: string, name: string, list: readonly Wire[]): unknown {
  switch (t) {
    case 'date':
      return new Date(Number(name))
    case 'regexp': {
      const [source, flags] = JSON.parse(name) as [string, string]
      return new RegExp(source, flags)
    }
    case 'error': {
      const [kind, message, stack] = list.map(String)
      const error = new Error(message)
      error.name = kind ?? 'Error'
      if (stack) error.stack = stack
      return error
    }
    case 'bytes':
      return bytes(name, list as readonly number[])
    default:
      throw new Error(`unknown tag ${t}`)
  }
}

function bytes(name: string, list: readonly number[]): ArrayBuffer | ArrayBufferView {
  if (name === 'ArrayBuffer') return new Uint8Array(list).buffer
  return new ARRAYS[name as keyof typeof ARRAYS](list)
}
