/**
 * The requests as the app has them, fetched bit by bit.
 *
 *     idle -> asking -> idle
 *       '-> resting -> asking          (asked less than a quarter of a second ago)
 *
 * Nothing is fetched, and no timer runs, unless the wanted key changes.
 */
import type { KimiBridge } from '../../electron/contract/bridge'
import type { RequestList } from '../../electron/contract/recorder'

export const NO_REQUESTS: RequestList = { records: [], sessions: [], running: [] }
const MOST_RECORDS = 500
const REST_MS = 250

export class RequestFeed {
  readonly #bridge: Pick<KimiBridge, 'requests'>
  readonly #tell: (list: RequestList) => void
  #list = NO_REQUESTS
  #wanted: string | null = null
  #asked: string | null = null
  #askedAtMs = Number.NEGATIVE_INFINITY
  #state: 'idle' | 'asking' | 'resting' = 'idle'

  /** `tell`: called with each new list. */
  constructor(bridge: Pick<KimiBridge, 'requests'>, tell: (list: RequestList) => void) {
    this.#bridge = bridge
    this.#tell = tell
  }

  /** `key`: another one each time when the list may be another; null while nobody looks. */
  want(key: string | null): void {
    this.#wanted = key
    if (this.#state === 'idle') this.#next()
  }

  #next(): void {
    this.#state = 'idle'
    const key = this.#wanted
    if (key === null || key === this.#asked) return
    const restMs = this.#askedAtMs + REST_MS - performance.now()
    if (restMs > 0) {
      this.#state = 'resting'
      setTimeout(() => this.#next(), restMs)
      return
    }
    this.#state = 'asking'
    this.#asked = key
    this.#askedAtMs = performance.now()
    void this.#ask()
  }

  async #ask(): Promise<void> {
    try {
      this.#take(await this.#bridge.requests(this.#list.records.at(-1)?.seq ?? 0))
    } catch {
      // An app that does not answer now is asked again at the next change.
    }
    this.#next()
  }

  #take({ records, sessions, running }: RequestList): void {
    const all = records.length === 0 ? this.#list.records : [...this.#list.records, ...records]
    this.#list = { records: all.slice(-MOST_RECORDS), sessions, running }
    this.#tell(this.#list)
  }
}
