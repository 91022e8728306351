/** One request's wait as its client knows it: a place in the parking lot, and comments for one that expects a stream. */
import type { ServerResponse } from 'node:http'
import type { KimiProxyError } from '../core/errors'
import { HeldStream, type HeldStreamOptions } from './held-stream'
import type { ParkingLot, Stay } from './parking-lot'

export class Waiting {
  readonly #parking: ParkingLot
  readonly #held: HeldStream
  /** Null until it waits, which few ever do. */
  #stay: Stay | null = null
  #hasEnded = false
  #waitedMs = 0

  constructor(parking: ParkingLot, response: ServerResponse, options: HeldStreamOptions) {
    this.#parking = parking
    this.#held = new HeldStream(response, options)
  }

  /** From the first wait until `end`; 0 where there was none. */
  get waitedMs(): number {
    return this.#waitedMs
  }

  /** True once it is worth trying again; false when the failure is to be told. */
  async wait(failure: KimiProxyError, keptBytes: () => number): Promise<boolean> {
    if (this.#hasEnded) return false
    this.#stay ??= this.#parking.arrive()
    this.#held.hold()
    const isWorthIt = await this.#stay.wait(failure, { keptBytes, silent: !this.#held.wantsStream })
    this.#held.pause()
    return isWorthIt
  }

  /** `pending`, for which a request that waits already waits no longer than its time. */
  within<T>(pending: Promise<T>): Promise<T> {
    return this.#stay?.within(pending) ?? pending
  }

  /** It is answered, or its client has left. May be called again. */
  end(): void {
    this.#hasEnded = true
    if (this.#stay?.isParked) this.#waitedMs = this.#stay.waitedMs
    this.#held.release()
    this.#stay?.leave()
  }
}
