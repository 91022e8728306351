/** What the list shows of a request that is opened: where its time went, and its figures. Pure. */
import type { RequestRecord } from '../../../contract/recorder'
import { promptTokens } from '../../recorder/usage'
import { type Say, sayIn } from '../../words/say'
import { shareWords, shortCount, shortSession, tookWords } from '../request-words'
import type { RequestContext } from './request-row'

/** One bar of the waterfall. The bars stand one after the other, each where the one before it ends. */
export interface SpanView {
  readonly phase: Phase
  readonly label: string
  readonly value: string
  /** From 0 to 100, of the whole time. */
  readonly from: number
  readonly width: number
}

export interface RequestFactView {
  readonly label: string
  readonly value: string
}

export interface RequestDetailsView {
  readonly timesHeading: string
  readonly spans: readonly SpanView[]
  readonly factsHeading: string
  readonly facts: readonly RequestFactView[]
}

type Phase = 'queued' | 'waited' | 'renewal' | 'retried' | 'connect' | 'upload' | 'firstByte' | 'answer'

/** Too narrow to be seen otherwise. */
const LEAST_WIDTH = 0.8

export function requestDetails(record: RequestRecord, context: RequestContext): RequestDetailsView {
  const say = sayIn(context.language, context.platform)
  return {
    timesHeading: say('requests.times'),
    spans: spansOf(say, record),
    factsHeading: say('requests.details'),
    facts: factsOf(say, record).flatMap(([label, value]) => (value === '' ? [] : [{ label, value }])),
  }
}

function spansOf(say: Say, record: RequestRecord): readonly SpanView[] {
  const parts = phasesOf(record).filter(([, ms]) => ms > 0)
  const wholeMs = Math.max(
    record.durationMs,
    parts.reduce((sum, [, ms]) => sum + ms, 0),
  )
  let passedMs = 0
  return parts.map(([phase, ms]) => {
    const width = Math.max(LEAST_WIDTH, (ms / wholeMs) * 100)
    const from = Math.min((passedMs / wholeMs) * 100, 100 - width)
    passedMs += ms
    return { phase, label: say(`requests.phase.${phase}`), value: exactWords(say, ms), from, width }
  })
}

/** In the order in which a request goes through them; what is left of its time is the answer's, where one came. */
function phasesOf({ waits, durationMs }: RequestRecord): readonly (readonly [Phase, number])[] {
  const { queuedMs, waitedMs, renewalMs, retriedMs, connectMs, uploadMs, firstByteMs } = waits
  const before: readonly (readonly [Phase, number])[] = [
    ['queued', queuedMs],
    ['waited', waitedMs],
    ['renewal', renewalMs],
    ['retried', retriedMs],
    ['connect', connectMs],
    ['upload', uploadMs],
    ['firstByte', firstByteMs ?? 0],
  ]
  if (firstByteMs === null) return before
  const sum = before.reduce((all, [, ms]) => all + ms, 0)
  return [...before, ['answer', durationMs - sum]]
}

function factsOf(say: Say, record: RequestRecord): readonly (readonly [label: string, value: string])[] {
  const { model, session, client, method, path, status, replays, renewals, bytesUp, bytesDown } = record
  return [
    [say('requests.model'), model ?? ''],
    ...tokenFacts(say, record),
    [say('requests.silence'), silenceWords(say, record)],
    [say('requests.session'), session === null ? '' : shortSession(session)],
    [say('requests.client'), client ?? ''],
    [say('requests.asked'), `${method} ${path}`],
    [say('requests.status'), status === 0 ? '' : String(status)],
    [say('requests.replays'), replays === 0 ? '' : String(replays)],
    [say('requests.renewals'), renewals === 0 ? '' : String(renewals)],
    [say('requests.data'), say('requests.upDown', { up: shortCount(bytesUp), down: shortCount(bytesDown) })],
  ]
}

function tokenFacts(say: Say, record: RequestRecord): readonly (readonly [label: string, value: string])[] {
  const { usage } = record
  if (usage === null) return []
  const whole = (count: number) => count.toLocaleString(say.language)
  const count = whole(promptTokens(usage))
  const share = shareWords(say, record)
  return [
    [say('requests.tokensIn'), share === '' ? count : say('requests.inCached', { count, share })],
    [say('requests.cached'), usage.cacheCreation === 0 ? '' : whole(usage.cacheCreation)],
    [say('requests.tokensOut'), whole(usage.output)],
  ]
}

function silenceWords(say: Say, { silence }: RequestRecord): string {
  if (silence === null || silence.ms === 0) return ''
  const time = exactWords(say, silence.ms)
  return say(silence.by === 'kimi' ? 'requests.silenceKimi' : 'requests.silenceClient', { time })
}

/** "30 ms", "3.1 s", "13 min". */
function exactWords(say: Say, ms: number): string {
  return ms < 950 ? say('requests.milliseconds', { ms }) : tookWords(say, ms)
}
