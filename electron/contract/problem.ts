/** Every code a problem can carry, stable for programs and tests. Imports nothing. */
export const ERROR_CODES = [
  'SIGNED_OUT',
  'LOGIN_MISSING',
  'LOGIN_INVALID',
  'LOGIN_UNREADABLE',
  'LOGIN_REVOKED',
  'LOGIN_NAMED',
  'SIGN_IN_FAILED',
  'SIGN_IN_EXPIRED',
  'SIGN_OUT_FAILED',
  'RENEWAL_REFUSED',
  'RENEWAL_FAILED',
  'RENEWAL_MALFORMED',
  'RENEWAL_DOUBTED',
  'LOCK_BUSY',
  'LOCK_FAILED',
  'SAVE_FAILED',
  'UPSTREAM_UNREACHABLE',
  'UPSTREAM_TIMEOUT',
  'QUOTA_UNKNOWN',
  'PLAN_BUSY',
  'LIMIT_REACHED',
  'MEMBERSHIP_UNVERIFIED',
  'CLIENT_REFUSED',
  'MODEL_REFUSED',
  'REQUEST_TOO_LARGE',
  'REQUEST_REFUSED',
  'REQUEST_MALFORMED',
  'KEY_REFUSED',
  'SETTING_INVALID',
  'HOME_UNWRITABLE',
  'SETTINGS_UNSAVED',
  'NO_TERMINAL',
  'SERVICE_FAILED',
  'COMMAND_BLOCKED',
  'COMMAND_CHANGED',
  'COMMAND_UNWRITABLE',
  'USAGE',
  'PORT_TAKEN',
  'PORT_REFUSED',
  'ALREADY_RUNNING',
  'CLAUDE_MANAGED',
  'CLAUDE_SETTINGS',
  'OTHER_ENGINE',
  'REFUSED',
  'RESTARTING',
  'GAVE_UP',
  'INTERNAL',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** A half sentence of the table of words: why something failed. Never a secret. */
export interface Reason {
  readonly reason: string
  readonly values: WordValues
}

export type WordValues = Readonly<Record<string, string | number | Reason>>

/** A failure as code and values: the table of words has its sentence for each place and language. Never a secret. */
export interface Problem {
  readonly code: ErrorCode
  /** Which of the sentences, where a code has several. */
  readonly variant?: string
  readonly values: WordValues
}
