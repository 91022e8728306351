/**
 * The flight recorder: the last 500 requests, and sums of all. In memory only; every text in it is bounded, so that all of it is less
 * than 1 MB, also as JSON. Pure.
 */
import type { DayTotals, RecorderAnswer, RequestRecord } from '../../contract/recorder'
import { printable } from '../basics/printable'
import { Sessions, withRequest } from './totals'

const KEPT = 500
const LONGEST_SESSION = 64
const LONGEST_CLIENT = 48
const LONGEST_METHOD = 16
const LONGEST_PATH = 120
/** Sessions that are told; more are summed. */
const TOLD_SESSIONS = 20

/** What a request says of itself; texts as they came. */
export interface Requester {
  readonly method: string
  /** With or without its query. */
  readonly path: string
  readonly session: string | undefined
  readonly userAgent: string | undefined
}

export class FlightRecorder {
  readonly #records: RequestRecord[] = []
  readonly #sessions = new Sessions()
  #days: readonly DayTotals[]
  #seq = 0

  /** `days`: of earlier engines. */
  constructor(days: readonly DayTotals[] = []) {
    this.#days = days
  }

  get days(): readonly DayTotals[] {
    return this.#days
  }

  add(
    caller: Requester,
    flight: Omit<RequestRecord, 'seq' | 'method' | 'path' | 'session' | 'client'>,
  ): void {
    this.#seq += 1
    const record: RequestRecord = { seq: this.#seq, ...callerWords(caller), ...flight }
    this.#records.push(record)
    if (this.#records.length > KEPT) this.#records.shift()
    this.#sessions.add(record)
    this.#days = withRequest(this.#days, record)
  }

  /** All that came after the request `seq`. */
  since(seq: number): RecorderAnswer {
    return {
      records: this.#records.filter((record) => record.seq > seq),
      sessions: this.#sessions.all.slice(-TOLD_SESSIONS),
      days: this.#days,
    }
  }
}

function callerWords({ method, path, session, userAgent }: Requester) {
  return {
    method: printable(method.slice(0, LONGEST_METHOD)),
    // A query may hold anything; the path is enough to recognise a request.
    path: printable((path.split('?', 1)[0] ?? '').slice(0, LONGEST_PATH), LONGEST_PATH),
    session: session === undefined || session === '' ? null : printable(session.slice(0, LONGEST_SESSION)),
    client: productIn(userAgent ?? ''),
  }
}

/** "claude-cli/2.1.332" of a User-Agent (RFC 9110, section 10.1.5). */
function productIn(userAgent: string): string | null {
  return /^[\w.+-]+(?:\/[\w.+-]+)?/.exec(userAgent)?.[0].slice(0, LONGEST_CLIENT) ?? null
}
