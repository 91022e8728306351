import type { GrantForm } from './faults'
import type { RefreshRequest } from './log'

/**
 * What a rotated refresh token answers when it is used again: `refuse` is 400 `invalid_grant`, `grace` repeats
 * the answer of the first time, byte for byte.
 */
export type ReusePolicy = 'refuse' | 'grace'

/**
 * Runs after the token endpoint rotated and before it answers: the window in which a client can lose a login.
 * Awaiting delays the answer; `'drop'` closes the connection without one.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only waits has nothing to return
export type OnRotated = (request: RefreshRequest) => Promise<void | 'drop'>

/** Decides about the form of each grant. */
export type DressGrant = () => GrantForm

/** Knobs that may be turned while the simulator runs; each applies from the next request on. */
export interface SimulatorSettings {
  /** Lifetime of access tokens issued from now on. */
  expiresInSeconds: number
  reuse: ReusePolicy
  /** Announced by device authorization; polling faster than 90 % of it answers `slow_down`. */
  deviceIntervalSeconds: number
  /** Lifetime of device codes issued from now on. */
  deviceLifetimeSeconds: number
  /** Somebody approves every code from now on at once. */
  approvesDevices: boolean
}
