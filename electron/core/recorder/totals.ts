/** Sums of requests: one for each session since the start, one for each day. Pure. */
import type {
  DayTotals,
  RequestRecord,
  RequestTotals,
  SessionGlimpse,
  SessionTotals,
} from '../../contract/recorder'
import { isRecord } from '../basics/json'
import { CacheWatch } from './cache-watch'
import { NO_USAGE } from './usage'

const MOST_SESSIONS = 100
const MOST_DAYS = 60

/** The client has no answer, or one that is an error. Whoever left did so for reasons of its own. */
export function hasFailed({ end, status }: Pick<RequestRecord, 'end' | 'status'>): boolean {
  return end !== 'clientGone' && (end !== 'complete' || status >= 400)
}

/** A running sum. Numbers in place: it happens for each request. */
class Tally {
  #requests: number
  #failed: number
  #input: number
  #output: number
  #cacheRead: number
  #cacheCreation: number

  constructor({ requests, failed, usage }: RequestTotals = { requests: 0, failed: 0, usage: NO_USAGE }) {
    this.#requests = requests
    this.#failed = failed
    this.#input = usage.input
    this.#output = usage.output
    this.#cacheRead = usage.cacheRead
    this.#cacheCreation = usage.cacheCreation
  }

  add(record: RequestRecord): void {
    const { usage } = record
    this.#requests += 1
    if (hasFailed(record)) this.#failed += 1
    if (usage === null) return
    this.#input += usage.input
    this.#output += usage.output
    this.#cacheRead += usage.cacheRead
    this.#cacheCreation += usage.cacheCreation
  }

  get totals(): RequestTotals {
    const prompt = { input: this.#input, cacheRead: this.#cacheRead, cacheCreation: this.#cacheCreation }
    return { requests: this.#requests, failed: this.#failed, usage: { ...prompt, output: this.#output } }
  }
}

interface Session {
  readonly tally: Tally
  readonly cache: CacheWatch
  last: RequestRecord
  /** The last whose answer told its tokens: a message, not a count of tokens or a list. */
  answered: RequestRecord | null
  missCause: string | null
}

export class Sessions {
  /** The one that was heard of last is the last. */
  readonly #sessions = new Map<string, Session>()
  #latest: string | null = null

  add(record: RequestRecord): void {
    const { session, usage } = record
    if (session === null) return
    const one = this.#heardOf(session, record)
    one.last = record
    one.tally.add(record)
    if (usage === null) return
    one.answered = record
    one.cache.add(usage)
  }

  /** Null for one that is not known. */
  glimpse(session: string): SessionGlimpse | null {
    const answered = this.#sessions.get(session)?.answered
    return answered === undefined ? null : { firstByteMs: answered === null ? null : untilAnswer(answered) }
  }

  /** Only of a session that is known. */
  noteMiss(session: string, cause: string): void {
    const one = this.#sessions.get(session)
    if (one !== undefined) one.missCause = cause
  }

  get all(): readonly SessionTotals[] {
    return [...this.#sessions].map(([session, { tally, cache, last, missCause }]) => ({
      ...tally.totals,
      session,
      client: last.client,
      lastAtMs: last.startedAtMs + last.durationMs,
      cacheFall: cache.fall,
      missCause,
    }))
  }

  #heardOf(session: string, record: RequestRecord): Session {
    const known = this.#sessions.get(session)
    if (known !== undefined && session === this.#latest) return known
    const one = known ?? {
      tally: new Tally(),
      cache: new CacheWatch(),
      last: record,
      answered: null,
      missCause: null,
    }
    this.#latest = session
    this.#sessions.delete(session)
    this.#sessions.set(session, one)
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST_SESSIONS) break
      this.#sessions.delete(oldest)
    }
    return one
  }
}

function untilAnswer({ waits }: RequestRecord): number | null {
  const { queuedMs, waitedMs, renewalMs, connectMs, uploadMs, firstByteMs, retriedMs } = waits
  return firstByteMs === null
    ? null
    : queuedMs + waitedMs + renewalMs + connectMs + uploadMs + firstByteMs + retriedMs
}

export class Days {
  readonly #days: Map<string, Tally>

  /** `days`: of earlier engines. */
  constructor(days: readonly DayTotals[]) {
    this.#days = new Map(days.map((one) => [one.day, new Tally(one)]))
  }

  add(record: RequestRecord): void {
    const day = dayOf(record.startedAtMs)
    let tally = this.#days.get(day)
    if (tally === undefined) {
      tally = new Tally()
      this.#days.set(day, tally)
      for (const oldest of [...this.#days.keys()].sort().slice(0, -MOST_DAYS)) this.#days.delete(oldest)
    }
    tally.add(record)
  }

  /** The latest last. */
  get all(): readonly DayTotals[] {
    return inOrder([...this.#days].map(([day, tally]) => ({ ...tally.totals, day })))
  }
}

/** What was written down, by this version or another; nothing of what makes no sense. */
export function readDays(json: unknown): readonly DayTotals[] {
  const days = isRecord(json) && Array.isArray(json['days']) ? json['days'] : []
  return inOrder(days.flatMap(dayIn))
}

/** All zones change by quarters of an hour, and a date is costly to make for each request. */
const QUARTER_MS = 900_000
let quarter = { at: Number.NaN, day: '' }

/** "2026-11-28", of the computer's own calendar. */
function dayOf(atMs: number): string {
  const at = Math.floor(atMs / QUARTER_MS)
  if (at !== quarter.at) {
    const date = new Date(atMs)
    const two = (part: number) => String(part).padStart(2, '0')
    quarter = { at, day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` }
  }
  return quarter.day
}

function inOrder(days: readonly DayTotals[]): readonly DayTotals[] {
  return [...days].sort((one, other) => (one.day < other.day ? -1 : 1)).slice(-MOST_DAYS)
}

function dayIn(json: unknown): readonly DayTotals[] {
  if (!isRecord(json) || typeof json['day'] !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(json['day'])) return []
  const usage = isRecord(json['usage']) ? json['usage'] : {}
  const count = (value: unknown) => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0)
  return [
    {
      day: json['day'],
      requests: count(json['requests']),
      failed: count(json['failed']),
      usage: {
        input: count(usage['input']),
        output: count(usage['output']),
        cacheRead: count(usage['cacheRead']),
        cacheCreation: count(usage['cacheCreation']),
      },
    },
  ]
}
