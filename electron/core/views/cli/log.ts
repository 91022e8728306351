/** What `kimi-proxy log` prints for people: the requests as a table, and the sums of sessions and days. Pure. */
import type { RecorderAnswer, RequestRecord, RequestTotals, SessionTotals } from '../../../contract/recorder'
import type { Say } from '../../words/say'
import { missKey } from '../../words/shell/miss-phrases'
import { refusalWords, shareWords, shortSession, tokenWords, tookWords } from '../request-words'
import { type Column, tableLines } from './table'

/** Shorter waits are no answer to "why was that slow?". */
const TOLD_WAIT_MS = 500
const TOLD_SILENCE_MS = 5_000
const TOLD_SESSIONS = 5
const TOLD_DAYS = 7

/** `width`: of the terminal; null for as wide as it takes. */
export function requestLines(
  say: Say,
  records: readonly RequestRecord[],
  width: number | null,
  hasTitles = true,
): readonly string[] {
  const columns: readonly Column[] = [
    { title: say('log.time') },
    { title: say('log.model'), least: 12, drop: 1 },
    { title: say('log.result'), least: 12 },
    { title: say('log.took'), align: 'right' },
    { title: say('log.tokens'), align: 'right', drop: 3 },
    { title: say('log.cache'), align: 'right', drop: 4 },
    { title: say('log.waits'), least: 16, drop: 2 },
  ]
  const rows = records.map((record) => [
    timeOf(record.startedAtMs),
    record.model ?? `${record.method} ${record.path}`,
    resultWords(say, record),
    tookWords(say, record.durationMs),
    record.usage === null ? '' : tokenWords(say, record),
    record.usage === null ? '' : shareWords(say, record),
    waitWords(say, record),
  ])
  return tableLines(columns, rows, { width, hasTitles })
}

/** The sums of sessions and days, and where a session has lost its cache. */
export function totalLines(
  say: Say,
  { sessions, days }: Pick<RecorderAnswer, 'sessions' | 'days'>,
  width: number | null,
): readonly string[] {
  const latest = sessions.slice(-TOLD_SESSIONS)
  const fallen = sessions.flatMap((session) => cacheWords(say, session))
  return [
    ...sums(say, say('log.sessions'), latest, ({ session }) => shortSession(session), width),
    ...(fallen.length === 0 ? [] : ['', ...fallen]),
    ...sums(say, say('log.days'), days.slice(-TOLD_DAYS), ({ day }) => day, width),
  ]
}

function sums<T extends RequestTotals>(
  say: Say,
  title: string,
  totals: readonly T[],
  nameOf: (one: T) => string,
  width: number | null,
): readonly string[] {
  if (totals.length === 0) return []
  const columns: readonly Column[] = [
    { title },
    { title: say('log.requests'), align: 'right' },
    { title: say('log.failed'), align: 'right', drop: 1 },
    { title: say('log.tokens'), align: 'right', drop: 2 },
    { title: say('log.cache'), align: 'right', drop: 3 },
  ]
  const rows = totals.map((one) => [
    nameOf(one),
    String(one.requests),
    one.failed === 0 ? '' : String(one.failed),
    tokenWords(say, one),
    shareWords(say, one),
  ])
  return ['', ...tableLines(columns, rows, { width, hasTitles: true })]
}

function cacheWords(say: Say, { session, cacheFall, missCause }: SessionTotals): readonly string[] {
  if (cacheFall === null) return []
  const percent = (share: number) => Math.round(share * 100)
  const values = {
    session: shortSession(session),
    from: percent(cacheFall.from),
    to: percent(cacheFall.to),
  }
  const cause = missKey(missCause)
  return [
    cause === null ? say('log.cacheFell', values) : say('log.cacheFellFor', { ...values, cause: say(cause) }),
  ]
}

function timeOf(atMs: number): string {
  return new Date(atMs).toTimeString().slice(0, 8)
}

function resultWords(say: Say, record: RequestRecord): string {
  const { status, end, code } = record
  const number = status === 0 ? [] : [String(status)]
  const words = refusalWords(say, record)
  const refused = words === null ? [] : [words]
  switch (end) {
    case 'complete':
      return [...number, ...refused].join(' ')
    case 'ownError':
      return [...number, ...(refused.length > 0 || code === null ? refused : [code])].join(' ')
    case 'clientGone':
    case 'upstreamDied':
    case 'upstreamSilent':
      return [...number, say(`log.${end}`)].join(' ')
  }
}

function waitWords(say: Say, { waits, silence, end }: RequestRecord): string {
  const { queuedMs, waitedMs, renewalMs, connectMs, uploadMs, firstByteMs, retriedMs } = waits
  const time = (ms: number) => ({ time: tookWords(say, ms) })
  const told: readonly (readonly [ms: number, words: string])[] = [
    [queuedMs, say('log.queued', time(queuedMs))],
    [waitedMs, say('log.parked', time(waitedMs))],
    [renewalMs, say('log.renewal', time(renewalMs))],
    [retriedMs, say('log.retried', time(retriedMs))],
    [connectMs, say('log.connect', time(connectMs))],
    [uploadMs, say('log.upload', time(uploadMs))],
    [firstByteMs ?? 0, say('log.firstByte', time(firstByteMs ?? 0))],
  ]
  const parts = told.flatMap(([ms, words]) => (ms >= TOLD_WAIT_MS ? [words] : []))
  if (silence !== null && (silence.ms >= TOLD_SILENCE_MS || end === 'upstreamSilent')) {
    parts.push(say(silence.by === 'kimi' ? 'log.silenceKimi' : 'log.silenceClient', time(silence.ms)))
  }
  return parts.length === 0 ? '' : parts.reduce((first, second) => say('log.and', { first, second }))
}
