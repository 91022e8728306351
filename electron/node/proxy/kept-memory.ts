/**
 * How much the copies of requests hold together, and how memory goes back to the system after a burst.
 *
 *     calm -> tight (over 8 MB are kept) -> calm -> 5 s with nothing kept: tidied
 *
 * - Where long copies lie: `memory-blocks.ts`.
 * - While it is tight, uploads run less far ahead, and V8 is asked now and then for the chunks that have been sent: it would
 *   let 64 MB of them come together first.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Blocks } from './memory-blocks'

const MB = 1024 * 1024
/** No upload alone is kept beyond that. */
const MUCH_BYTES = 4 * MB
const TIGHT_BYTES = 8 * MB
/** So much may arrive while it is tight before V8 is asked for what has been sent. */
const COLLECT_EACH_BYTES = 4 * MB
const QUIET_MS = 5_000

export interface KeptMemoryParts {
  readonly collect?: (kind: 'minor' | 'major') => void
  readonly after?: (delayMs: number, callback: () => void) => void
}

export class KeptMemory {
  readonly blocks: Blocks
  readonly #limitBytes: number
  readonly #parts: Required<KeptMemoryParts>
  #bytes = 0
  #wasTight = false
  #arrivedBytes = 0
  #isWaiting = false

  constructor(limitBytes: number, { collect = collectGarbage, after = later }: KeptMemoryParts = {}) {
    this.#limitBytes = limitBytes
    this.#parts = { collect, after }
    this.blocks = new Blocks(limitBytes)
  }

  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= this.#limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Enough to lie where it can be given back. */
  get isMuch(): boolean {
    return this.#bytes > MUCH_BYTES
  }

  get isTight(): boolean {
    return this.#bytes > TIGHT_BYTES
  }

  /** Negative when given back. */
  add(bytes: number): void {
    this.#bytes += bytes
    if (this.isTight) this.#wasTight = true
    if (this.#bytes > 0 || this.#isWaiting || this.blocks.bytes === 0) return
    this.#isWaiting = true
    this.#parts.after(QUIET_MS, () => this.#tidy())
  }

  /** Part of an upload has come, kept or not. */
  arrived(bytes: number): void {
    if (!this.isTight) return
    this.#arrivedBytes += bytes
    if (this.#arrivedBytes < COLLECT_EACH_BYTES) return
    this.#arrivedBytes = 0
    this.#parts.collect('minor')
  }

  #tidy(): void {
    this.#isWaiting = false
    this.blocks.trim()
    if (this.#bytes > 0 || !this.#wasTight) return
    this.#wasTight = false
    this.#parts.collect('major')
  }
}

/** Keeps no process alive. */
function later(delayMs: number, callback: () => void): void {
  setTimeout(callback, delayMs).unref()
}

let gc: unknown = null

/**
 * V8 has no other word for it (Node's documentation, `v8.setFlagsFromString`; V8's gc-extension: `type`). Nothing in
 * Electron, whose allocator gives memory back.
 */
function collectGarbage(type: 'minor' | 'major'): void {
  if (process.versions['electron'] !== undefined) return
  if (gc === null) {
    setFlagsFromString('--expose-gc')
    gc = runInNewContext('gc')
  }
  if (typeof gc === 'function') gc({ type })
}
