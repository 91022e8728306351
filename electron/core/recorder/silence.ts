/** The longest silence in an answer, and whose it was. Pure. */
import type { Silence } from '../../contract/recorder'

export class SilenceMeter {
  readonly #nowMs: () => number
  #sinceMs: number
  #by: Silence['by'] = 'kimi'
  #longestMs = 0
  #longestBy: Silence['by'] = 'kimi'

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#sinceMs = nowMs()
  }

  /** Something has moved; from now on it is `by` who is waited for. */
  mark(by: Silence['by']): void {
    const nowMs = this.#nowMs()
    const silentMs = nowMs - this.#sinceMs
    if (silentMs > this.#longestMs) {
      this.#longestMs = silentMs
      this.#longestBy = this.#by
    }
    this.#sinceMs = nowMs
    this.#by = by
  }

  /** Up to the last mark. */
  get longest(): Silence {
    return { ms: Math.round(this.#longestMs), by: this.#longestBy }
  }
}
