/** Sums of requests: one for each session since the start, one for each day. Pure. */
import type { DayTotals, RequestRecord, RequestTotals, SessionTotals } from '../../contract/recorder'
import { isRecord } from '../basics/json'
import { CacheWatch } from './cache-watch'
import { added, NO_USAGE } from './usage'

const MOST_SESSIONS = 100
export const MOST_DAYS = 60

const NOTHING: RequestTotals = { requests: 0, failed: 0, usage: NO_USAGE }

/** The client has no answer, or one that is an error. Whoever left did so for reasons of its own. */
export function hasFailed({ end, status }: Pick<RequestRecord, 'end' | 'status'>): boolean {
  return end !== 'clientGone' && (end !== 'complete' || status >= 400)
}

export class Sessions {
  /** The one that was heard of last is the last. */
  readonly #sessions = new Map<string, { readonly totals: SessionTotals; readonly cache: CacheWatch }>()

  add(record: RequestRecord): void {
    const { session, client, startedAtMs, durationMs, usage } = record
    if (session === null) return
    const { totals, cache } = this.#sessions.get(session) ?? { totals: NOTHING, cache: new CacheWatch() }
    if (usage !== null) cache.add(usage)
    const lastAtMs = startedAtMs + durationMs
    const own = { session, client, lastAtMs, cacheFall: cache.fall }
    this.#sessions.delete(session)
    this.#sessions.set(session, { totals: { ...plus(totals, record), ...own }, cache })
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST_SESSIONS) break
      this.#sessions.delete(oldest)
    }
  }

  get all(): readonly SessionTotals[] {
    return [...this.#sessions.values()].map(({ totals }) => totals)
  }
}

/** `days`, the latest last, with one more request. */
export function withRequest(days: readonly DayTotals[], record: RequestRecord): readonly DayTotals[] {
  const day = dayOf(record.startedAtMs)
  const before = days.find((one) => one.day === day)
  const after = { ...plus(before ?? NOTHING, record), day }
  return before === undefined ? inOrder([...days, after]) : days.map((one) => (one === before ? after : one))
}

/** What was written down, by this version or another; nothing of what makes no sense. */
export function readDays(json: unknown): readonly DayTotals[] {
  const days = isRecord(json) && Array.isArray(json['days']) ? json['days'] : []
  return inOrder(days.flatMap(dayIn))
}

/** "2026-11-28", of the computer's own calendar. */
function dayOf(atMs: number): string {
  const date = new Date(atMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function inOrder(days: readonly DayTotals[]): readonly DayTotals[] {
  return [...days].sort((one, other) => (one.day < other.day ? -1 : 1)).slice(-MOST_DAYS)
}

function plus({ requests, failed, usage }: RequestTotals, record: RequestRecord): RequestTotals {
  return {
    requests: requests + 1,
    failed: failed + (hasFailed(record) ? 1 : 0),
    usage: added(usage, record.usage),
  }
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
