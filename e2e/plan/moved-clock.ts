import type { Clock } from '../../electron/core/basics/ports'

interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** The system's clock, on which any time may be skipped: what falls due meanwhile is called back at once, in order. */
export class MovedClock implements Clock {
  #movedMs = 0
  readonly #timers = new Set<Timer>()

  wallMs(): number {
    return Date.now() + this.#movedMs
  }

  elapsedMs(): number {
    return performance.now() + this.#movedMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.elapsedMs() + delayMs, callback }
    this.#timers.add(timer)
    this.#arm(timer)
    return () => this.#timers.delete(timer)
  }

  move(byMs: number): void {
    this.#movedMs += byMs
    const due = [...this.#timers].filter(({ dueMs }) => dueMs <= this.elapsedMs())
    for (const timer of due.sort((one, other) => one.dueMs - other.dueMs)) this.#fire(timer)
  }

  #arm(timer: Timer): void {
    const wait = setTimeout(
      () => {
        // Node's timers may be early by up to 2 ms.
        if (timer.dueMs > this.elapsedMs()) this.#arm(timer)
        else this.#fire(timer)
      },
      Math.max(0, Math.ceil(timer.dueMs - this.elapsedMs())),
    )
    wait.unref()
  }

  #fire(timer: Timer): void {
    if (this.#timers.delete(timer)) timer.callback()
  }
}
