export const BLOCK_BYTES = 65_536
/** The buffer grows by so much: each time costs a call to the system. */
const STEP_BYTES = 1_048_576

/**
 * Blocks of 64 KB, the lowest free one first, in one buffer of the system's own pages. Thousands of chunks from malloc would
 * stay with the process for good, since a few small pieces between them are in use (measured with glibc: 118 of 121 MB free,
 * and none given back).
 */
export class Blocks {
  readonly #isUsed: Uint8Array
  #store: ArrayBuffer | null = null

  constructor(limitBytes: number) {
    this.#isUsed = new Uint8Array(Math.ceil(limitBytes / BLOCK_BYTES))
  }

  /** What is held of the system, free blocks included. */
  get bytes(): number {
    return this.#store?.byteLength ?? 0
  }

  /** Null where none is free, or the system has no memory. */
  take(): number | null {
    const block = this.#isUsed.indexOf(0)
    if (block === -1 || !this.#reaches((block + 1) * BLOCK_BYTES)) return null
    this.#isUsed[block] = 1
    return block
  }

  give(block: number): void {
    this.#isUsed[block] = 0
  }

  /** Writes what fits behind the first `length` bytes of the block. Returns how much that was. */
  write(block: number, length: number, chunk: Buffer): number {
    const part = chunk.subarray(0, BLOCK_BYTES - length)
    if (this.#store !== null) new Uint8Array(this.#store).set(part, block * BLOCK_BYTES + length)
    return part.length
  }

  /** A copy: the block may be another request's soon. */
  read(block: number, from: number, to: number): Buffer {
    return Buffer.from(
      new Uint8Array(this.#store ?? new ArrayBuffer(0)).slice(
        block * BLOCK_BYTES + from,
        block * BLOCK_BYTES + to,
      ).buffer,
    )
  }

  /** Gives back what lies behind the last block in use. */
  trim(): void {
    this.#store?.resize((this.#isUsed.lastIndexOf(1) + 1) * BLOCK_BYTES)
  }

  #reaches(bytes: number): boolean {
    const maxByteLength = Math.ceil((this.#isUsed.length * BLOCK_BYTES) / STEP_BYTES) * STEP_BYTES
    try {
      this.#store ??= new ArrayBuffer(0, { maxByteLength })
      if (this.#store.byteLength < bytes) this.#store.resize(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES)
      return true
    } catch {
      return false
    }
  }
}
