import type { Clock } from '../core/basics/ports'

interface Timer {
  readonly atElapsedMs: number
  readonly callback: () => void
}

/** A whole second, since files keep whole seconds. */
const SOME_DAY_MS = 1_800_000_000_000

/** A clock that tests move by hand. Nothing here waits for real time. */
export class FakeClock implements Clock {
  #wallMs = SOME_DAY_MS
  #elapsedMs = 0
  readonly #timers = new Set<Timer>()
  /** When each timer fired, in elapsed time, which shows how often a machine would have been woken. */
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

  /** Lets time pass: timers fire in order, and the code that awaits one goes on before the next one fires. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms
    await promisesSettled()
    for (let timer = this.#next(); timer !== null && timer.atElapsedMs <= endMs; timer = this.#next()) {
      this.#move(Math.max(0, timer.atElapsedMs - this.#elapsedMs))
      await this.#fire(timer)
    }
    this.#move(endMs - this.#elapsedMs)
  }

  /** Lets everything happen that needs no time. */
  async flush(): Promise<void> {
    await this.advance(0)
  }

  /** Lets time pass from timer to timer until the promise settles, and returns its outcome. */
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

  /** Sets the wall clock to another time; no time passes. */
  jumpWall(ms: number): void {
    this.#wallMs += ms
  }

  /** Lets the machine sleep: time passes, and timers that fell due meanwhile fire only afterwards, each once. */
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

/** Resolves once all promise callbacks that can run have run: Node empties their queue before the next immediate. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
