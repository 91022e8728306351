/**
 * A login in hand, with its end anchored to time that passed rather than to the clock on the wall: a clock set forward cannot
 * make it look expired, one set back cannot make it look eternal, and sleep still counts.
 *
 * - `HeldToken` is one such login. When it may be sent and when it is due are functions of it and of the clock.
 * - `TokenInHand` holds the one in use. Its `peek` is the hot path of a request: it neither waits nor asks anybody.
 * - Every token that is taken ends the time for which renewals stand back, and is told as one event.
 * - Changed by `TokenKeeper` and `RenewalFlights` only.
 */
import type { TokenTimes } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import type { CredentialStore } from './ports'
import type { Login } from './stored-login'
import { RETRY_AFTER_FAILED_RENEWAL_MS } from './token-answer'
import type { EmitTokenEvent } from './token-events'

export interface HeldToken {
  readonly store: CredentialStore
  readonly login: Login
  /** `Clock.elapsedMs` at which it ends; null when its end is not known. */
  readonly endsAtElapsedMs: number | null
  /** The file promised a longer life than the token was issued with: the clock was moved, its age is unknown. */
  readonly ageUnknown: boolean
  /**
   * `none`: not renewed because of a 401. `running`: renewed because of one, and Kimi has not yet said a word about it.
   * `over`: renewed because of one, and since then accepted or refused.
   */
  readonly probation: 'none' | 'running' | 'over'
}

/** Slack for clocks that are being slewed and files that round. */
const CLOCK_SLACK_MS = 5_000

/** A token of unknown lifetime is renewed this long before its end (the origin's rule). */
const RENEW_AHEAD_MS = 300_000

/** Takes a login read from a file; its `expires_at` is compared with the wall clock once, here. */
export function holdFromFile(store: CredentialStore, login: Login, clock: Clock): HeldToken {
  if (login.expiresAtMs === null) {
    return { store, login, endsAtElapsedMs: null, ageUnknown: false, probation: 'none' }
  }
  const promisedMs = login.expiresAtMs - clock.wallMs()
  const ageUnknown = login.lifetimeMs !== null && promisedMs > login.lifetimeMs + CLOCK_SLACK_MS
  const remainingMs = Math.min(promisedMs, login.lifetimeMs ?? Number.POSITIVE_INFINITY)
  return { store, login, endsAtElapsedMs: clock.elapsedMs() + remainingMs, ageUnknown, probation: 'none' }
}

/** Takes a login just granted; its life is counted from when it was asked for. */
export function holdFromGrant(store: CredentialStore, login: Login, askedAtElapsedMs: number): HeldToken {
  const endsAtElapsedMs = login.lifetimeMs === null ? null : askedAtElapsedMs + login.lifetimeMs
  return { store, login, endsAtElapsedMs, ageUnknown: false, probation: 'none' }
}

export function remainingMs(held: HeldToken, clock: Clock): number {
  return held.endsAtElapsedMs === null ? Number.POSITIVE_INFINITY : held.endsAtElapsedMs - clock.elapsedMs()
}

/** May it be sent to Kimi? */
export function isUsable(held: HeldToken, clock: Clock): boolean {
  return !held.login.accessToken.isEmpty && remainingMs(held, clock) > 0
}

/**
 * How long before its end a token is renewed: half its lifetime, so that a short token is not renewed on every
 * request as with the official CLIs' max(300 s, half).
 */
export function renewAheadMs(lifetimeMs: number | null): number {
  return lifetimeMs === null ? RENEW_AHEAD_MS : lifetimeMs / 2
}

/**
 * Should it be renewed? By either clock: where only the wall clock says so (it was set forward, or a virtual
 * machine was paused without noticing) the token still serves meanwhile.
 */
export function isDue(held: HeldToken, clock: Clock): boolean {
  if (held.login.accessToken.isEmpty || held.ageUnknown) return true
  const { expiresAtMs, lifetimeMs } = held.login
  if (expiresAtMs === null) return false
  const aheadMs = renewAheadMs(lifetimeMs)
  return remainingMs(held, clock) <= aheadMs || expiresAtMs - clock.wallMs() <= aheadMs
}

/** The token's times on the wall clock as it stands now. */
export function tokenTimes(held: HeldToken, clock: Clock): TokenTimes {
  const { lifetimeMs } = held.login
  const leftMs = remainingMs(held, clock)
  if (leftMs === Number.POSITIVE_INFINITY) return { expiresAtMs: null, lifetimeMs, dueAtMs: null }
  const expiresAtMs = Math.round(clock.wallMs() + leftMs)
  return { expiresAtMs, lifetimeMs, dueAtMs: Math.round(expiresAtMs - renewAheadMs(lifetimeMs)) }
}

export class TokenInHand {
  readonly #clock: Clock
  readonly #emit: EmitTokenEvent
  /** Called after another token was taken, before its event. */
  readonly #onTaken: () => void
  #held: HeldToken | null = null
  #notBeforeElapsedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, emit: EmitTokenEvent, onTaken: () => void) {
    this.#clock = clock
    this.#emit = emit
    this.#onTaken = onTaken
  }

  get held(): HeldToken | null {
    return this.#held
  }

  /** The token to send now, or null when there is none that is still valid. */
  peek(): Secret | null {
    const held = this.#held
    return held !== null && isUsable(held, this.#clock) ? held.login.accessToken : null
  }

  /** On the wall clock as it stands now; null without a token. */
  times(): TokenTimes | null {
    return this.#held === null ? null : tokenTimes(this.#held, this.#clock)
  }

  /** A renewal failed a moment ago: none is begun without need. */
  get standsBack(): boolean {
    return this.#clock.elapsedMs() < this.#notBeforeElapsedMs
  }

  /** For 30 s, or `atLeastMs` if that is longer. Returns when the next try may begin, on the wall clock. */
  standBack(atLeastMs: number): number {
    const waitMs = Math.max(RETRY_AFTER_FAILED_RENEWAL_MS, atLeastMs)
    this.#notBeforeElapsedMs = this.#clock.elapsedMs() + waitMs
    return this.#clock.wallMs() + waitMs
  }

  takeRenewed(held: HeldToken): void {
    this.#take(held)
    const { source } = held.store
    const atMs = this.#clock.wallMs()
    this.#emit({ kind: 'renewed', source, token: tokenTimes(held, this.#clock), atMs })
  }

  /** A newer token that a peer wrote. */
  takeAdopted(held: HeldToken): void {
    this.#take(held)
    this.#emit({ kind: 'adopted', token: tokenTimes(held, this.#clock) })
  }

  takeFound(held: HeldToken): void {
    this.#take(held)
    this.#emit({ kind: 'loginFound', source: held.store.source, token: tokenTimes(held, this.#clock) })
  }

  /** The same token in the same file changes nothing: what is in hand knows more than the file. Returns what is in hand. */
  takeIfNew(next: HeldToken): HeldToken {
    const before = this.#held
    const isSame = before?.login.accessToken.equals(next.login.accessToken) && before.store === next.store
    if (before !== null && isSame) return before
    this.takeFound(next)
    return next
  }

  /** Its trial is over: Kimi has said something about it. */
  endProbation(): void {
    if (this.#held !== null) this.#held = { ...this.#held, probation: 'over' }
  }

  lose(problem: Problem): void {
    this.#held = null
    this.#emit({ kind: 'loginLost', problem })
  }

  /** The token is used no longer, and no event tells of it: another look follows. */
  drop(): void {
    this.#held = null
  }

  #take(held: HeldToken): void {
    this.#held = held
    this.#notBeforeElapsedMs = Number.NEGATIVE_INFINITY
    this.#onTaken()
  }
}
