import type { Clock } from '../core/basics/ports'

interface Timer {
  readonly atElapsedMs: number
  readonly callback: () => void
}

/** A whole second, so that files, which hold seconds, lose nothing. */
const SOME_DAY_MS = 1_800_000_000_000

/** A clock that tests move by hand. Nothing here waits for real time. */
export class FakeClock implements Clock {
  #wallMs = SOME_DAY_MS
  #elapsedMs = 0
  readonly #timers = new Set<Timer>()
  /** When each timer fired, in elapsed time: how often a machine would have been woken. */
  readonly firedAtMs: number[] = []

  wallMs(): number {
    return this.#wallMs
  }

  elapsedMs(): number {
    return this.#elapsedMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atElapsedMs: this.#elapsedMs + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  /** Time passes: timers fire in order, and whoever awaited them goes on before the next one fires. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms
    await promisesSettled()
    for (let timer = this.#next(); timer !== null && timer.atElapsedMs <= endMs; timer = this.#next()) {
      this.#move(Math.max(0, timer.atElapsedMs - this.#elapsedMs))
      await this.#fire(timer)
    }
    this.#move(endMs - this.#elapsedMs)
  }

  /** Lets everything happen that needs no time to pass. */
  async flush(): Promise<void> {
    await this.advance(0)
  }

  /** Time passes from timer to timer until the promise settles; its outcome. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const mark = () => {
      settled = true
    }
    promise.then(mark, mark)
    await this.flush()
    while (!settled) {
      const timer = this.#next()
      if (timer === null) throw new Error('nothing is left that this promise could be waiting for')
      await this.advance(timer.atElapsedMs - this.#elapsedMs)
    }
    return promise
  }

  /** Someone sets the clock on the wall; no time passes. */
  jumpWall(ms: number): void {
    this.#wallMs += ms
  }

  /** The machine sleeps: time passes, but timers due meanwhile fire only after it, each once. */
  async suspend(ms: number): Promise<void> {
    await promisesSettled()
    this.#move(ms)
    await this.flush()
  }

  #next(): Timer | null {
    let next: Timer | null = null
    for (const timer of this.#timers) if (next === null || timer.atElapsedMs < next.atElapsedMs) next = timer
    return next
  }

  #move(ms: number): void {
    this.#wallMs += ms
    this.#elapsedMs += ms
  }

  async #fire(timer: Timer): Promise<void> {
    this.#timers.delete(timer)
    this.firedAtMs.push(this.#elapsedMs)
    timer.callback()
    await promisesSettled()
  }
}

/** All promise callbacks that can run have run: Node empties their queue before it turns to the next immediate. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
