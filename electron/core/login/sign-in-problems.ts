/** The sentences for a sign-in with a code that cannot go on: what happened, and what to do next. */
import { KimiProxyError } from '../basics/errors'

export function malformedSignIn(detail: string): KimiProxyError {
  return new KimiProxyError(
    'SIGN_IN_FAILED',
    `Kimi's sign-in service gave an answer that cannot be used: ${detail}.`,
    'Check that the sign-in host is right, then sign in again.',
    undefined,
    detail,
  )
}

export function overlongSignIn(): KimiProxyError {
  return new KimiProxyError(
    'SIGN_IN_EXPIRED',
    'Nobody approved the sign-in within 15 minutes.',
    'Sign in again when you are ready.',
  )
}

/** A file is named as the one login to use, so that another would lie unused. */
export function namedLoginInUse(path: string): KimiProxyError {
  return new KimiProxyError(
    'LOGIN_NAMED',
    `KIMI_PROXY_CREDENTIALS (or "credentials" in the settings file) names the login to use: ${path}.`,
    'Take that out first, then sign in again.',
    undefined,
    path,
  )
}
