/**
 * What the doctor saw, before it is judged. No secret gets this far: tokens are compared where they are read, and of
 * Claude Code's settings only names and hosts are kept. Paths begin with ~ at home. Null where a look took too long.
 */
import type { Platform } from '../../contract/desktop'
import type { Serving } from '../../contract/serving'
import type { AppState, LoginOwner, LoginPick, Region } from '../../contract/state'
import type { ClaudeSource } from './claude-source'

export interface LoginFacts {
  readonly owner: LoginOwner
  readonly path: string
  /** Whose login it is by its file name; `other` for hosts that are no region's. */
  readonly site: Region | 'other'
  /** One of those that the settings, as they are, let Kimi Proxy choose from. */
  readonly isCandidate: boolean
  readonly state: StoredFacts
  /** The file may be read by others than its owner. */
  readonly exposed: boolean
  /** Which of the other files holds the very same refresh token. */
  readonly sameTokenAs: readonly string[]
}

export type StoredFacts =
  | {
      readonly kind: 'login'
      readonly expiresAtMs: number | null
      /** By the file's own words where it tells, else when it was written. */
      readonly issuedAtMs: number
      readonly renewable: boolean
      readonly rotatedBy: 'kimi-proxy' | 'other'
    }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }

export type LockFacts =
  /** `holder`: a process number where the system tells it. */
  | { readonly kind: 'held'; readonly path: string; readonly holder: number | null }
  /** Its program has not renewed it for long enough that anybody may take it over. */
  | { readonly kind: 'left'; readonly path: string }

export type EngineFacts =
  | { readonly kind: 'none'; readonly port: number }
  | { readonly kind: 'answers'; readonly port: number; readonly state: AppState }
  | { readonly kind: 'silent'; readonly port: number; readonly pid: number }
  /** `stopCommand`: known for the script this product replaces. */
  | {
      readonly kind: 'taken'
      readonly port: number
      readonly holderName: string
      readonly stopCommand: string | null
    }

export interface WatchdogFacts {
  readonly pid: number
  readonly supervisor: Serving
}

export interface HostFacts {
  readonly service: 'auth' | 'api'
  readonly host: string
  readonly way: Way
  readonly outcome: Outcome
}

/** How a host is reached. `via`: the proxy as host and port, never with its password. */
export type Way = { readonly kind: 'direct' } | { readonly kind: 'proxy' | 'system'; readonly via: string }

export type Outcome =
  /** `aheadMs`: how far our clock is before the host's; null when it told no time. */
  | { readonly kind: 'answered'; readonly aheadMs: number | null }
  | { readonly kind: 'failed'; readonly cause: 'network' | 'proxy' | 'certificate'; readonly reason: string }

export interface DoctorFacts {
  readonly atMs: number
  readonly platform: Platform
  readonly home: { readonly path: string; readonly problem: string | null } | null
  /** What makes no sense in the settings; then the defaults were looked at. */
  readonly settingsProblem: string | null
  readonly settingsPort: number
  readonly region: Region | null
  /** The settings name one login file, which then is the only one. */
  readonly namesLogin: boolean
  readonly pick: LoginPick
  readonly logins: readonly LoginFacts[] | null
  readonly locks: readonly LockFacts[] | null
  readonly engine: EngineFacts | null
  readonly watchdog: WatchdogFacts | null
  readonly hosts: readonly HostFacts[] | null
  /** Those that win come last. */
  readonly claude: readonly ClaudeSource[] | null
}
