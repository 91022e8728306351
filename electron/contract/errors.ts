/** Every code a problem can carry, stable for programs and tests. Imports nothing. */
export const ERROR_CODES = [
  'SIGNED_OUT',
  'LOGIN_MISSING',
  'LOGIN_INVALID',
  'LOGIN_UNREADABLE',
  'LOGIN_REVOKED',
  'RENEWAL_REFUSED',
  'RENEWAL_FAILED',
  'RENEWAL_MALFORMED',
  'LOCK_BUSY',
  'LOCK_FAILED',
  'SAVE_FAILED',
  'UPSTREAM_UNREACHABLE',
  'UPSTREAM_TIMEOUT',
  'REQUEST_REFUSED',
  'REQUEST_MALFORMED',
  'SETTING_INVALID',
  'USAGE',
  'PORT_TAKEN',
  'PORT_REFUSED',
  'ALREADY_RUNNING',
  'OTHER_ENGINE',
  'REFUSED',
  'INTERNAL',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]
