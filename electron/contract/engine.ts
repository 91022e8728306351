/**
 * The one state of a running engine, in words every process shares. Tray, window, `/health`, `--check` and
 * notices are views of it. It holds times and reasons, never a token. Imports nothing.
 */

import type { AutoMode } from './auto-mode'
import type { PlanState } from './plan'
import type { Problem, Reason } from './problem'

/** Whose credential file is in use. `file` is one named by KIMI_PROXY_CREDENTIALS outside the known homes. */
export type LoginOwner = 'own' | 'kimi-code' | 'kimi-cli' | 'file'

/** Which login the person wants: a certain one as long as it lives, or whichever the rules choose. */
export type LoginPick = 'auto' | Exclude<LoginOwner, 'file'>

/** Kimi's two services: kimi.com and kimi.ai. */
export type Region = 'mainland-cn' | 'global'

export interface LoginSource {
  readonly owner: LoginOwner
  readonly path: string
}

/** A login that was found, in use or not. `usable`: it could take over now. */
export interface FoundLogin {
  readonly source: LoginSource
  readonly usable: boolean
}

/** `expiresAtMs` is wall-clock; null when the file does not say. */
export interface TokenTimes {
  readonly expiresAtMs: number | null
  readonly lifetimeMs: number | null
  /** When the scheduler renews it; null when it never does by itself. */
  readonly dueAtMs: number | null
}

/**
 * How renewing stands.
 *
 *     idle -> running -> idle                 (granted, or a peer's newer token adopted)
 *               |-> failing -> running ...    (network, 429, 5xx, lock, disk: tried again)
 *               '-> dead                      (Kimi refused the refresh token: only a new login helps)
 */
export type Renewal =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly sinceMs: number }
  | { readonly kind: 'failing'; readonly problem: Problem; readonly retryAtMs: number }
  | { readonly kind: 'dead'; readonly problem: Problem }

/**
 * The login.
 *
 *     looking -> signedIn <-> signedOut
 *
 * `signedIn` with a `dead` renewal still serves until its access token expires, then becomes `signedOut`.
 */
export type LoginState =
  | { readonly kind: 'looking' }
  | {
      readonly kind: 'signedIn'
      readonly source: LoginSource
      readonly token: TokenTimes
      readonly renewal: Renewal
    }
  | { readonly kind: 'signedOut'; readonly problem: Problem }

/**
 * The listener.
 *
 *     stopped -> starting -> listening -> draining -> stopped
 *                   '-> failed -> starting
 */
export type ListenerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly port: number }
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'draining'; readonly port: number }
  | { readonly kind: 'failed'; readonly port: number; readonly problem: Problem }

/** Who runs the engine. */
export type EngineHost = 'cli' | 'watchdog' | 'service' | 'tray'

export interface Traffic {
  readonly activeRequests: number
  readonly activeStreams: number
  /** Of the active ones, those that wait for a new sign-in or for the network instead of failing. */
  readonly waitingRequests: number
  readonly requestsServed: number
  readonly lastRequestAtMs: number | null
}

/** No renewal is forced until then (wall clock); `lengthMs` is the whole of this wait, and each is longer than the last. */
export interface Refusal {
  readonly untilMs: number
  readonly lengthMs: number
}

/** A setting that is not at its default, and where it came from. Values are safe to print. */
export interface SettingOrigin {
  readonly name: string
  readonly value: string
  readonly source: string
}

/** A variable of another program that cannot be used and is passed over. */
export interface SkippedVariable {
  readonly name: string
  readonly problem: Problem
}

export interface EngineState {
  readonly version: string
  readonly pid: number
  readonly host: EngineHost
  readonly nonce: string
  readonly startedAtMs: number
  /** On the clock that only runs forward, so that a moved clock cannot bend the uptime. */
  readonly startedAtElapsedMs: number
  readonly listener: ListenerState
  /** Where requests and renewals go; null for hosts that are no region's. */
  readonly region: Region | null
  readonly login: LoginState
  readonly pick: LoginPick
  /** As they were found when last looked at; those that are no login at all are left out. */
  readonly logins: readonly FoundLogin[]
  readonly lastRefreshAtMs: number | null
  /** How many tokens were renewed since the start. */
  readonly renewals: number
  /** A renewed login that could not be written down yet; it is in use and writing is tried again. */
  readonly unsaved: Problem | null
  /** Kimi refuses even a new token. */
  readonly refusal: Refusal | null
  readonly traffic: Traffic
  readonly plan: PlanState
  readonly autoMode: AutoMode
  readonly settings: readonly SettingOrigin[]
  readonly skipped: readonly SkippedVariable[]
  /** How long requests may wait for a sign-in or the network; 0: not at all. */
  readonly parkMs: number
  /** Who has the same port on [::1], where somebody else does: `localhost` may lead there. */
  readonly otherOnIpv6: Reason | null
}
