/**
 * How the app ends.
 *
 * - A person's quit lets requests end first, whichever way it comes (our menu item, the system's, a signal).
 * - A computer that is shutting down is never held up.
 * - Called by `main.ts` once, before the app is created.
 */
import type { App, PowerMonitor } from 'electron'

export interface EndingApp {
  /** True once the process may end without losing anything. */
  readonly hasEnded: boolean
  quit(): Promise<void>
  abandon(): void
}

/** A shutdown may be called off, so after a minute a quit counts as the person's again. */
const SHUTDOWN_COUNTS_MS = 60_000

export interface EndingParts {
  readonly app: Pick<App, 'on' | 'whenReady' | 'quit'>
  readonly powerMonitor: Pick<PowerMonitor, 'on'>
  readonly process: Pick<NodeJS.Process, 'on'>
  nowMs(): number
  /** Null until the app has been created. */
  running(): EndingApp | null
}

export function endWell({ app, powerMonitor, process, nowMs, running }: EndingParts): void {
  let shutdownAtMs = Number.NEGATIVE_INFINITY
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', () => {
      shutdownAtMs = nowMs()
    })
  })
  const isShuttingDown = () => nowMs() - shutdownAtMs < SHUTDOWN_COUNTS_MS
  app.on('before-quit', (event) => {
    const ending = running()
    if (ending === null || ending.hasEnded) return
    if (isShuttingDown()) return ending.abandon()
    event.preventDefault()
    void ending.quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A Linux that shuts down ends the remaining programs with a signal, so then the rules of a shutdown hold.
    process.on(signal, () => (isShuttingDown() ? app.quit() : void running()?.quit()))
  }
}
