/** What Kimi answers while somebody signs in with a code (RFC 8628; ARCHITECTURE, fact 8). Pure. */

import type { Reason } from '../../contract/problem'
import { isRecord } from '../basics/json'
import { Secret } from '../basics/secret'
import { reason } from '../words/reason'
import { isSignInPage } from './sign-in-page'
import { type AnswerTerms, classifyTokenAnswer, type Grant, isAboutClient, jsonIn } from './token-answer'

/** A code to be approved on Kimi's page. */
export interface DeviceCode {
  /** The code that a person compares or types. */
  readonly userCode: string
  readonly deviceCode: Secret
  /** The page with the code filled in. */
  readonly page: string
  readonly lifetimeMs: number
  readonly intervalMs: number
}

/** To "give me a code". */
export type CodeAnswer =
  | { readonly kind: 'code'; readonly code: DeviceCode }
  /** Network, 429, 5xx, a web page of somebody on the way: asked again. */
  | Passing
  /** The answer breaks the protocol, or names a page that is not Kimi's: asking again would not help. */
  | { readonly kind: 'malformed'; readonly reason: Reason }

/** To "has it been approved?". */
export type PollAnswer =
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slowDown' }
  /** The code is too old or no longer known. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'denied' }
  /** The answer is not Kimi's word on the code: it is passed over until the code ends. */
  | Passing
  /** An OAuth error that is about us: the next answer would be the same. */
  | { readonly kind: 'malformed'; readonly reason: Reason }

export interface Passing {
  readonly kind: 'transient'
  readonly reason: Reason
  /** The wait that the host asked for; absent where it asked for none. */
  readonly retryAfterMs?: number
}

/** RFC 8628, section 3.2, for an answer that names none. */
const USUAL_INTERVAL_S = 5
/** Of a code whose answer does not say; Kimi's own live 30 min. */
const USUAL_LIFETIME_S = 900
const LONGEST_LIFETIME_S = 86_400

/** `oauthHost`: whom it was asked of. */
export function classifyCodeAnswer(
  status: number,
  body: string,
  oauthHost: string,
  terms: AnswerTerms = {},
): CodeAnswer {
  const json = jsonIn(body)
  const hasError = isRecord(json) && typeof json['error'] === 'string'
  if (!isRecord(json) || status < 200 || status > 299 || hasError) return noCode(status, body, terms)
  const userCode = printableText(json['user_code'], 32)
  const deviceCode = printableText(json['device_code'], 4_096)
  const page = printableText(json['verification_uri_complete'], 4_096)
  if (userCode === null) return lacking('user_code')
  if (deviceCode === null) return lacking('device_code')
  if (page === null) return lacking('verification_uri_complete')
  if (!isSignInPage(page, oauthHost)) return { kind: 'malformed', reason: reason('foreignPage') }
  return {
    kind: 'code',
    code: {
      userCode,
      deviceCode: new Secret(deviceCode),
      page,
      lifetimeMs: secondsOr(json['expires_in'], USUAL_LIFETIME_S, LONGEST_LIFETIME_S) * 1000,
      intervalMs: secondsOr(json['interval'], USUAL_INTERVAL_S, USUAL_LIFETIME_S) * 1000,
    },
  }
}

/** An answer in JSON is somebody's word on what was asked; anything else comes from the way. */
function noCode(status: number, body: string, terms: AnswerTerms): CodeAnswer {
  const answer = classifyTokenAnswer(status, body, terms)
  if (answer.kind === 'granted') return { kind: 'malformed', reason: reason('http', { status }) }
  const isFinal = answer.kind !== 'transient' && isRecord(jsonIn(body))
  return isFinal ? { kind: 'malformed', reason: answer.reason } : { ...answer, kind: 'transient' }
}

/** The body before the status: Kimi says "pending" with 400, and may say it with 200. */
export function classifyPollAnswer(status: number, body: string, terms: AnswerTerms = {}): PollAnswer {
  const answer = classifyTokenAnswer(status, body, terms)
  if (answer.kind === 'granted') return answer
  const json = jsonIn(body)
  const error = isRecord(json) ? json['error'] : undefined
  switch (error) {
    case 'authorization_pending':
      return { kind: 'pending' }
    case 'slow_down':
      return { kind: 'slowDown' }
    case 'expired_token':
      return { kind: 'expired' }
    case 'access_denied':
    case 'authorization_denied':
      return { kind: 'denied' }
    default:
      break
  }
  if (answer.kind === 'refused') return { kind: 'expired' }
  return isAboutClient(error)
    ? { kind: 'malformed', reason: answer.reason }
    : { ...answer, kind: 'transient' }
}

function lacking(field: string): CodeAnswer {
  return { kind: 'malformed', reason: reason('lacks', { field }) }
}

/** A text that can neither move a terminal's cursor nor break a header. */
function printableText(value: unknown, longest: number): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text.length <= longest && /^[\x20-\x7e]+$/.test(text) ? text : null
}

/** At least 1. */
function secondsOr(value: unknown, usual: number, most: number): number {
  const given = typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : usual
  return Math.min(most, Math.max(1, given))
}
