import type { ServerResponse } from 'node:http'

/** Messages under way, streams as well as documents, and how many of them Kimi serves at a time. */
export class Places {
  /** Null serves any number. */
  limit: number | null = null
  /** In which of its two forms Kimi refuses what is over the limit. */
  form: 'concurrency' | 'concurrencyAsRate' = 'concurrency'
  /** Under way now, including one that is just being refused. */
  underWay = 0
  /** The most that were under way at once, including refused ones. */
  mostAtOnce = 0
  /** How many were refused for being over the limit. */
  refusals = 0

  /** `mostAtOnce` and `refusals` start over; what is under way goes on. */
  forget(): void {
    this.mostAtOnce = this.underWay
    this.refusals = 0
  }

  /** Counts a message until its answer is out or its client has gone. @returns false when it is over the limit */
  enter(res: ServerResponse): boolean {
    this.underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay)
    res.once('close', () => {
      this.underWay -= 1
    })
    if (this.limit === null || this.underWay <= this.limit) return true
    this.refusals += 1
    return false
  }
}
