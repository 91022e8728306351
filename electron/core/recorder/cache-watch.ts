/**
 * Notices where a session's prompts come less from Kimi's cache than they used to: each of the last three had less than half of the
 * share that was usual before (the median). It stays noticed until one has that much again. Pure.
 */
import type { CacheFall, TokenUsage } from '../../contract/recorder'
import { cacheShare, promptTokens } from './usage'

/** Below this a prompt is a side question of the client's (a title, a check), with a cache of its own or none. */
const LEAST_PROMPT = 2_048
const RECENT = 3
/** So many shares make a habit. */
const LEAST_BEFORE = 5
const MOST_BEFORE = 40

export class CacheWatch {
  #before: readonly number[] = []
  /** The latest last. */
  #recent: readonly number[] = []

  get fall(): CacheFall | null {
    if (this.#before.length < LEAST_BEFORE || this.#recent.length < RECENT) return null
    const from = median(this.#before)
    return this.#recent.every((share) => share < from / 2) ? { from, to: median(this.#recent) } : null
  }

  add(usage: TokenUsage): void {
    const share = cacheShare(usage)
    if (share === null || promptTokens(usage) < LEAST_PROMPT) return
    const recent = [...this.#recent, share]
    const [oldest] = recent
    // While it is low, what is usual stays what it was.
    if (recent.length > RECENT && oldest !== undefined && (this.#isUsual(oldest) || this.fall === null))
      this.#before = [...this.#before, oldest].slice(-MOST_BEFORE)
    this.#recent = recent.slice(-RECENT)
  }

  #isUsual(share: number): boolean {
    return this.#before.length < LEAST_BEFORE || share >= median(this.#before) / 2
  }
}

function median(shares: readonly number[]): number {
  const sorted = [...shares].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
