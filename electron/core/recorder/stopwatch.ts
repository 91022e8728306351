/**
 * Where the time of one request goes, measured while it goes. At any moment it is in one phase:
 *
 *     own ⇄ queued      a turn at Kimi
 *     own ⇄ parked      a sign-in, the network, the end of a limit
 *     own ⇄ renewal     a token, while we renew it
 *     own → connect → upload → firstByte → answer          one try; the next one begins at `connect` again
 *
 * All phases together are the whole time. Pure; `nowMs` must not jump.
 */
import type { RequestWaits } from '../../contract/recorder'

export type RequestPhase =
  | 'own'
  | 'queued'
  | 'parked'
  | 'renewal'
  | 'connect'
  | 'upload'
  | 'firstByte'
  | 'answer'

export class Stopwatch {
  readonly #nowMs: () => number
  readonly #startedAtMs: number
  readonly #spentMs: Record<RequestPhase, number> = {
    own: 0,
    queued: 0,
    parked: 0,
    renewal: 0,
    connect: 0,
    upload: 0,
    firstByte: 0,
    answer: 0,
  }
  #phase: RequestPhase = 'own'
  #sinceMs: number
  /** Of the tries before this one. */
  #retriedMs = 0
  #isAnswered = false

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#startedAtMs = nowMs()
    this.#sinceMs = this.#startedAtMs
  }

  enter(phase: RequestPhase): void {
    this.#spend()
    if (phase === 'connect') this.#beginTry()
    if (phase === 'answer') this.#isAnswered = true
    this.#phase = phase
  }

  /** Only where it is still in `phase`: what is late ends nobody else's. */
  leave(phase: RequestPhase, next: RequestPhase = 'own'): void {
    if (this.#phase === phase) this.enter(next)
  }

  /** What a wait of this phase takes, however it ends. */
  async during<T>(phase: RequestPhase, wait: Promise<T>): Promise<T> {
    this.enter(phase)
    try {
      return await wait
    } finally {
      this.leave(phase)
    }
  }

  /** From the start until now. */
  get totalMs(): number {
    return Math.round(this.#nowMs() - this.#startedAtMs)
  }

  /** Up to now. */
  waits(): RequestWaits {
    this.#spend()
    const spent = this.#spentMs
    return {
      queuedMs: Math.round(spent.queued),
      waitedMs: Math.round(spent.parked),
      renewalMs: Math.round(spent.renewal),
      connectMs: Math.round(spent.connect),
      uploadMs: Math.round(spent.upload),
      firstByteMs: this.#isAnswered ? Math.round(spent.firstByte) : null,
      retriedMs: Math.round(this.#retriedMs + (this.#isAnswered ? 0 : spent.firstByte)),
    }
  }

  #spend(): void {
    const nowMs = this.#nowMs()
    this.#spentMs[this.#phase] += nowMs - this.#sinceMs
    this.#sinceMs = nowMs
  }

  #beginTry(): void {
    const { upload, firstByte } = this.#spentMs
    this.#retriedMs += upload + firstByte
    this.#spentMs.upload = 0
    this.#spentMs.firstByte = 0
    this.#isAnswered = false
  }
}
