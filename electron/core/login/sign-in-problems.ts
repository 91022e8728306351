/** The errors of a sign-in with a code that cannot go on. */
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../basics/errors'

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
