/** One request in the list: a line that says how it went. Pure. */
import type { AppState, Language, Platform } from '../../../contract/app'
import type { RequestRecord, RunningRequest } from '../../../contract/recorder'
import { clockTime } from '../../basics/clock-time'
import { limitNow } from '../../plan/left'
import { hasFailed } from '../../recorder/totals'
import { type Say, sayIn } from '../../words/say'
import { reachedLine } from '../limit-lines'
import { refusalWords, tokenWords, tookWords } from '../request-words'
import type { Tone } from './tone'

/** What the words of a row hang on besides the request. Plain data: rows are drawn anew only where it differs. */
export interface RequestContext {
  readonly language: Language
  readonly platform: Platform
  /** Any time of this day. */
  readonly todayMs: number
  /** The limit that Kimi refuses requests for now, in words, and since when. */
  readonly limit: { readonly sinceMs: number; readonly words: string } | null
}

export interface RequestRowView {
  /** Each sign has a shape of its own. */
  readonly sign: Extract<Tone, 'good' | 'busy' | 'bad' | 'calm'>
  /** The sign in a word, for screen readers. */
  readonly spoken: string
  readonly time: string
  /** The model, or else the path; where the request failed, why. */
  readonly what: string
  readonly isReason: boolean
  readonly took: string
  /** Into the model and out of it, or how a running one stands; empty where nothing is known. */
  readonly tokens: string
}

/** A refusal and the limit that it is for come at about the same time. */
const SAME_REFUSAL_MS = 10_000

export function requestContext(state: AppState, nowMs: number): RequestContext {
  const { language, platform, engine } = state
  const limit = limitNow(engine.plan, nowMs)
  const words = reachedLine(state, sayIn(language, platform), nowMs)
  return {
    language,
    platform,
    todayMs: new Date(nowMs).setHours(0, 0, 0, 0),
    limit: limit === null || words === null ? null : { sinceMs: limit.sinceMs, words },
  }
}

export function requestRow(record: RequestRecord, context: RequestContext): RequestRowView {
  const say = sayIn(context.language, context.platform)
  const reason = reasonWords(say, record, context)
  const sign = signOf(record)
  return {
    sign,
    spoken: say(`requests.sign.${sign}`),
    time: timeOfRequest(record, context),
    what: reason ?? modelOrPath(record),
    isReason: reason !== null,
    took: tookWords(say, record.durationMs),
    tokens: tokenWords(say, record),
  }
}

export function runningRow(request: RunningRequest, context: RequestContext, nowMs: number): RequestRowView {
  const say = sayIn(context.language, context.platform)
  const seconds = Math.max(0, Math.floor((nowMs - request.startedAtMs) / 1_000))
  return {
    sign: 'busy',
    spoken: say('requests.sign.busy'),
    time: timeOfRequest(request, context),
    what: modelOrPath(request),
    isReason: false,
    took: seconds < 600 ? say('requests.wholeSeconds', { seconds }) : tookWords(say, seconds * 1_000),
    tokens: say(request.isAnswered ? 'requests.streaming' : 'requests.waiting'),
  }
}

export function timeOfRequest(
  { startedAtMs }: Pick<RequestRecord, 'startedAtMs'>,
  { language, todayMs }: RequestContext,
): string {
  const isToday = new Date(startedAtMs).setHours(0, 0, 0, 0) === todayMs
  // Another form of the same; making a format for each of 500 rows would be felt.
  return isToday
    ? new Date(startedAtMs).toTimeString().slice(0, 5)
    : clockTime(language, startedAtMs, todayMs)
}

function modelOrPath({ model, path }: Pick<RequestRecord, 'model' | 'path'>): string {
  return model ?? path
}

function signOf(record: RequestRecord): 'good' | 'bad' | 'calm' {
  if (record.end === 'clientGone') return 'calm'
  return hasFailed(record) ? 'bad' : 'good'
}

/** Why the client has no good answer; null where it has one. */
function reasonWords(say: Say, record: RequestRecord, { limit }: RequestContext): string | null {
  switch (record.end) {
    case 'clientGone':
    case 'upstreamDied':
    case 'upstreamSilent':
      return say(`log.${record.end}`)
    case 'complete':
    case 'ownError':
      if (!hasFailed(record)) return null
  }
  const endedAtMs = record.startedAtMs + record.durationMs
  if (record.refusal === 'limit' && limit !== null && endedAtMs >= limit.sinceMs - SAME_REFUSAL_MS) {
    return limit.words
  }
  return refusalWords(say, record) ?? say(failureKey(record))
}

function failureKey({ code, end }: RequestRecord) {
  if (code === null) return end === 'complete' ? 'requests.failed.answer' : 'requests.failed.other'
  return FAILURES.find(([start]) => code.startsWith(start))?.[1] ?? 'requests.failed.other'
}

/** By how the code begins (`contract/problem.ts`); those that a client of the proxy can be answered. */
const FAILURES = [
  ['SIGNED_OUT', 'requests.failed.signIn'],
  ['LOGIN_', 'requests.failed.signIn'],
  ['RENEWAL_REFUSED', 'requests.failed.signIn'],
  ['RENEWAL_', 'requests.failed.renewal'],
  ['LOCK_', 'requests.failed.renewal'],
  ['SAVE_', 'requests.failed.renewal'],
  ['UPSTREAM_TIMEOUT', 'requests.failed.late'],
  ['UPSTREAM_', 'requests.failed.unreachable'],
  ['PLAN_BUSY', 'requests.failed.turn'],
  ['RESTARTING', 'requests.failed.restart'],
  ['LIMIT_REACHED', 'log.refused.limit'],
  ['MEMBERSHIP_', 'log.refused.membership'],
  ['MODEL_REFUSED', 'log.refused.modelNotInPlan'],
  ['REQUEST_TOO_LARGE', 'log.refused.tooLarge'],
  ['REQUEST_', 'requests.failed.request'],
  ['CLIENT_REFUSED', 'log.refused.userAgentGate'],
  ['KEY_REFUSED', 'requests.failed.client'],
] as const
