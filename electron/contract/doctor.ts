/** What the login doctor finds, as every process sees it. Never holds a secret. Imports the contract only. */
import type { Problem } from './state'

/** `bad`: something does not work. `warn`: it may stop working. `info`: to be known. */
export type FindingTone = 'good' | 'info' | 'warn' | 'bad'

/** Every code a finding can carry, stable for programs and tests, and how serious it is. */
export const FINDING_TONES = {
  LOGIN_GOOD: 'good',
  LOGIN_ENDLESS: 'good',
  LOGIN_RESTING: 'info',
  LOGIN_UNRENEWABLE: 'warn',
  LOGIN_REVOKED: 'warn',
  LOGIN_DAMAGED: 'warn',
  LOGIN_UNREADABLE: 'warn',
  LOGIN_EXPOSED: 'warn',
  LOGIN_FROM_FUTURE: 'warn',
  LOGIN_SHARED: 'bad',
  LOGINS_SEPARATE: 'good',
  LOGIN_IN_USE: 'good',
  NO_LOGIN: 'bad',
  NAMED_LOGIN_MISSING: 'bad',
  SIGN_IN_NEEDED: 'bad',
  PICK_SET: 'info',
  PICK_UNUSABLE: 'warn',
  REGION_MIXED: 'warn',

  LOCKS_FREE: 'good',
  LOCK_HELD: 'info',
  LOCK_LEFT: 'info',

  ENGINE_RUNS: 'good',
  ENGINE_OTHER_PORT: 'info',
  ENGINE_STRAINED: 'warn',
  ENGINE_TROUBLE: 'bad',
  ENGINE_SILENT: 'bad',
  ENGINE_STOPPED: 'warn',
  PORT_TAKEN: 'bad',
  WATCHDOG_RUNS: 'good',
  WATCHDOG_GAVE_UP: 'bad',

  HOST_ANSWERS: 'good',
  HOST_UNREACHED: 'bad',
  HOST_UNTRUSTED: 'bad',
  PROXY_FAILED: 'bad',
  CLOCK_RIGHT: 'good',
  CLOCK_UNKNOWN: 'info',
  CLOCK_OFF: 'warn',
  CLOCK_WRONG: 'bad',

  CLAUDE_GOOD: 'good',
  CLAUDE_UNSET: 'info',
  CLAUDE_ELSEWHERE: 'warn',
  CLAUDE_OTHER_PORT: 'warn',
  CLAUDE_TWO_KEYS: 'warn',
  CLAUDE_KEY_HELPER: 'warn',
  CLAUDE_OTHER_SERVICE: 'warn',
  CLAUDE_OTHER_MODEL: 'warn',
  CLAUDE_PROXIED: 'warn',
  CLAUDE_UNUSABLE: 'warn',

  HOME_WRITABLE: 'good',
  HOME_UNWRITABLE: 'bad',
  SETTINGS_GOOD: 'good',
  SETTINGS_INVALID: 'bad',
  INCOMPLETE: 'warn',
} as const satisfies Readonly<Record<string, FindingTone>>

export type FindingCode = keyof typeof FINDING_TONES

export type FindingValue = string | number

/** One thing that was looked at. `values` fill the phrases of its code; times are wall clock, paths begin with ~ at home. */
export interface Finding {
  readonly code: FindingCode
  readonly tone: FindingTone
  readonly values: Readonly<Record<string, FindingValue>>
  /** What to type in a terminal, where that is the fix. */
  readonly command: string | null
}

/** The worst come first. */
export interface DoctorReport {
  /** Of Kimi Proxy. */
  readonly version: string
  readonly atMs: number
  readonly findings: readonly Finding[]
}

/**
 * The doctor's page.
 *
 *     idle -> running -> done -> running ...
 *                '-> failed -> running
 */
export type DoctorState =
  | { readonly kind: 'idle' }
  /** `report`: the one before, shown until the new one is there. */
  | { readonly kind: 'running'; readonly report: DoctorReport | null }
  | { readonly kind: 'done'; readonly report: DoctorReport }
  | { readonly kind: 'failed'; readonly problem: Problem }
