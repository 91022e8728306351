const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type WindowName = 'fiveHours' | 'week' | 'month' | 'monthCode'

const PERIODS_MS: Readonly<Record<WindowName, number>> = {
  fiveHours: 5 * HOUR_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  monthCode: 30 * DAY_MS,
}

/** What Kimi counts in one window, in units of the plan. */
export interface Window {
  readonly limit: number
  readonly used: number
  readonly resetsAtMs: number
}

/** The windows of a plan. Each starts over, with nothing used, when its time has come on the simulator's clock. */
export class Windows {
  readonly #nowMs: () => number
  readonly #windows = new Map<WindowName, Window>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.set('week', { limit: 1000, used: 40, resetsInMs: 100 * HOUR_MS })
    this.set('fiveHours', { limit: 100, used: 12, resetsInMs: 3 * HOUR_MS })
  }

  /** Puts the window on the plan, or changes it. What is left out is as before, or 100 units with nothing used. */
  set(name: WindowName, change: { limit?: number; used?: number; resetsInMs?: number }): void {
    const now = this.get(name)
    const { limit = now?.limit ?? 100, used = now?.used ?? 0, resetsInMs } = change
    const untilResetMs = resetsInMs ?? PERIODS_MS[name]
    const resetsAtMs = now && resetsInMs === undefined ? now.resetsAtMs : this.#nowMs() + untilResetMs
    this.#windows.set(name, { limit, used, resetsAtMs })
  }

  /** Takes the window off the plan. */
  remove(name: WindowName): void {
    this.#windows.delete(name)
  }

  /** @returns null when the plan has no such window */
  get(name: WindowName): Window | null {
    const window = this.#windows.get(name)
    if (!window) return null
    const lateMs = this.#nowMs() - window.resetsAtMs
    if (lateMs < 0) return window
    const periodMs = PERIODS_MS[name]
    const resetsAtMs = window.resetsAtMs + periodMs * (1 + Math.floor(lateMs / periodMs))
    const fresh = { limit: window.limit, used: 0, resetsAtMs }
    this.#windows.set(name, fresh)
    return fresh
  }

  /** Counts `units` in every window. */
  spend(units: number): void {
    for (const name of [...this.#windows.keys()]) {
      const window = this.get(name)
      if (window) this.#windows.set(name, { ...window, used: Math.min(window.limit, window.used + units) })
    }
  }

  /** The used-up window that resets last, since nothing is served before; null while there is none. */
  exhausted(): WindowName | null {
    const names = [...this.#windows.keys()].filter((name) => {
      const window = this.get(name)
      return window !== null && window.used >= window.limit
    })
    const end = (name: WindowName) => this.get(name)?.resetsAtMs ?? 0
    return names.sort((one, other) => end(other) - end(one))[0] ?? null
  }
}
