/** The sentences for a login that cannot be used or renewed: what happened, and what to do next. */
import type { LoginOwner, LoginSource } from '../../contract/engine'
import { KimiProxyError } from '../basics/errors'
import type { StoredLogin } from './stored-login'

const SIGN_IN = 'Sign in with `kimi-proxy login` or `kimi login`; Kimi Proxy notices the new login by itself.'

const NAME_ANOTHER = 'Correct KIMI_PROXY_CREDENTIALS, or unset it to use the login of the Kimi CLI.'

/** The error for a stored login that is not one. */
export function unusableLogin(
  stored: Exclude<StoredLogin, { kind: 'login' }>,
  { owner, path }: LoginSource,
): KimiProxyError {
  switch (stored.kind) {
    case 'missing':
      return owner === 'file'
        ? new KimiProxyError(
            'LOGIN_MISSING',
            `There is no login file ${path}.`,
            NAME_ANOTHER,
            undefined,
            path,
          )
        : new KimiProxyError('LOGIN_MISSING', 'No Kimi login was found.', SIGN_IN)
    case 'revoked':
      return new KimiProxyError('LOGIN_REVOKED', 'Kimi has ended this login.', SIGN_IN)
    case 'invalid':
      return new KimiProxyError(
        'LOGIN_INVALID',
        `The login file ${path} is damaged: ${stored.reason}.`,
        SIGN_IN,
        undefined,
        `${path}: ${stored.reason}`,
      )
    case 'unreadable':
      return new KimiProxyError(
        'LOGIN_UNREADABLE',
        `The login file ${path} cannot be read: ${stored.reason}.`,
        'Give your user the right to read it, or sign in again with `kimi login`.',
        undefined,
        `${path}: ${stored.reason}`,
      )
  }
}

/** What each is called where a person reads it. */
export const LOGIN_NAMES: Readonly<Record<LoginOwner, string>> = {
  own: 'Kimi Proxy’s own login',
  'kimi-code': 'the login of Kimi Code',
  'kimi-cli': 'the login of Kimi CLI',
  file: 'the named login file',
}

/** Somebody chose a login that is not there. */
export function noSuchLogin(owner: Exclude<LoginOwner, 'file'>): KimiProxyError {
  const recovery =
    owner === 'own' ? 'Sign in first: kimi-proxy login.' : 'Sign in with that tool first: kimi login.'
  return new KimiProxyError(
    'LOGIN_MISSING',
    `There is nothing to use: ${LOGIN_NAMES[owner]} was not found.`,
    recovery,
  )
}

/** Found at the start: granted to an earlier engine, which could not write it where it belongs. */
export function waitingLogin(path: string): KimiProxyError {
  return new KimiProxyError(
    'SAVE_FAILED',
    `A renewed login waits to be saved in ${path}.`,
    'Make that file writable. Kimi Proxy tries again by itself.',
    undefined,
    path,
  )
}

/** Kept nowhere but in memory. */
export function looseLogin(path: string): KimiProxyError {
  return new KimiProxyError(
    'SAVE_FAILED',
    `A renewed login is in memory only: it can be saved neither in ${path} nor in Kimi Proxy’s own folder.`,
    'Make one of them writable, then stop Kimi Proxy.',
    undefined,
    path,
  )
}

export function refusedLogin(detail: string): KimiProxyError {
  const words = detail === '' ? '' : ` (${detail})`
  return new KimiProxyError(
    'RENEWAL_REFUSED',
    `Kimi no longer accepts this login${words}.`,
    SIGN_IN,
    undefined,
    detail,
  )
}

export function unrenewableLogin(path: string): KimiProxyError {
  return new KimiProxyError(
    'RENEWAL_REFUSED',
    `The login in ${path} has no refresh token, so it cannot be renewed.`,
    SIGN_IN,
    undefined,
    path,
  )
}

export function failedRenewal(detail: string): KimiProxyError {
  return new KimiProxyError(
    'RENEWAL_FAILED',
    `Kimi's sign-in service did not renew the token: ${detail}.`,
    'Check the network; Kimi Proxy keeps trying by itself.',
    undefined,
    detail,
  )
}

/** For minutes 401 or 403 has come back, but never in OAuth's own word: whose it is cannot be known. */
export function doubtedRenewal(detail: string): KimiProxyError {
  return new KimiProxyError(
    'RENEWAL_DOUBTED',
    `Renewing this login has been refused for minutes, by Kimi or by something on the way to it: ${detail}.`,
    'Check the network (a gateway, a proxy); if it is in order, sign in again with `kimi-proxy login` or `kimi login`. Kimi Proxy keeps trying by itself.',
    undefined,
    detail,
  )
}

export function malformedRenewal(detail: string): KimiProxyError {
  return new KimiProxyError(
    'RENEWAL_MALFORMED',
    `Kimi's sign-in service gave an answer that makes no sense: ${detail}.`,
    'Check that the sign-in host is right; Kimi Proxy tries again by itself.',
    undefined,
    detail,
  )
}
