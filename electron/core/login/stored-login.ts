/**
 * A login as the files of kimi-cli and kimi-code hold it, decoded once (ARCHITECTURE, fact 3). Pure: no file is read here.
 * On disk seconds and snake_case, inside milliseconds and camelCase.
 */

import type { Reason } from '../../contract/problem'
import { isRecord } from '../basics/json'
import { Secret } from '../basics/secret'
import { reason } from '../words/reason'

export interface Login {
  readonly accessToken: Secret
  readonly refreshToken: Secret
  /** Wall clock; null when the file does not say (`expires_at: 0`). */
  readonly expiresAtMs: number | null
  /** The whole life the token was issued with; null when the file does not say. */
  readonly lifetimeMs: number | null
  readonly scope: string
  readonly tokenType: string
}

/**
 * What a credential file says. `revoked` is kimi-code's tombstone: it was a login, and Kimi has refused it.
 */
export type StoredLogin =
  | { readonly kind: 'login'; readonly login: Login }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid'; readonly reason: Reason }
  | { readonly kind: 'unreadable'; readonly reason: Reason }

/** Tokens go into a header field: visible ASCII only (RFC 6750, section 2.1; RFC 9110, section 5.5). */
const VISIBLE_ASCII = /^[\x21-\x7e]*$/

/** Reads a parsed credential file. Missing numbers count as 0, missing strings as empty; never throws. */
export function decodeLogin(json: unknown): StoredLogin {
  if (!isRecord(json)) return { kind: 'invalid', reason: reason('noObject') }
  const access = json['access_token']
  const refresh = json['refresh_token']
  if (access === undefined && refresh === undefined)
    return { kind: 'invalid', reason: reason('tokenMissing') }
  for (const value of [access, refresh]) {
    if (value !== undefined && (typeof value !== 'string' || !VISIBLE_ASCII.test(value))) {
      return { kind: 'invalid', reason: reason('tokenNotText') }
    }
  }
  const accessToken = text(access)
  const refreshToken = text(refresh)
  if (accessToken === '' && refreshToken === '') return { kind: 'revoked' }
  return {
    kind: 'login',
    login: {
      accessToken: new Secret(accessToken),
      refreshToken: new Secret(refreshToken),
      expiresAtMs: positiveSecondsAsMs(json['expires_at']),
      lifetimeMs: positiveSecondsAsMs(json['expires_in']),
      scope: text(json['scope']),
      tokenType: text(json['token_type']),
    },
  }
}

/** The fields of a login as both CLIs write them; whole seconds. */
export function encodeLogin(login: Login): Record<string, string | number> {
  return {
    access_token: login.accessToken.reveal(),
    refresh_token: login.refreshToken.reveal(),
    expires_at: Math.floor((login.expiresAtMs ?? 0) / 1000),
    scope: login.scope,
    token_type: login.tokenType,
    expires_in: Math.round((login.lifetimeMs ?? 0) / 1000),
  }
}

/** kimi-code's form of "was signed in, must sign in again" (its token-state.ts); scope and type stay as they are. */
export const TOMBSTONE = { access_token: '', refresh_token: '', expires_at: 0, expires_in: 0 } as const

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function positiveSecondsAsMs(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * 1000 : null
}
