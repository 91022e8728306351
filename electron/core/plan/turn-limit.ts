/**
 * How many requests may run at Kimi at a time: as many as the plan says, or fewer once Kimi has refused one for it. Pure.
 *
 *     told by the plan --Kimi refuses--> learned --full for long without a refusal--> raised -> … -> told by the plan
 *                                            ^--------------Kimi refuses----------------'
 *
 * Kimi may serve fewer than the plan says: another computer uses the same account, or Kimi counts an answer a moment
 * longer than it lasts.
 */

/** As Kimi's usages told for the plans that are known (2026), until those of the plan in use are known. */
export const USUAL_LIMIT = 30

/** How long a limit has to be full without a refusal before a higher one is tried; doubled with each that was too high. */
const FIRST_QUIET_MS = 30_000
const LONGEST_QUIET_MS = 16 * 60_000

/** A refusal of Kimi for too many requests at a time. */
interface Refused {
  /** At most so many ran at Kimi besides it. */
  readonly others: number
  /** Whether as many ran as may. */
  readonly isFull: boolean
  /** That of the limit under which it was let through. */
  readonly version: number
}

export class TurnLimit {
  #told: number | null = null
  /** Null while the plan's own counts. */
  #learned: number | null = null
  #version = 0
  #quietSinceMs = 0
  #quietMs = FIRST_QUIET_MS
  /** By how much it is raised next. */
  #step = 1

  get value(): number {
    const told = this.#told ?? USUAL_LIMIT
    return this.#learned === null ? told : Math.min(told, this.#learned)
  }

  /** Another number with each change, so that a refusal can be told from one that an earlier limit brought about. */
  get version(): number {
    return this.#version
  }

  /** What the plan says; null or less than 1 where it does not. Another plan makes what was learned void. */
  follow(limit: number | null): void {
    if (limit === null || !(limit >= 1)) return
    const told = Math.floor(limit)
    if (told === this.#told) return
    if (this.#told !== null) this.#trustPlan()
    this.#told = told
    this.#version += 1
  }

  /** Kimi refused a request. It never allows less than one. */
  refused({ others, isFull, version }: Refused, nowMs: number): void {
    const { value } = this
    // Under an earlier limit more could run, and where there was room it is not this limit that is too high.
    const isOfThis = version === this.#version && isFull
    const learned = Math.max(1, Math.min(isOfThis ? value - 1 : value, others))
    if (isOfThis && this.#step > 1) this.#quietMs = Math.min(2 * this.#quietMs, LONGEST_QUIET_MS)
    this.#quietSinceMs = nowMs
    this.#step = 1
    if (learned >= value) return
    this.#learned = learned
    this.#version += 1
  }

  /** An answer has ended well while others waited and as many ran as may. */
  served(nowMs: number): void {
    if (this.#learned === null || nowMs - this.#quietSinceMs < this.#quietMs) return
    this.#learned += this.#step
    this.#step *= 2
    this.#quietSinceMs = nowMs
    this.#version += 1
    if (this.#learned >= (this.#told ?? USUAL_LIMIT)) this.#trustPlan()
  }

  #trustPlan(): void {
    this.#learned = null
    this.#quietMs = FIRST_QUIET_MS
    this.#step = 1
  }
}
