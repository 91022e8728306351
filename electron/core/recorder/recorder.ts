/**
 * The flight recorder: the last 500 requests, and sums of all. In memory only; every text in it is bounded, so that all of it is less
 * than 1 MB, also as JSON. Pure.
 */
import type { DayTotals, RecorderAnswer, RequestRecord, SessionGlimpse } from '../../contract/recorder'
import { printable } from '../basics/printable'
import { Days, Sessions } from './totals'

const KEPT = 500
const LONGEST_SESSION = 64
const LONGEST_CLIENT = 48
const LONGEST_METHOD = 16
const LONGEST_CAUSE = 40
const LONGEST_PATH = 120
/** Sessions that are told; more are summed. */
const TOLD_SESSIONS = 20

/** A request that has ended. */
export type EndedFlight = Omit<RequestRecord, 'seq'>

export class FlightRecorder {
  /** In a ring: the one with the number N is at N % KEPT. */
  readonly #records: RequestRecord[] = []
  readonly #sessions = new Sessions()
  #days: Days
  #seq = 0

  /** `days`: of earlier engines. */
  constructor(days: readonly DayTotals[] = []) {
    this.#days = new Days(days)
  }

  /** How many there have been. */
  get count(): number {
    return this.#seq
  }

  get days(): readonly DayTotals[] {
    return this.#days.all
  }

  protected takeDays(days: readonly DayTotals[]): void {
    this.#days = new Days(days)
  }

  /** Returns what is kept of it. */
  add(flight: EndedFlight): RequestRecord {
    this.#seq += 1
    const record: RequestRecord = { ...flight, seq: this.#seq }
    this.#records[this.#seq % KEPT] = record
    this.#sessions.add(record)
    this.#days.add(record)
    return record
  }

  /**
   * For the status line of that session, which may tell Claude Code's word for the last miss of the cache. Null for a session
   * that is not known.
   */
  glimpse(session: string, missCause: string | undefined): SessionGlimpse | null {
    const name = sessionIn(session)
    if (name === null) return null
    if (missCause !== undefined) this.#sessions.noteMiss(name, printable(missCause, LONGEST_CAUSE))
    return this.#sessions.glimpse(name)
  }

  /** All that came after the request `seq`. */
  since(seq: number): RecorderAnswer {
    const records = this.#records.filter((record) => record.seq > seq)
    return {
      records: records.sort((one, other) => one.seq - other.seq),
      sessions: this.#sessions.all.slice(-TOLD_SESSIONS),
      days: this.days,
    }
  }
}

/** What clients say of themselves, as it may be kept: bounded, and with nothing that could move a cursor. */
export function methodIn(method: string): string {
  return printable(method.slice(0, LONGEST_METHOD))
}

/** Without its query, which may hold anything. */
export function pathIn(path: string): string {
  const question = path.indexOf('?')
  const end = question === -1 ? LONGEST_PATH : Math.min(question, LONGEST_PATH)
  return printable(path.slice(0, end), LONGEST_PATH)
}

export function sessionIn(session: string | undefined): string | null {
  return session === undefined || session === '' ? null : printable(session.slice(0, LONGEST_SESSION))
}

/** The product, "claude-cli/2.1.332", of a User-Agent (RFC 9110, section 10.1.5). */
export function clientIn(userAgent = ''): string | null {
  return /^[\w.+-]+(?:\/[\w.+-]+)?/.exec(userAgent)?.[0].slice(0, LONGEST_CLIENT) ?? null
}
