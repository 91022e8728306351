/** Finds `"stream": true` in a JSON body as it arrives, without parsing it. Pure. */

/** Kimi refuses messages over 2 MiB (ARCHITECTURE, fact 4): nothing worth knowing lies behind. */
export const SCAN_LIMIT_BYTES = 2 * 1024 * 1024 + 65_536

/** Longest text that may lie across two chunks: the key, a colon, the word, and some white space. */
const OVERLAP_BYTES = 64

/** A quote inside a JSON string is escaped, so the key cannot be mistaken for text that quotes it. */
const FLAG = /(?<!\\)"stream"\s*:\s*true\b/

export class StreamFlagScanner {
  readonly #decode: (bytes: Uint8Array) => string
  #tail = ''
  #seenBytes = 0
  #found = false

  /** `decode` must map bytes to characters one to one (latin1), so that no chunk border can break it. */
  constructor(decode: (bytes: Uint8Array) => string) {
    this.#decode = decode
  }

  get found(): boolean {
    return this.#found
  }

  /** False once looking further is pointless. */
  get isLooking(): boolean {
    return !this.#found && this.#seenBytes < SCAN_LIMIT_BYTES
  }

  push(chunk: Uint8Array): void {
    if (!this.isLooking) return
    const text = this.#tail + this.#decode(chunk)
    this.#found = FLAG.test(text)
    this.#seenBytes += chunk.length
    this.#tail = text.slice(-OVERLAP_BYTES)
  }
}
