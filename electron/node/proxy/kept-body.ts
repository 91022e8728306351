import type { KeptMemory } from './kept-memory'
import { BLOCK_BYTES } from './memory-blocks'

interface Filled {
  readonly block: number
  length: number
}

/**
 * The copy of one body: as the chunks that came, which costs nothing; once it is longer than a block and not alone, in blocks
 * where there are any.
 */
export class KeptBody {
  readonly #memory: KeptMemory
  #pieces: (Buffer | Filled)[] = []
  #bytes = 0
  #isInBlocks = false

  constructor(memory: KeptMemory) {
    this.#memory = memory
  }

  get bytes(): number {
    return this.#bytes
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length
    this.#memory.add(chunk.length)
    if (!this.#isInBlocks && this.#bytes > BLOCK_BYTES && this.#memory.isMuch) {
      this.#isInBlocks = true
      for (const each of this.#pieces.splice(0)) if (Buffer.isBuffer(each)) this.#store(each)
    }
    this.#store(chunk)
  }

  #store(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0; ) {
      const place = this.#isInBlocks ? this.#place() : null
      if (place === null) return void this.#pieces.push(rest)
      const written = this.#memory.blocks.write(place.block, place.length, rest)
      place.length += written
      rest = rest.subarray(written)
    }
  }

  /** What has come from that byte on. */
  from(start: number): Buffer[] {
    const found: Buffer[] = []
    let at = 0
    for (const piece of this.#pieces) {
      const skipped = Math.max(0, start - at)
      at += piece.length
      if (at <= start) continue
      if (Buffer.isBuffer(piece)) found.push(piece.subarray(skipped))
      else found.push(this.#memory.blocks.read(piece.block, skipped, piece.length))
    }
    return found
  }

  clear(): void {
    for (const piece of this.#pieces) if (!Buffer.isBuffer(piece)) this.#memory.blocks.give(piece.block)
    this.#pieces = []
    this.#memory.add(-this.#bytes)
    this.#bytes = 0
  }

  /** Where there is room: the last block, or another. */
  #place(): Filled | null {
    const last = this.#pieces.at(-1)
    if (last !== undefined && !Buffer.isBuffer(last) && last.length < BLOCK_BYTES) return last
    const block = this.#memory.blocks.take()
    if (block === null) return null
    const place = { block, length: 0 }
    this.#pieces.push(place)
    return place
  }
}
