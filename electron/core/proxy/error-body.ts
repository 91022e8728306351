/** Our own errors in the form of the protocol that was asked in, so that the client shows the sentence. Pure. */
import type { Problem } from '../../contract/problem'
import type { ErrorCode } from '../basics/errors'
import { isRecord } from '../basics/json'
import { problemLine } from '../words/problem-words'
import type { Say } from '../words/say'
import type { Protocol } from './routes'

export interface OwnError {
  readonly httpStatus: number
  readonly body: string
}

/**
 * Status and body for a failure of ours. A dead login is 402: Claude Code 2.1.330 shows that sentence at once, while
 * it retries 401 and 503 for minutes and answers 403 with "run /login" (ARCHITECTURE, fact 7).
 */
export function ownError(
  code: ErrorCode,
  message: string,
  requestId: string,
  protocol: Protocol = 'anthropic',
): OwnError {
  return errorWith(statusOf(code), { code, message, requestId, protocol })
}

/** One of Kimi's refusals, with the status it is to have, in other words. */
export function retoldError(
  httpStatus: number,
  code: ErrorCode,
  message: string,
  requestId: string,
  protocol: Protocol,
): OwnError {
  return errorWith(httpStatus, { code, message, requestId, protocol })
}

/** For a moment in which a request cannot be taken, without a problem that anything else would show. */
export function overloadedError(
  message: string,
  requestId: string,
  protocol: Protocol = 'anthropic',
): OwnError {
  return errorWith(503, { code: null, message, requestId, protocol })
}

interface Told {
  readonly code: ErrorCode | null
  readonly message: string
  readonly requestId: string
  readonly protocol: Protocol
}

function errorWith(httpStatus: number, told: Told): OwnError {
  return { httpStatus, body: JSON.stringify(errorIn(httpStatus, told)) }
}

/** docs.anthropic.com, API errors; and what the `openai` library reads (its APIError: `error` with message, type, param, code). */
function errorIn(httpStatus: number, { code, message, requestId, protocol }: Told): object {
  const type = errorType(httpStatus)
  if (protocol === 'anthropic') return { type: 'error', error: { type, message }, request_id: requestId }
  return { error: { message, type, param: null, code: code?.toLowerCase() ?? null } }
}

/** Only a new sign-in, or another login, helps. */
export function wantsSignIn(code: ErrorCode): boolean {
  return statusOf(code) === 402 && code !== 'LIMIT_REACHED' && code !== 'MEMBERSHIP_UNVERIFIED'
}

/** As `sentenceFor`, with what Kimi itself said behind it. */
export function retoldSentence(say: Say, problem: Problem, words: string): string {
  const sentence = sentenceFor(say, problem)
  return words === '' ? sentence : say('answer.kimiSays', { sentence, words })
}

/** One sentence for the person in front of Claude Code. */
export function sentenceFor(say: Say, problem: Problem): string {
  const sentence = problemLine(say, problem, 'terminal')
  return wantsSignIn(problem.code) ? say('answer.signIn', { sentence }) : say('answer.other', { sentence })
}

/**
 * An answer that came where a stream had begun already, as an event of it: a named one with Anthropic (docs.anthropic.com,
 * streaming: error events), one without a name with OpenAI, whose clients read the data alone. An error in the form of the
 * protocol is passed on as it is.
 */
export function sseErrorEvent(
  httpStatus: number,
  body: string,
  requestId: string,
  protocol: Protocol,
): string {
  const told = parsed(body)
  const hasForm = isRecord(told) && isRecord(told['error'])
  const isWhole = hasForm && (protocol === 'openAi' || told['type'] === 'error')
  const message = wordsIn(told) ?? `Kimi: HTTP ${httpStatus}`
  const error = isWhole ? told : errorIn(httpStatus, { code: null, message, requestId, protocol })
  const name = protocol === 'anthropic' ? 'event: error\n' : ''
  return `${name}data: ${JSON.stringify(error)}\n\n`
}

function wordsIn(told: unknown): string | null {
  const error = isRecord(told) ? told['error'] : undefined
  const message = isRecord(error) ? error['message'] : isRecord(told) ? told['message'] : undefined
  return typeof message === 'string' && message !== '' ? message : null
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'SIGNED_OUT':
    case 'LOGIN_MISSING':
    case 'LOGIN_INVALID':
    case 'LOGIN_UNREADABLE':
    case 'LOGIN_REVOKED':
    case 'RENEWAL_REFUSED':
    case 'LIMIT_REACHED':
    case 'MEMBERSHIP_UNVERIFIED':
      return 402
    case 'RENEWAL_FAILED':
    case 'RENEWAL_MALFORMED':
    case 'RENEWAL_DOUBTED':
    case 'LOCK_BUSY':
    case 'LOCK_FAILED':
    case 'SAVE_FAILED':
    case 'RESTARTING':
    case 'PLAN_BUSY':
      return 503
    case 'UPSTREAM_UNREACHABLE':
      return 502
    case 'UPSTREAM_TIMEOUT':
      return 504
    case 'KEY_REFUSED':
      return 401
    case 'REQUEST_REFUSED':
    case 'CLIENT_REFUSED':
      return 403
    case 'MODEL_REFUSED':
      return 404
    case 'REQUEST_TOO_LARGE':
      return 413
    case 'REQUEST_MALFORMED':
      return 400
    // The codes below never answer a client's request; should one of them, the fault is ours.
    case 'QUOTA_UNKNOWN':
    case 'LOGIN_NAMED':
    case 'SIGN_IN_FAILED':
    case 'SIGN_IN_EXPIRED':
    case 'SIGN_OUT_FAILED':
    case 'SETTING_INVALID':
    case 'HOME_UNWRITABLE':
    case 'SETTINGS_UNSAVED':
    case 'NO_TERMINAL':
    case 'SERVICE_FAILED':
    case 'COMMAND_BLOCKED':
    case 'COMMAND_CHANGED':
    case 'COMMAND_UNWRITABLE':
    case 'USAGE':
    case 'PORT_TAKEN':
    case 'PORT_REFUSED':
    case 'OTHER_ENGINE':
    case 'ALREADY_RUNNING':
    case 'CLAUDE_MANAGED':
    case 'CLAUDE_SETTINGS':
    case 'REFUSED':
    case 'GAVE_UP':
    case 'INTERNAL':
      return 500
  }
}

/** Anthropic's names for HTTP statuses (docs.anthropic.com, API errors). */
function errorType(httpStatus: number): string {
  switch (httpStatus) {
    case 400:
      return 'invalid_request_error'
    case 401:
      return 'authentication_error'
    case 402:
      return 'billing_error'
    case 403:
      return 'permission_error'
    case 404:
      return 'not_found_error'
    case 413:
      return 'request_too_large'
    case 429:
      return 'rate_limit_error'
    case 503:
    case 529:
      return 'overloaded_error'
    case 504:
      return 'timeout_error'
    default:
      return 'api_error'
  }
}
