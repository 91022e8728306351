import type { Clock } from '../basics/ports'

/** So many may follow each other at once. */
const AT_ONCE = 4
/** Then one in this time. */
const EACH_MS = 1_000

/**
 * Bounds forced renewals where Kimi accepts and refuses the same token by turns (one of its servers does not know it,
 * say): each success ends the growing wait, and without a bound each refusal would force a renewal.
 */
export class RenewalAllowance {
  readonly #clock: Clock
  /** When all of it is there again. */
  #fullAtElapsedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Until the next may begin, in milliseconds. */
  get leftMs(): number {
    return Math.max(0, this.#fullAtElapsedMs - (AT_ONCE - 1) * EACH_MS - this.#clock.elapsedMs())
  }

  /** There was one. */
  take(): void {
    this.#fullAtElapsedMs = Math.max(this.#fullAtElapsedMs, this.#clock.elapsedMs()) + EACH_MS
  }
}
