/**
 * Whose turn it is at Kimi, which serves so many requests of a plan at a time and refuses the rest. A queue that is fair to
 * sessions, not to requests. Pure.
 *
 * - A request runs at once while fewer run than may.
 * - Otherwise the session of which the fewest run comes next, so that one with nothing running goes before a swarm of
 *   subagents. Among equals it is the one whose first request has been first for the longest: they take turns.
 * - Within a session, who came first goes first.
 * - Nobody is passed over without end: after `MOST_PASSED` who came later, a session goes next whatever it has running.
 */
import { TurnLimit } from './turn-limit'

/** More than one person sets off by hand while a swarm works. */
export const MOST_PASSED = 32

const IDLE_SESSIONS = 64

/** So long Kimi may take to notice that a request was given up, and count it still. */
const CUT_COUNTS_MS = 15_000

/**
 * Where a request stands.
 *
 *     away -> queued -> running -> away            (served, failed, or its client has left)
 *                ^         '-> resting -> away     (Kimi refused it; it will come back)
 *                '----------------'
 */
type Stage =
  | { readonly kind: 'away' }
  | { readonly kind: 'queued' }
  /** `endedBefore`: how many had ended when it began. */
  | { readonly kind: 'running'; readonly endedBefore: number; readonly limitVersion: number }
  | { readonly kind: 'resting' }

const AWAY: Stage = { kind: 'away' }
const QUEUED: Stage = { kind: 'queued' }
const RESTING: Stage = { kind: 'resting' }

/** One request in the governor's books. Only the governor changes it. */
export class GovernedTurn {
  readonly session: string
  /** Called when its turn has come, maybe at once. */
  readonly begin: () => void
  stage: Stage = AWAY
  /** Its place in the order of arrival, which it keeps when it comes back; 0 before it has come. */
  place = 0

  constructor(session: string, begin: () => void) {
    this.session = session
    this.begin = begin
  }
}

interface Session {
  running: number
  readonly queue: GovernedTurn[]
  /** When its first request became the first, on the count of arrivals and beginnings. */
  firstSince: number
  /** How many who came later have begun since one of its own did. */
  passed: number
}

export class Governor {
  readonly #limit = new TurnLimit()
  /** Those with a request that runs or is queued, and some that had one. */
  readonly #sessions = new Map<string, Session>()
  #running = 0
  #queued = 0
  #resting = 0
  #count = 0
  #ended = 0
  /** When requests were given up, of late. */
  #cutAtMs: readonly number[] = []

  get running(): number {
    return this.#running
  }

  /** Also those that Kimi has refused for now. */
  get queued(): number {
    return this.#queued + this.#resting
  }

  get limit(): number {
    return this.#limit.value
  }

  /** As `TurnLimit.follow`. */
  follow(planLimit: number | null): void {
    this.#limit.follow(planLimit)
    this.#admit()
  }

  /** It wants to run. */
  arrive(turn: GovernedTurn): void {
    if (turn.stage.kind === 'queued' || turn.stage.kind === 'running') return
    const comesBack = turn.stage.kind === 'resting'
    if (comesBack) this.#resting -= 1
    this.#count += 1
    if (turn.place === 0) turn.place = this.#count
    const session = this.#sessionOf(turn)
    if (this.#queued === 0 && this.#running < this.limit) return this.#begin(turn, session)
    if (session.queue.length === 0) session.firstSince = comesBack ? turn.place : this.#count
    const at = session.queue.findIndex(({ place }) => place > turn.place)
    session.queue.splice(at === -1 ? session.queue.length : at, 0, turn)
    this.#queued += 1
    turn.stage = QUEUED
    this.#admit()
  }

  /** It has its answer, or needs none any more; `isCut`: in the middle of its work at Kimi. May be called at any time. */
  end(turn: GovernedTurn, nowMs: number, isCut = false): void {
    const { stage } = turn
    if (stage.kind === 'away') return
    turn.stage = AWAY
    if (stage.kind === 'resting') this.#resting -= 1
    if (stage.kind === 'queued') this.#unqueue(turn)
    if (stage.kind !== 'running') return
    const wasFull = this.#queued > 0 && this.#running === this.limit
    if (isCut) this.#cutAtMs = [...this.#cutLately(nowMs), nowMs]
    else this.#ended += 1
    this.#leave(turn)
    if (wasFull) this.#limit.served(nowMs)
    this.#admit()
  }

  /** Kimi refuses to serve it besides the others: it runs no more, and may arrive again. */
  refuse(turn: GovernedTurn, nowMs: number): void {
    const { stage } = turn
    if (stage.kind !== 'running') return
    // Those that ended meanwhile may have been among them.
    const others = this.#running - 1 + this.#ended - stage.endedBefore + this.#cutLately(nowMs).length
    const isFull = this.#running >= this.limit
    turn.stage = RESTING
    this.#resting += 1
    this.#leave(turn)
    this.#limit.refused({ others, isFull, version: stage.limitVersion }, nowMs)
    this.#admit()
  }

  #cutLately(nowMs: number): readonly number[] {
    return this.#cutAtMs.filter((atMs) => nowMs - atMs < CUT_COUNTS_MS)
  }

  #admit(): void {
    while (this.#queued > 0 && this.#running < this.limit) {
      const session = this.#next()
      const turn = session?.queue.shift()
      if (session === null || turn === undefined) return
      this.#queued -= 1
      for (const other of this.#sessions.values()) {
        const [first] = other.queue
        if (other !== session && first !== undefined && first.place < turn.place) other.passed += 1
      }
      this.#count += 1
      session.firstSince = this.#count
      this.#begin(turn, session)
    }
  }

  /** Which session comes next; null where none has a request queued. */
  #next(): Session | null {
    let next: Session | null = null
    for (const session of this.#sessions.values()) {
      if (session.queue.length > 0 && (next === null || goesBefore(session, next))) next = session
    }
    return next
  }

  #begin(turn: GovernedTurn, session: Session): void {
    session.running += 1
    session.passed = 0
    this.#running += 1
    turn.stage = { kind: 'running', endedBefore: this.#ended, limitVersion: this.#limit.version }
    turn.begin()
  }

  #leave(turn: GovernedTurn): void {
    const session = this.#sessionOf(turn)
    session.running -= 1
    this.#running -= 1
    this.#forgetIdle(turn.session, session)
  }

  #unqueue(turn: GovernedTurn): void {
    const session = this.#sessionOf(turn)
    const at = session.queue.indexOf(turn)
    session.queue.splice(at, 1)
    this.#queued -= 1
    if (at === 0) {
      this.#count += 1
      session.firstSince = this.#count
    }
    this.#forgetIdle(turn.session, session)
  }

  /** A few are remembered all the same: a Map that is written anew for each request costs more than the request's turn. */
  #forgetIdle(name: string, session: Session): void {
    if (session.running > 0 || session.queue.length > 0) return
    session.passed = 0
    if (this.#sessions.size > IDLE_SESSIONS) this.#sessions.delete(name)
  }

  #sessionOf({ session: name }: GovernedTurn): Session {
    const known = this.#sessions.get(name)
    if (known !== undefined) return known
    const session: Session = { running: 0, queue: [], firstSince: 0, passed: 0 }
    this.#sessions.set(name, session)
    return session
  }
}

function goesBefore(one: Session, other: Session): boolean {
  const isOverdue = one.passed >= MOST_PASSED
  if (isOverdue !== other.passed >= MOST_PASSED) return isOverdue
  if (!isOverdue && one.running !== other.running) return one.running < other.running
  return one.firstSince < other.firstSince
}
