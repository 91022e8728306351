/** What Kimi answers while somebody signs in with a code (RFC 8628; ARCHITECTURE, fact 8). Pure. */

import type { Reason } from '../../contract/engine'
import { isRecord } from '../basics/json'
import { Secret } from '../basics/secret'
import { reason } from '../words/reason'
import { isSignInPage } from './sign-in-page'
import { classifyTokenAnswer, type Grant } from './token-answer'

/** A code to be approved on Kimi's page. */
export interface DeviceCode {
  /** What a person compares or types. */
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
  /** Network, 429, 5xx: asked again. */
  | { readonly kind: 'transient'; readonly reason: Reason }
  /** Not what the protocol says, or a page that is not Kimi's: asking again would not help. */
  | { readonly kind: 'malformed'; readonly reason: Reason }

/** To "has it been approved?". */
export type PollAnswer =
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slowDown' }
  /** The code is too old or no longer known. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'transient'; readonly reason: Reason }
  | { readonly kind: 'malformed'; readonly reason: Reason }

/** RFC 8628, section 3.2, for an answer that names none. */
const USUAL_INTERVAL_S = 5
/** Of a code whose answer does not say; Kimi's own live 30 min. */
const USUAL_LIFETIME_S = 900
const LONGEST_LIFETIME_S = 86_400

/** `oauthHost`: whom it was asked of. */
export function classifyCodeAnswer(status: number, body: string, oauthHost: string): CodeAnswer {
  const json = parse(body)
  if (status !== 200 || (isRecord(json) && json['error'] !== undefined)) {
    const answer = classifyTokenAnswer(status, body)
    const why = 'reason' in answer ? answer.reason : reason('http', { status })
    return { kind: answer.kind === 'transient' ? 'transient' : 'malformed', reason: why }
  }
  if (!isRecord(json)) return { kind: 'malformed', reason: reason('notJson') }
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

/** The body before the status: Kimi says "pending" with 400, and may say it with 200. */
export function classifyPollAnswer(status: number, body: string): PollAnswer {
  switch (errorIn(body)) {
    case 'authorization_pending':
      return { kind: 'pending' }
    case 'slow_down':
      return { kind: 'slowDown' }
    case 'expired_token':
    case 'invalid_grant':
      return { kind: 'expired' }
    case 'access_denied':
    case 'authorization_denied':
      return { kind: 'denied' }
    default:
      break
  }
  const answer = classifyTokenAnswer(status, body)
  if (answer.kind !== 'refused') return answer
  // Only by its words is it known to be about the code; a 401 or 403 without them is about us.
  return status === 401 || status === 403 ? { kind: 'malformed', reason: answer.reason } : { kind: 'expired' }
}

function lacking(field: string): CodeAnswer {
  return { kind: 'malformed', reason: reason('lacks', { field }) }
}

function errorIn(body: string): unknown {
  const json = parse(body)
  return isRecord(json) ? json['error'] : undefined
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** Nothing that could move a terminal's cursor or break a header. */
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
