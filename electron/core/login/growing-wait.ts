/** The bounds of forced renewals in time: a wait that grows with each, and how many may follow each other at once. */
import type { Clock } from '../basics/ports'

const FIRST_MS = 1_000
const LONGEST_MS = 600_000

/** 1 s, then twice as long with each `open`, up to 10 min. Setting the clock neither ends nor prolongs it. */
export class GrowingWait {
  readonly #clock: Clock
  #lengthMs = 0
  #untilElapsedMs = Number.NEGATIVE_INFINITY
  /** How often it was opened since it was closed. */
  count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isEngaged(): boolean {
    return this.count > 0
  }

  get leftMs(): number {
    return Math.max(0, this.#untilElapsedMs - this.#clock.elapsedMs())
  }

  /** Returns how long it is, in milliseconds. */
  open(): number {
    this.#lengthMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.count, 16))
    this.count += 1
    this.repeat()
    return this.#lengthMs
  }

  /** Begins anew with the same length; nothing where it is closed. */
  repeat(): void {
    if (this.isEngaged) this.#untilElapsedMs = this.#clock.elapsedMs() + this.#lengthMs
  }

  close(): void {
    this.count = 0
    this.#untilElapsedMs = Number.NEGATIVE_INFINITY
  }
}

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
