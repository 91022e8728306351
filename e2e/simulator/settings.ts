import type { OutgoingHttpHeaders } from 'node:http'
import type { TokenAnswer } from './credential-file'
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

/** A grant as it goes over the wire. */
export interface DressedAnswer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
  /** All bytes come, and then the connection breaks before the promised length is reached. */
  readonly isCut: boolean
}

/** Decides about the form of each grant. */
export type DressGrant = (tokens: TokenAnswer) => DressedAnswer

/** Knobs that may be turned while the simulator runs; each applies from the next request on. */
export interface SimulatorSettings {
  /** Lifetime of access tokens issued from now on. */
  expiresInSeconds: number
  reuse: ReusePolicy
  /** Announced by device authorization; polling faster than 90 % of it answers `slow_down`. */
  deviceIntervalSeconds: number
  /** Lifetime of device codes issued from now on. */
  deviceLifetimeSeconds: number
}
