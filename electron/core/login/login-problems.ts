/** The errors for a login that cannot be used or renewed, and for a sign-in that cannot go on. */
import type { LoginOwner, LoginSource } from '../../contract/engine'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../basics/errors'
import type { StoredLogin } from './stored-login'

/** The error for a stored login that is not one. */
export function unusableLogin(
  stored: Exclude<StoredLogin, { kind: 'login' }>,
  { owner, path }: LoginSource,
): KimiProxyError {
  switch (stored.kind) {
    case 'missing':
      return owner === 'file'
        ? new KimiProxyError('LOGIN_MISSING.named', { path })
        : new KimiProxyError('LOGIN_MISSING', {})
    case 'revoked':
      return new KimiProxyError('LOGIN_REVOKED', {})
    case 'invalid':
      return new KimiProxyError('LOGIN_INVALID', { path, reason: stored.reason })
    case 'unreadable':
      return new KimiProxyError('LOGIN_UNREADABLE', { path, reason: stored.reason })
  }
}

/** Somebody chose a login that is not there. */
export function noSuchLogin(owner: Exclude<LoginOwner, 'file'>): KimiProxyError {
  return new KimiProxyError(`LOGIN_MISSING.${owner}`, {})
}

/** Found at the start: granted to an earlier engine, which could not write it where it belongs. */
export function waitingLogin(path: string): KimiProxyError {
  return new KimiProxyError('SAVE_FAILED.waiting', { path })
}

/** Kept nowhere but in memory. */
export function looseLogin(path: string): KimiProxyError {
  return new KimiProxyError('SAVE_FAILED.loose', { path })
}

export function failedRenewal(reason: Reason): KimiProxyError {
  return new KimiProxyError('RENEWAL_FAILED', { reason })
}

/** For minutes 401 or 403 has come back, but never in OAuth's own word: whose it is cannot be known. */
export function doubtedRenewal(reason: Reason): KimiProxyError {
  return new KimiProxyError('RENEWAL_DOUBTED', { reason })
}

export function malformedRenewal(reason: Reason): KimiProxyError {
  return new KimiProxyError('RENEWAL_MALFORMED', { reason })
}

export function malformedSignIn(reason: Reason): KimiProxyError {
  return new KimiProxyError('SIGN_IN_FAILED', { reason })
}

export function overlongSignIn(): KimiProxyError {
  return new KimiProxyError('SIGN_IN_EXPIRED', {})
}

/** A file is named as the one login to use, so that another would lie unused. */
export function namedLoginInUse(path: string): KimiProxyError {
  return new KimiProxyError('LOGIN_NAMED', { path })
}
