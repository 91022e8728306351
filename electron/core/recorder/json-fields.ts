/**
 * Reads a few fields of a JSON object while it passes, in chunks cut anywhere, and keeps nothing else of it. Only fields of the
 * outermost object count: what a model wrote may hold the same names further inside. Pure.
 */
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const BACKSLASH = 92
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const LONGEST_KEY = 16

export class TopLevelFields {
  readonly #wanted: ReadonlySet<string>
  readonly #longest: number
  readonly #found = new Map<string, string>()
  #depth = 0
  #inString = false
  #escaped = false
  /** What the next string of the outermost object is. */
  #isKey = false
  #key = ''
  /** Of a wanted field; null while none is read. */
  #value: string | null = null
  #isOver = false

  /** A field whose text is longer than `longest` counts as missing. */
  constructor(wanted: readonly string[], longest: number) {
    this.#wanted = new Set(wanted)
    this.#longest = longest
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#isOver; at += 1) this.#take(bytes[at] ?? 0)
  }

  /** What the field holds; undefined while it has not come, and for what is no JSON. */
  valueOf(name: string): unknown {
    try {
      return JSON.parse(this.#found.get(name) ?? '')
    } catch {
      return undefined
    }
  }

  #take(byte: number): void {
    if (this.#inString) this.#inText(byte)
    else this.#between(byte)
  }

  #inText(byte: number): void {
    if (this.#value !== null) this.#keep(byte)
    if (this.#escaped) {
      this.#escaped = false
      return
    }
    if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) {
      this.#inString = false
      return
    }
    if (this.#isKey && this.#depth === 1 && this.#key.length <= LONGEST_KEY)
      this.#key += String.fromCharCode(byte)
  }

  #between(byte: number): void {
    switch (byte) {
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (this.#depth === 0) this.#isKey = true
        this.#depth += 1
        break
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (this.#depth === 1) this.#endValue()
        this.#depth -= 1
        if (this.#depth <= 0) this.#isOver = true
        break
      case QUOTE:
        this.#inString = true
        if (this.#isKey && this.#depth === 1) this.#key = ''
        break
      case COMMA:
        if (this.#depth !== 1) break
        this.#endValue()
        this.#isKey = true
        return
      case COLON:
        if (this.#depth !== 1 || !this.#isKey) break
        this.#isKey = false
        if (this.#wanted.has(this.#key)) this.#value = ''
        return
      default:
        // A list, a number, a page: no object.
        if (this.#depth === 0 && byte > SPACE) this.#isOver = true
    }
    if (this.#value !== null) this.#keep(byte)
  }

  #endValue(): void {
    if (this.#value !== null) this.#found.set(this.#key, this.#value)
    this.#value = null
  }

  #keep(byte: number): void {
    if (this.#value === null) return
    this.#value = this.#value.length < this.#longest ? this.#value + String.fromCharCode(byte) : null
  }
}
