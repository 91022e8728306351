/**
 * The context bridge: joins two worlds of one page that share nothing but the event target of the document.
 *
 * - Everything crosses as text in synchronous events, so an api is there before the page's first script.
 * - A policy that forbids inline code does not affect it.
 */
import { decode, type Extension, encode, type Wire } from './codec'

/** The few names of the DOM in use, since the project compiles without its types. */
export interface World {
  addEventListener(type: string, listener: (event: { readonly detail: unknown }) => void): void
  dispatchEvent(event: object): boolean
  readonly CustomEvent: new (type: string, init: { detail: unknown }) => object
}

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly value: Wire }
  | { readonly kind: 'call'; readonly id: number; readonly args: Wire }
  | { readonly kind: 'settle'; readonly id: number; readonly failed: boolean; readonly value: Wire }
  | { readonly kind: 'answer'; readonly failed: boolean; readonly value: Wire }

type Callable = (...args: unknown[]) => unknown
interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** One end of the bridge. `secret` keeps the names of its events from the page's scripts. */
export class BridgeEnd implements Extension {
  readonly #world: World
  readonly #outbound: string
  /** Functions of this world that the other world may call, and their ids. */
  readonly #own = new Map<number, Callable>()
  readonly #ids = new WeakMap<Callable, number>()
  /** Substitutes in this world for functions of the other world. The same function always gets the same substitute. */
  readonly #foreign = new Map<number, Callable>()
  readonly #promises = new Map<number, Waiting>()
  #answer: Extract<Message, { kind: 'answer' }> | null = null
  #lastId = 0

  constructor(world: World, secret: string, side: 'page' | 'preload') {
    this.#world = world
    this.#outbound = `${secret}:${side === 'page' ? 'preload' : 'page'}`
    world.addEventListener(`${secret}:${side}`, ({ detail }) => this.#receive(JSON.parse(String(detail))))
  }

  expose(key: string, api: unknown): void {
    this.#ask({ kind: 'expose', key, value: encode(api, this) })
  }

  encode(value: unknown): { t: string; id: number } | undefined {
    if (typeof value === 'function') return { t: 'function', id: this.#idOf(value as Callable) }
    if (!(value instanceof Promise)) return undefined
    this.#lastId += 1
    const id = this.#lastId
    value.then(
      (result: unknown) => this.#settle(id, false, result),
      (error: unknown) => this.#settle(id, true, error),
    )
    return { t: 'promise', id }
  }

  decode({ t, id }: { readonly t: string; readonly id: number }): unknown {
    if (t === 'promise') {
      return new Promise((resolve, reject) => void this.#promises.set(id, { resolve, reject }))
    }
    const known = this.#foreign.get(id)
    if (known !== undefined) return known
    const standIn: Callable = (...args) => this.#ask({ kind: 'call', id, args: encode(args, this) })
    this.#foreign.set(id, standIn)
    return standIn
  }

  #idOf(own: Callable): number {
    const known = this.#ids.get(own)
    if (known !== undefined) return known
    this.#lastId += 1
    this.#ids.set(own, this.#lastId)
    this.#own.set(this.#lastId, own)
    return this.#lastId
  }

  #settle(id: number, failed: boolean, value: unknown): void {
    try {
      this.#send({ kind: 'settle', id, failed, value: encode(value, this) })
    } catch (error) {
      this.#send({ kind: 'settle', id, failed: true, value: encode(error) })
    }
  }

  #send(message: Message): void {
    this.#world.dispatchEvent(
      new this.#world.CustomEvent(this.#outbound, { detail: JSON.stringify(message) }),
    )
  }

  /** The other end answers before the dispatch of the event returns. */
  #ask(message: Message): unknown {
    this.#send(message)
    const answer = this.#answer
    this.#answer = null
    if (answer === null) throw new Error('the other world does not answer')
    const value = decode(answer.value, this)
    if (answer.failed) throw value
    return value
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'answer':
        this.#answer = message
        return
      case 'settle': {
        const waiting = this.#promises.get(message.id)
        this.#promises.delete(message.id)
        const value = decode(message.value, this)
        if (message.failed) waiting?.reject(value)
        else waiting?.resolve(value)
        return
      }
      case 'call':
        return this.#reply(() => this.#own.get(message.id)?.(...(decode(message.args, this) as unknown[])))
      case 'expose':
        return this.#reply(() => this.#publish(message.key, deepFreeze(decode(message.value, this))))
    }
  }

  #reply(run: () => unknown): void {
    try {
      this.#send({ kind: 'answer', failed: false, value: encode(run(), this) })
    } catch (error) {
      this.#send({
        kind: 'answer',
        failed: true,
        value: encode(error instanceof Error ? error : String(error)),
      })
    }
  }

  #publish(key: string, value: unknown): void {
    if (Object.hasOwn(this.#world, key)) {
      throw new Error(`Cannot bind an API on top of an existing property on the window object`)
    }
    Object.defineProperty(this.#world, key, { value, enumerable: true })
  }
}

/** Electron freezes an exposed api, and not what its functions return. */
function deepFreeze<T>(value: T): T {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
  if (Object.isFrozen(value) || ArrayBuffer.isView(value) || value instanceof Promise) return value
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}
