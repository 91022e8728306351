/** What an answer of the token endpoint means, and how long to wait between tries. Pure. */

import type { Reason } from '../../contract/engine'
import { isRecord } from '../basics/json'
import { HIDDEN, Secret } from '../basics/secret'
import { reason } from '../words/reason'
import type { Login } from './stored-login'

export const REFRESH_TRIES = 3
export const RETRY_AFTER_FAILED_RENEWAL_MS = 30_000

/** The wait before try 2 and 3: 2 s, 4 s. */
export function retryDelayMs(failedTries: number): number {
  return 2_000 * 2 ** (failedTries - 1)
}

/** What the token endpoint answered (RFC 6749, sections 5.1 and 5.2; ARCHITECTURE, fact 2). */
export type RefreshAnswer =
  | { readonly kind: 'granted'; readonly grant: Grant }
  /** Kimi refuses this refresh token for good. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  /** 429, 5xx, network, timeout: worth another try with the same token. */
  | { readonly kind: 'transient'; readonly reason: Reason }
  /** Not what the protocol says; trying again at once would not help. */
  | { readonly kind: 'malformed'; readonly reason: Reason }

export interface Grant {
  readonly accessToken: Secret
  readonly refreshToken: Secret
  readonly expiresInMs: number
  readonly scope: string
  readonly tokenType: string
}

/** The login a grant makes; counted from when the request was sent, so that it never seems to live too long. */
export function loginFromGrant(grant: Grant, sentAtWallMs: number): Login {
  return {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    expiresAtMs: sentAtWallMs + grant.expiresInMs,
    lifetimeMs: grant.expiresInMs,
    scope: grant.scope,
    tokenType: grant.tokenType,
  }
}

/**
 * Reads an answer: the body before the status, since Kimi says `invalid_grant` with 400. A 401 or 403 that is a
 * web page comes from something between us and Kimi: believing it would throw a good login away.
 */
export function classifyTokenAnswer(status: number, body: string): RefreshAnswer {
  const json = parse(body)
  const error = isRecord(json) ? json['error'] : undefined
  const words = wordsIn(json)
  const said = words === '' ? reason('http', { status }) : reason('httpSaid', { status, words })
  if (error === 'invalid_grant' || /authorization grant is invalid/i.test(words))
    return { kind: 'refused', reason: said }
  if (status === 401 || status === 403) {
    return body.trimStart().startsWith('<')
      ? { kind: 'transient', reason: reason('webPage', { status }) }
      : { kind: 'refused', reason: said }
  }
  if (status === 429 || status >= 500) return { kind: 'transient', reason: said }
  if (status !== 200 || error !== undefined) return { kind: 'malformed', reason: said }
  const grant = isRecord(json) ? readGrant(json) : null
  return grant === null ? { kind: 'malformed', reason: reason('noToken') } : { kind: 'granted', grant }
}

function readGrant(json: Record<string, unknown>): Grant | null {
  const { access_token: access, refresh_token: refresh, expires_in: expiresIn } = json
  if (!isToken(access) || !isToken(refresh)) return null
  if (typeof expiresIn !== 'number' || !(expiresIn > 0) || !Number.isFinite(expiresIn)) return null
  const { scope, token_type: tokenType } = json
  return {
    accessToken: new Secret(access),
    refreshToken: new Secret(refresh),
    expiresInMs: expiresIn * 1000,
    scope: typeof scope === 'string' ? scope : 'kimi-code',
    tokenType: typeof tokenType === 'string' ? tokenType : 'Bearer',
  }
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** No word of a person is this long: it may be a token that the server repeats. */
const LONG_WORD = /[\w.-]{32,}/g

/** The server's own words, also when nested, on one short line; never the whole body, which might hold a token. */
function wordsIn(json: unknown): string {
  const words = isRecord(json) ? messageIn(json) : null
  const line = words?.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').replace(LONG_WORD, HIDDEN)
  return line?.slice(0, 200) ?? ''
}

function messageIn(json: Record<string, unknown>): string | null {
  for (const key of ['error_description', 'message', 'detail', 'error']) {
    const value = json[key]
    if (typeof value === 'string' && value !== '') return value
    if (isRecord(value)) {
      const inner = messageIn(value)
      if (inner !== null) return inner
    }
  }
  return null
}
