/** What an answer of the token endpoint means, and how long to wait between tries. Pure. */

import type { Reason } from '../../contract/problem'
import { isRecord } from '../basics/json'
import { HIDDEN, Secret, withoutSecret } from '../basics/secret'
import { reason } from '../words/reason'
import type { Login } from './stored-login'

export const REFRESH_TRIES = 3
export const RETRY_AFTER_FAILED_RENEWAL_MS = 30_000
/** How long one renewal waits between its tries in all; where the host asks for more, the reason is told at once. */
export const RENEWAL_PATIENCE_MS = 15_000
/** How long who asked waits for an answer that is on its way. Then it is told; the renewal goes on. */
export const ANSWER_PATIENCE_MS = 30_000

/** The wait before try 2 and 3: 2 s, 4 s. */
export function retryDelayMs(failedTries: number): number {
  return 2_000 * 2 ** (failedTries - 1)
}

/** What the token endpoint answered (RFC 6749, sections 5.1 and 5.2; ARCHITECTURE, fact 2). */
export type RefreshAnswer =
  | { readonly kind: 'granted'; readonly grant: Grant }
  /** OAuth's own word, `invalid_grant`: this refresh token is refused for good. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  | NoVerdict

/** An answer that says nothing about the token: worth another try with the same token. */
export interface NoVerdict {
  /**
   * - `transient`: 408, 425, 429, 5xx, network, timeout.
   * - `rejected`: 401, 403, or an OAuth error that is about us. Kimi may have said it, or a gateway on the way.
   * - `foreign`: not what the protocol says (a web page, a redirect, 404): somebody else answered.
   * - `unreadable`: 2xx, and nothing of it can be read. Kimi may have rotated the token.
   */
  readonly kind: 'transient' | 'rejected' | 'foreign' | 'unreadable'
  readonly reason: Reason
  /** The wait that the host asked for; absent where it asked for none. */
  readonly retryAfterMs?: number
}

export interface Grant {
  readonly accessToken: Secret
  /** Null where the answer names none: the one that was sent goes on (RFC 6749, section 6). */
  readonly refreshToken: Secret | null
  /** Null where the answer does not say (RFC 6749, section 5.1: optional). */
  readonly expiresInMs: number | null
  readonly scope: string
  readonly tokenType: string
}

/**
 * The login a grant makes; its life is counted from when the request was sent, so that it never seems too long. `sent`: the
 * refresh token that goes on where the grant names none.
 */
export function loginFromGrant(grant: Grant, sentAtWallMs: number, sent = new Secret('')): Login {
  const { accessToken, refreshToken, expiresInMs, scope, tokenType } = grant
  return {
    accessToken,
    refreshToken: refreshToken ?? sent,
    expiresAtMs: expiresInMs === null ? null : sentAtWallMs + expiresInMs,
    lifetimeMs: expiresInMs,
    scope,
    tokenType,
  }
}

export interface AnswerTerms {
  readonly retryAfterMs?: number | null
  /** False where the connection broke before its end. */
  readonly isWhole?: boolean
}

/**
 * Reads an answer: what it holds before its status. Whatever holds an access token is a grant, since Kimi has rotated by
 * then. Only `invalid_grant` ends a login: any other no may be a gateway's, and believing it would throw a good login away.
 */
export function classifyTokenAnswer(status: number, body: string, terms: AnswerTerms = {}): RefreshAnswer {
  const json = jsonIn(body)
  const grant = readGrant(isRecord(json) ? json : salvaged(body))
  if (grant !== null) return { kind: 'granted', grant }
  const error = isRecord(json) ? json['error'] : undefined
  const words = wordsIn(json)
  const said = words === '' ? reason('http', { status }) : reason('httpSaid', { status, words })
  if (error === 'invalid_grant' || (status === 400 && INVALID_GRANT.test(words))) {
    return { kind: 'refused', reason: said }
  }
  const isPage = body.trimStart().startsWith('<')
  const kind = kindOfFailure(status, error, {
    isPage,
    isUnread: json === undefined && !isPage && (body !== '' || terms.isWhole === false),
  })
  const why = reasonOf(kind, status, isPage, isRecord(json)) ?? said
  const { retryAfterMs = null } = terms
  return retryAfterMs === null ? { kind, reason: why } : { kind, reason: why, retryAfterMs }
}

/** Kimi has said it in words alone (ARCHITECTURE, fact 2); they are those of RFC 6749, section 5.2. */
const INVALID_GRANT = /authorization grant is invalid/i

/** OAuth's errors that are about the client or its request (RFC 6749, section 5.2). */
export function isAboutClient(error: unknown): boolean {
  return typeof error === 'string' && ABOUT_CLIENT.includes(error)
}

const ABOUT_CLIENT: readonly string[] = [
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
]

function kindOfFailure(
  status: number,
  error: unknown,
  { isPage, isUnread }: { readonly isPage: boolean; readonly isUnread: boolean },
): NoVerdict['kind'] {
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'transient'
  if (status === 401 || status === 403) return isPage ? 'foreign' : 'rejected'
  if (isAboutClient(error)) return 'rejected'
  return status >= 200 && status < 300 && isUnread ? 'unreadable' : 'foreign'
}

/** Null where the status and the server's own words say it. */
function reasonOf(kind: NoVerdict['kind'], status: number, isPage: boolean, isJson: boolean): Reason | null {
  if (kind === 'unreadable') return reason('answerUnreadable', { status })
  if (kind !== 'foreign') return null
  if (isPage) return reason('webPage', { status })
  return !isJson && status >= 200 && status < 300 ? reason('noToken') : null
}

/** A token that lives longer is looked at once a day all the same. */
const LONGEST_LIFE_MS = 86_400_000

function readGrant(json: Record<string, unknown>): Grant | null {
  const access = tokenIn(json['access_token'])
  if (access === null) return null
  const { scope, token_type: tokenType } = json
  return {
    accessToken: access,
    refreshToken: tokenIn(json['refresh_token']),
    expiresInMs: lifeMsIn(json['expires_in']),
    scope: typeof scope === 'string' ? scope : 'kimi-code',
    tokenType: typeof tokenType === 'string' ? tokenType : 'Bearer',
  }
}

function tokenIn(value: unknown): Secret | null {
  if (typeof value !== 'string') return null
  const token = value.trim()
  return /^[\x21-\x7e]+$/.test(token) ? new Secret(token) : null
}

function lifeMsIn(value: unknown): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 ? Math.min(LONGEST_LIFE_MS, seconds * 1000) : null
}

/** The fields of a grant in an answer that is no whole JSON: its end is missing, or something was put around it. */
function salvaged(body: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [, name = '', value] of body.matchAll(TEXT_FIELD)) fields[name] ??= value
  const [, seconds] = LIFE_FIELD.exec(body) ?? []
  return { ...fields, expires_in: seconds }
}

const TEXT_FIELD = /"(access_token|refresh_token|scope|token_type)"\s*:\s*"([^"\\]*)"/g
/** With what follows the number: it may be cut within. */
const LIFE_FIELD = /"expires_in"\s*:\s*"?(\d+(?:\.\d+)?)"?\s*[,}]/

/** Undefined for what is not JSON. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** The server's own words are shown and logged: they must not quote the token that was sent. */
export function unquoted(answer: RefreshAnswer, sent: Secret): RefreshAnswer {
  if (answer.kind === 'granted') return answer
  return { ...answer, reason: withoutSecret(answer.reason, sent) }
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
