/** Where requests wait while there is no token to send them with, or no way to Kimi. Bounded in number and bytes. */
import type { KimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import {
  AFTER_VAIN_MS,
  afterLimitMs,
  LONGEST_SILENT_MS,
  limitRetryMs,
  MOST_PARKED,
  MOST_PARKED_BYTES,
  parkReasonOf,
  parkRetryMs,
} from '../../core/proxy/parking'

/** For the last try, which reads files and may find the token there. */
const LAST_TRY_MS = 1_000

export interface ParkingOptions {
  readonly clock: Clock
  /** How long each may wait; 0: nobody waits. */
  readonly limitMs: number
  /** Told how many wait whenever that changes. */
  readonly onChange: (count: number) => void
}

export interface WaitingRequest {
  /** What it keeps of its body now, in bytes; more may come in while it waits. */
  readonly keptBytes: () => number
  /** Its client hears nothing of it. */
  readonly silent: boolean
  /** Where it waits for the end of a limit of the plan. */
  readonly limit?: LimitWait
}

export interface LimitWait {
  /** Until the limit resets; null where that is not known. */
  readonly endsInMs: number | null
  /** It waits from now on: the answer with the refusal is not needed any more. */
  readonly parked: () => void
}

/** One request's stay, from its first wait until it is served, told its failure, or left by its client. */
export interface Stay {
  /** While it holds a place. */
  readonly isParked: boolean
  /**
   * Waits until it is worth trying again. False when `failure` is to be told: waiting would not mend it, or it may not
   * wait, or no longer. Rejects with what is to be told in its place.
   */
  wait(failure: KimiProxyError, waiting: WaitingRequest): Promise<boolean>
  /** `pending` while it is tried again; once its time is over, a rejection with what it waits out. */
  within<T>(pending: Promise<T>): Promise<T>
  /** Gives its place back; a wait under way resolves with false. */
  leave(): void
}

export class ParkingLot {
  readonly #options: ParkingOptions
  readonly #places = new Set<ParkedStay>()
  #closed = false
  #vainUntilMs = Number.NEGATIVE_INFINITY

  constructor(options: ParkingOptions) {
    this.#options = options
  }

  /** How many wait. */
  get count(): number {
    return this.#places.size
  }

  /** Whether anybody may wait. */
  get isOn(): boolean {
    return this.#options.limitMs > 0 && !this.#closed
  }

  arrive(): Stay {
    const stay: ParkedStay = new ParkedStay(this.#options, {
      admit: () => this.#admit(stay),
      place: () => (this.#places.has(stay) ? [...this.#places].indexOf(stay) : this.#places.size),
      // Those who come from now on would wait as long, for the same.
      inVain: () => {
        this.#vainUntilMs = this.#options.clock.elapsedMs() + AFTER_VAIN_MS
      },
      left: () => {
        if (this.#places.delete(stay)) this.#options.onChange(this.#places.size)
      },
    })
    return stay
  }

  /** What many wait for has come: a token, the network. A limit of the plan is waited out all the same. */
  wake(): void {
    this.#vainUntilMs = Number.NEGATIVE_INFINITY
    for (const stay of this.#places) stay.wake(true)
  }

  /** Kimi serves again before a limit was to end. Who waits for that goes on, one after the other. */
  limitOver(): void {
    this.#vainUntilMs = Number.NEGATIVE_INFINITY
    for (const stay of this.#places) stay.limitOver()
  }

  /** From now on nobody waits; who does is told what it waited out, or something else `instead`. */
  close(instead: KimiProxyError | null = null): void {
    this.#closed = true
    for (const stay of this.#places) stay.sendAway(instead)
  }

  #admit(stay: ParkedStay): boolean {
    if (!this.isOn) return false
    const others = [...this.#places].filter((other) => other !== stay)
    // Also for one that has its place: more of its body may have come in meanwhile.
    const keptBytes = others.reduce((bytes, other) => bytes + other.keptBytes(), stay.keptBytes())
    if (keptBytes > MOST_PARKED_BYTES) return false
    if (this.#places.has(stay)) return true
    if (this.#options.clock.elapsedMs() < this.#vainUntilMs || others.length >= MOST_PARKED) return false
    this.#places.add(stay)
    this.#options.onChange(this.#places.size)
    return true
  }
}

interface Lot {
  admit(): boolean
  /** How many came before it and wait. */
  place(): number
  inVain(): void
  left(): void
}

class ParkedStay implements Stay {
  readonly #options: ParkingOptions
  readonly #lot: Lot
  #sinceMs: number | null = null
  #untilMs = 0
  #failure: KimiProxyError | null = null
  #tries = 0
  #limitWaits = 0
  /** When a limit that it waits for is over; null where it waits for something else. */
  #dueAtMs: number | null = null
  #left = false
  #cancel: () => void = () => undefined
  #wake: ((tryAgain: boolean, instead?: KimiProxyError) => void) | null = null
  keptBytes: () => number = () => 0

  constructor(options: ParkingOptions, lot: Lot) {
    this.#options = options
    this.#lot = lot
  }

  get isParked(): boolean {
    return this.#sinceMs !== null && !this.#left
  }

  async wait(failure: KimiProxyError, waiting: WaitingRequest): Promise<boolean> {
    const { limit, silent } = waiting
    this.keptBytes = waiting.keptBytes
    if (this.#left || parkReasonOf(failure.code) === null) return false
    const { clock, limitMs } = this.#options
    const nowMs = clock.elapsedMs()
    const sinceMs = this.#sinceMs ?? nowMs
    const untilMs = sinceMs + (silent ? Math.min(limitMs, LONGEST_SILENT_MS) : limitMs)
    const retryMs = this.#retryMs(limit, untilMs - nowMs)
    if (retryMs === null && this.isParked) this.#lot.inVain()
    if (retryMs === null || !this.#lot.admit()) return false
    this.#sinceMs = sinceMs
    this.#untilMs = untilMs
    this.#failure = failure
    if (untilMs <= nowMs) {
      this.#lot.inVain()
      return false
    }
    limit?.parked()
    this.#dueAtMs = limit === undefined ? null : nowMs + retryMs
    return this.#sleep(retryMs)
  }

  /** Null where the end of a limit is not waited for. */
  #retryMs(limit: LimitWait | undefined, leftMs: number): number | null {
    if (limit === undefined) {
      this.#tries += 1
      return Math.min(leftMs, parkRetryMs(this.#tries - 1))
    }
    const retryMs = limitRetryMs(limit.endsInMs, leftMs, this.#limitWaits, this.#lot.place())
    if (retryMs !== null) this.#limitWaits += 1
    return retryMs
  }

  #sleep(delayMs: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#wake = (tryAgain, instead) => {
        this.#wake = null
        this.#cancel()
        if (instead === undefined) resolve(tryAgain)
        else reject(instead)
      }
      this.#arm(delayMs)
    })
  }

  #arm(delayMs: number): void {
    this.#cancel()
    this.#cancel = this.#options.clock.after(delayMs, () => this.#wake?.(true))
  }

  within<T>(pending: Promise<T>): Promise<T> {
    const failure = this.#failure
    if (failure === null || !this.isParked) return pending
    const { clock } = this.#options
    return new Promise((resolve, reject) => {
      // What is there at once is taken also in the last moment.
      const leftMs = Math.max(LAST_TRY_MS, this.#untilMs - clock.elapsedMs())
      const cancel = clock.after(leftMs, () => reject(failure))
      void pending.then(resolve, reject).finally(cancel)
    })
  }

  wake(tryAgain: boolean): void {
    // Timers stand still while a machine sleeps: the rest of a wait for a limit is counted anew.
    const leftMs = (this.#dueAtMs ?? 0) - this.#options.clock.elapsedMs()
    if (tryAgain && this.#dueAtMs !== null && leftMs > 0)
      return this.#wake === null ? undefined : this.#arm(leftMs)
    this.#wake?.(tryAgain)
  }

  limitOver(): void {
    if (this.#wake === null || this.#dueAtMs === null) return
    const { clock } = this.#options
    this.#dueAtMs = Math.min(this.#dueAtMs, clock.elapsedMs() + afterLimitMs(this.#lot.place()))
    this.wake(true)
  }

  sendAway(instead: KimiProxyError | null): void {
    this.#wake?.(false, instead ?? undefined)
  }

  leave(): void {
    this.#left = true
    this.wake(false)
    this.#lot.left()
  }
}
