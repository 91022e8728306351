/**
 * What becomes of an answer with which Kimi refuses a request to a model: it is passed on as it is, told in our words, or, for
 * a limit of the plan that ends soon, waited out (`parking-lot.ts`).
 *
 * Claude Code is told in our words what it would misread: it takes each 403 for a failed sign-in, and sends a request that is
 * too large six times (ARCHITECTURE, fact 10). To all others Kimi's own bytes are passed, unless `explainLimits` is set.
 */
import type { IncomingMessage } from 'node:http'
import type { LimitName } from '../../contract/plan'
import { clockTime } from '../../core/basics/clock-time'
import { spanWords } from '../../core/basics/duration'
import { type ErrorCode, KimiProxyError } from '../../core/basics/errors'
import { type KimiRefusal, refusalOf } from '../../core/plan/refusals'
import { type OwnError, retoldError, retoldSentence } from '../../core/proxy/error-body'
import { isModelRequest, protocolOf } from '../../core/proxy/routes'
import { type ReasonName, reason } from '../../core/words/reason'
import type { Answered } from './attempt-terms'
import type { ExchangeContext, ExchangeRequest } from './exchange-terms'
import { peek } from './peek'

export interface Verdict {
  readonly status: number
  readonly refusal: KimiRefusal
  /** What it is told in our words; null where Kimi's own are understood best. */
  readonly failure: KimiProxyError | null
  /** Whether our words take the place of Kimi's answer. Set once that answer was given up for a wait. */
  isRetold: boolean
  /** Of the plan; `endsInMs` is null where its end is not known. Null where it was refused for something else. */
  readonly limit: { readonly endsInMs: number | null } | null
}

/** An answer in our words. */
export interface Retold extends OwnError {
  readonly code: ErrorCode
}

/** With others nothing is refused that would be told or waited out. */
const LOOKED_AT = new Set([400, 402, 403, 404, 413, 429])

/** Null for an answer that is passed on whatever it says. Rejects never. Afterwards the answer can be relayed as if unread. */
export async function verdictOn(
  context: ExchangeContext,
  client: IncomingMessage,
  { path }: ExchangeRequest,
  { status, answer }: Answered,
): Promise<Verdict | null> {
  if (!LOOKED_AT.has(status) || !isModelRequest(client.method ?? '', path)) return null
  const text = await peek(answer)
  const refusal = text === null ? null : refusalOf(status, text)
  if (refusal === null) return null
  const isRetold = context.explainLimits || isClaudeCode(client)
  if (refusal.kind !== 'limit') {
    const failure = failureFor(refusal)
    return { status, refusal, failure, isRetold, limit: null }
  }
  const reached = context.limitWatch.reached(refusal.name)
  // Whom nobody tells it, and who does not wait for it, is not held back for it.
  if (!isRetold && !context.parking.isOn) return { status, refusal, failure: null, isRetold, limit: null }
  const endsAtMs = await reached
  const failure = limitReached(context, refusal.name, endsAtMs)
  const endsInMs = endsAtMs === null ? null : Math.max(0, endsAtMs - context.clock.wallMs())
  return { status, refusal, failure, isRetold, limit: { endsInMs } }
}

/** What the client is told in the place of Kimi's answer, and with its words in it; null where that is passed on. */
export function retold(
  { say }: ExchangeContext,
  client: IncomingMessage,
  { path, requestId }: ExchangeRequest,
  verdict: Verdict | null,
): Retold | null {
  if (verdict === null || !verdict.isRetold || verdict.failure === null) return null
  const { refusal, failure } = verdict
  const status = isClaudeCode(client) ? CLAUDE_STATUS : verdict.status
  const sentence = retoldSentence(say(), failure.toProblem(), refusal.words)
  return { code: failure.code, ...retoldError(status, failure.code, sentence, requestId, protocolOf(path)) }
}

/** Shown at once and as it is, after one request (ARCHITECTURE, fact 10). */
const CLAUDE_STATUS = 402

function isClaudeCode({ headers }: IncomingMessage): boolean {
  return /^claude-(?:cli|code)\//i.test(headers['user-agent'] ?? '')
}

/** Null where Kimi's own answer is understood best, by Claude Code too. */
function failureFor({ kind }: KimiRefusal): KimiProxyError | null {
  switch (kind) {
    case 'membership':
      return new KimiProxyError('MEMBERSHIP_UNVERIFIED', {})
    case 'userAgentGate':
      return new KimiProxyError('CLIENT_REFUSED', {})
    case 'modelNotInPlan':
      return new KimiProxyError('MODEL_REFUSED', {})
    case 'tooLarge':
      return new KimiProxyError('REQUEST_TOO_LARGE', {})
    // Claude Code knows a conversation of too many tokens for what it is, and tries a busy Kimi again.
    case 'contextTooLong':
    case 'overloaded':
    case 'concurrency':
    case 'signedOut':
    case 'limit':
    case 'unknown':
      return null
  }
}

const LIMIT_NAMES = {
  fiveHours: 'limitFiveHours',
  week: 'limitWeek',
  month: 'limitMonth',
  billingCycle: 'limitBillingCycle',
} as const satisfies Readonly<Record<LimitName, ReasonName>>

function limitReached(
  { say, clock }: ExchangeContext,
  name: LimitName,
  endsAtMs: number | null,
): KimiProxyError {
  const which = reason(LIMIT_NAMES[name])
  if (endsAtMs === null) return new KimiProxyError('LIMIT_REACHED', { reason: which })
  const nowMs = clock.wallMs()
  const time = clockTime(say().language, endsAtMs, nowMs)
  const left = spanWords(say(), endsAtMs - nowMs, 'up')
  return new KimiProxyError('LIMIT_REACHED.until', { reason: which, time, left })
}
