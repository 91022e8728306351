/**
 * How long the sign-in host is left in peace after it failed to renew a token. One for each host, for all who would ask it.
 *
 *     open -> paused 2 s -> open for one -> paused 4 s -> ... -> paused 120 s
 *       ^------------------------'  (it grants, or ends the login)
 *
 * - Where a request waits, growing pauses are cut to 14 s: a renewal may succeed any moment, and the request has no other way on.
 * - A wait that the host itself asks for (`Retry-After`) is obeyed by everybody.
 * - Times are those of `Clock.elapsedMs`. Kept in `KeeperMemory`; changed by `core/login/renewal.ts`.
 */
import type { KimiProxyError } from '../basics/errors'

const FIRST_MS = 2_000
const LONGEST_MS = 120_000
const LONGEST_AWAITED_MS = 14_000

/** So long, and so often, a renewal is refused in words that are not OAuth's before a person hears of a sign-in. */
const DOUBT_AFTER_MS = 180_000
const DOUBT_AFTER_FAILURES = 3

export interface HostFailure {
  readonly error: KimiProxyError
  /** The wait that the host asked for. */
  readonly retryAfterMs?: number | undefined
}

export class HostPause {
  #failures = 0
  #failedAtMs = Number.NEGATIVE_INFINITY
  #askedUntilMs = Number.NEGATIVE_INFINITY
  #rejections = 0
  #rejectedSinceMs = 0
  /** Why it is paused; null while it is not. */
  error: KimiProxyError | null = null

  /** `awaited`: a request waits for the outcome. */
  leftMs(nowMs: number, awaited: boolean): number {
    const grownMs =
      this.#failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#failures - 1, 16))
    const ownMs = awaited ? Math.min(LONGEST_AWAITED_MS, grownMs) : grownMs
    return Math.max(0, this.#failedAtMs + ownMs - nowMs, this.#askedUntilMs - nowMs)
  }

  failed(nowMs: number, { error, retryAfterMs = 0 }: HostFailure): void {
    this.#failures += 1
    this.#failedAtMs = nowMs
    this.#askedUntilMs = nowMs + retryAfterMs
    this.error = error
  }

  /** A 401 or 403 that is not OAuth's own word. True once that has gone on for minutes. */
  rejected(nowMs: number): boolean {
    if (this.#rejections === 0) this.#rejectedSinceMs = nowMs
    this.#rejections += 1
    return this.#rejections >= DOUBT_AFTER_FAILURES && nowMs - this.#rejectedSinceMs >= DOUBT_AFTER_MS
  }

  /** The network is another one, or the machine slept: what failed may succeed now. What the host asked for still holds. */
  ease(): void {
    this.#failures = 0
  }

  /** The host has given its word on a token. */
  end(): void {
    this.#failures = 0
    this.#rejections = 0
    this.#askedUntilMs = Number.NEGATIVE_INFINITY
    this.error = null
  }
}
