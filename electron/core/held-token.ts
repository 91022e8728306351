/**
 * A login in hand, with its end anchored to time that passed rather than to the clock on the wall: a clock set
 * forward cannot make it look expired, one set back cannot make it look eternal, and sleep still counts.
 */
import type { TokenTimes } from '../contract/state'
import type { Clock, CredentialStore } from './ports'
import { renewAheadMs } from './refresh-policy'
import type { Login } from './token'

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
  const endsAtElapsedMs = askedAtElapsedMs + (login.lifetimeMs ?? 0)
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
