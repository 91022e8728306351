import type { Clock } from './ports'

const FIRST_MS = 60_000
const LONGEST_MS = 600_000

/**
 * The cool-down after Kimi refused even a new token: while open, a 401 is passed on and costs no renewal.
 *
 *     closed -> open 60 s -> half-open -> open 120 s -> ... -> open 600 s
 *        ^---------------------'  (any success)
 */
export class RefusalCooldown {
  readonly #clock: Clock
  #lengthMs = 0
  #untilElapsedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isOpen(): boolean {
    return this.#clock.elapsedMs() < this.#untilElapsedMs
  }

  /** True from the first refusal until a success, also between two cool-downs. */
  get isEngaged(): boolean {
    return this.#lengthMs > 0
  }

  /** Returns the length in milliseconds. */
  open(): number {
    this.#lengthMs = Math.min(LONGEST_MS, this.#lengthMs === 0 ? FIRST_MS : this.#lengthMs * 2)
    this.#untilElapsedMs = this.#clock.elapsedMs() + this.#lengthMs
    return this.#lengthMs
  }

  close(): void {
    this.#lengthMs = 0
    this.#untilElapsedMs = Number.NEGATIVE_INFINITY
  }
}
