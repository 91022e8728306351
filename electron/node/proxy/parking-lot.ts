/** Where requests wait while there is no token to send them with, or no way to Kimi. Bounded in number and bytes. */
import type { KimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import {
  AFTER_VAIN_MS,
  LONGEST_SILENT_MS,
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
}

/** One request's stay, from its first wait until it is served, told its failure, or left by its client. */
export interface Stay {
  /** While it holds a place. */
  readonly isParked: boolean
  /** Since its first wait, also while it is tried again; 0 where it never waited. */
  readonly waitedMs: number
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

  arrive(): Stay {
    const stay: ParkedStay = new ParkedStay(this.#options, {
      admit: () => this.#admit(stay),
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

  /** What many wait for has come: a token, the network. */
  wake(): void {
    this.#vainUntilMs = Number.NEGATIVE_INFINITY
    for (const stay of this.#places) stay.wake(true)
  }

  /** From now on nobody waits; who does is told what it waited out, or something else `instead`. */
  close(instead: KimiProxyError | null = null): void {
    this.#closed = true
    for (const stay of this.#places) stay.sendAway(instead)
  }

  #admit(stay: ParkedStay): boolean {
    if (this.#closed || this.#options.limitMs <= 0) return false
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
  #left = false
  #wake: ((tryAgain: boolean, instead?: KimiProxyError) => void) | null = null
  keptBytes: () => number = () => 0

  constructor(options: ParkingOptions, lot: Lot) {
    this.#options = options
    this.#lot = lot
  }

  get isParked(): boolean {
    return this.#sinceMs !== null && !this.#left
  }

  get waitedMs(): number {
    return this.#sinceMs === null ? 0 : this.#options.clock.elapsedMs() - this.#sinceMs
  }

  async wait(failure: KimiProxyError, { keptBytes, silent }: WaitingRequest): Promise<boolean> {
    this.keptBytes = keptBytes
    if (this.#left || parkReasonOf(failure.code) === null || !this.#lot.admit()) return false
    const { clock, limitMs } = this.#options
    const nowMs = clock.elapsedMs()
    this.#sinceMs ??= nowMs
    this.#untilMs = this.#sinceMs + (silent ? Math.min(limitMs, LONGEST_SILENT_MS) : limitMs)
    this.#failure = failure
    const leftMs = this.#untilMs - nowMs
    if (leftMs <= 0) {
      this.#lot.inVain()
      return false
    }
    const retryMs = parkRetryMs(this.#tries)
    this.#tries += 1
    return new Promise((resolve, reject) => {
      const cancel = clock.after(Math.min(leftMs, retryMs), () => this.#wake?.(true))
      this.#wake = (tryAgain, instead) => {
        this.#wake = null
        cancel()
        if (instead === undefined) resolve(tryAgain)
        else reject(instead)
      }
    })
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
    this.#wake?.(tryAgain)
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
