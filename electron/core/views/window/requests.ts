/** The last requests: three of them on the Status face, all on a face of their own. Pure. */
import type { AppState } from '../../../contract/app'
import type { RequestList, RequestRecord, RunningRequest, SessionTotals } from '../../../contract/recorder'
import { type Say, sayIn } from '../../words/say'
import { shareWords, shortSession, tokenWords } from '../request-words'
import { type ActionView, action } from './action'
import {
  type RequestContext,
  type RequestRowView,
  requestContext,
  requestRow,
  runningRow,
} from './request-row'

/** The frame of the face; what stands in it comes from the list. */
export interface RequestsView {
  readonly kind: 'requests'
  readonly heading: string
  readonly back: ActionView
  readonly sessionLabel: string
  /** In place of an empty list. */
  readonly empty: string
  /** Whether this app knows of requests at all: another engine keeps its own list. */
  readonly isKept: boolean
}

/** On the Status face. */
export interface RecentView {
  readonly heading: string
  readonly all: ActionView
  readonly rows: readonly (RequestRowView & { readonly id: string })[]
  /** In place of an empty list. */
  readonly empty: string
}

export interface SessionOption {
  /** Empty for all sessions. */
  readonly value: string
  readonly label: string
}

/** Those of one session, or all. */
export interface RequestSelection {
  readonly options: readonly SessionOption[]
  readonly chosen: string
  /** The sums of the chosen session; null for all. */
  readonly totals: string | null
  /** Says of the chosen session that less of its prompts comes from the cache. */
  readonly cacheFall: string | null
  /** The latest first. */
  readonly running: readonly RunningRequest[]
  /** The latest first. */
  readonly records: readonly RequestRecord[]
}

const RECENT = 3

export function requestsView(state: AppState, say: Say): RequestsView {
  const isKept = state.serving.kind !== 'elsewhere'
  return {
    kind: 'requests',
    heading: say('requests.heading'),
    back: action(say('requests.back'), { kind: 'openWindow', face: 'status' }),
    sessionLabel: say('requests.session'),
    empty: isKept ? emptyWords(state, say) : say('requests.elsewhere'),
    isKept,
  }
}

/** Null where nothing has come and nothing can. */
export function recentView(state: AppState, list: RequestList, nowMs: number): RecentView | null {
  const { serving, language, platform } = state
  const isEmpty = list.running.length + list.records.length === 0
  if (serving.kind === 'elsewhere' || (isEmpty && serving.kind !== 'serving')) return null
  const say = sayIn(language, platform)
  const context = requestContext(state, nowMs)
  const running = latest(list.running).map((one) => ({
    ...runningRow(one, context, nowMs),
    id: one.requestId,
  }))
  const ended = latest(list.records).map((one) => ({ ...requestRow(one, context), id: one.requestId }))
  return {
    heading: say('requests.recent'),
    all: action(
      say('requests.all'),
      { kind: 'openWindow', face: 'requests' },
      { spoken: say('requests.allSpoken') },
    ),
    rows: [...running, ...ended].slice(0, RECENT),
    empty: emptyWords(state, say),
  }
}

/** `session`: the name of the chosen one; what is not known selects all. */
export function selectRequests(
  { running, records, sessions }: RequestList,
  session: string,
  { language, platform }: RequestContext,
): RequestSelection {
  const say = sayIn(language, platform)
  const chosen = sessions.find((one) => one.session === session)
  const isChosen = (one: Pick<RequestRecord, 'session'>) =>
    chosen === undefined || one.session === chosen.session
  return {
    options: [
      { value: '', label: say('requests.allSessions') },
      ...sessions.toReversed().map((one) => ({ value: one.session, label: sessionLabel(say, one) })),
    ],
    chosen: chosen?.session ?? '',
    totals: chosen === undefined ? null : totalsLine(say, chosen),
    cacheFall: chosen === undefined ? null : cacheFallLine(say, chosen),
    running: running.filter(isChosen).toReversed(),
    records: records.filter(isChosen).toReversed(),
  }
}

/** What the list changes with, as far as the state tells; null while no face shows it. */
export function requestsKey({ serving, engine }: AppState, face: string): string | null {
  if (serving.kind === 'elsewhere' || (face !== 'status' && face !== 'requests')) return null
  const { activeRequests, activeStreams, requestsServed } = engine.traffic
  return [engine.nonce, activeRequests, activeStreams, requestsServed].join(' ')
}

function latest<T>(all: readonly T[]): readonly T[] {
  return all.slice(-RECENT).toReversed()
}

function emptyWords({ claude }: AppState, say: Say): string {
  return say(claude.kind === 'connected' ? 'requests.noneConnected' : 'requests.none')
}

function sessionLabel(say: Say, { client, session }: SessionTotals): string {
  const short = shortSession(session)
  return client === null ? short : say('requests.named', { client, session: short })
}

function totalsLine(say: Say, totals: SessionTotals): string {
  const { requests: count, failed } = totals
  const share = shareWords(say, totals)
  return [
    count === 1 ? say('requests.countOne') : say('requests.count', { count }),
    ...(failed === 0 ? [] : [say('requests.failedCount', { count: failed })]),
    say('requests.tokenSum', { tokens: tokenWords(say, totals) }),
    ...(share === '' ? [] : [say('requests.fromCache', { share })]),
  ].reduce((first, second) => say('log.and', { first, second }))
}

function cacheFallLine(say: Say, { cacheFall }: SessionTotals): string | null {
  if (cacheFall === null) return null
  const percent = (share: number) => Math.round(share * 100)
  return say('requests.cacheFell', { from: percent(cacheFall.from), to: percent(cacheFall.to) })
}
