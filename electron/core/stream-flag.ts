/** Finds `"stream": true` in a JSON body as it arrives, without parsing it. Pure. */

/** Kimi refuses messages over 2 MiB (ARCHITECTURE, fact 4): nothing worth knowing lies behind. */
export const SCAN_LIMIT_BYTES = 2 * 1024 * 1024 + 65_536

/** Longest text that may lie across two chunks: the key, a colon, the word, and some white space. */
const OVERLAP_BYTES = 64

const KEY = '"stream"'
/** A quote inside a JSON string is escaped, so the key cannot be mistaken for text that quotes it. */
const FLAG = /(?<!\\)"stream"\s*:\s*true\b/

/** Bytes as characters, one to one (latin1), so that no chunk border can break one. */
export interface ByteReader {
  textOf(bytes: Uint8Array): string
  includes(bytes: Uint8Array, text: string): boolean
}

export class StreamFlagScanner {
  readonly #reader: ByteReader
  #tail = ''
  #seenBytes = 0
  #found = false

  constructor(reader: ByteReader) {
    this.#reader = reader
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
    const reader = this.#reader
    const border = this.#tail + reader.textOf(chunk.subarray(0, OVERLAP_BYTES))
    // Hardly a chunk holds the key: to make a text of every one would be most of the work of a large upload.
    if (border.includes(KEY) || reader.includes(chunk, KEY)) {
      this.#found = FLAG.test(this.#tail + reader.textOf(chunk))
    }
    this.#seenBytes += chunk.length
    const isShort = chunk.length < OVERLAP_BYTES
    this.#tail = isShort ? border.slice(-OVERLAP_BYTES) : reader.textOf(chunk.subarray(-OVERLAP_BYTES))
  }
}
