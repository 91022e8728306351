/**
 * How the app ends. A person's quit drains first, whatever it came by (our item, the system's, a signal); a computer
 * that is shutting down is never held up.
 */
import type { App, PowerMonitor } from 'electron'

export interface EndingApp {
  /** True once nothing is left that an end of the process could lose. */
  readonly hasEnded: boolean
  quit(): Promise<void>
  abandon(): void
}

/** A shutdown that was called off long ago says nothing about a quit of now. */
const SHUTDOWN_COUNTS_MS = 60_000

export interface EndingParts {
  readonly app: Pick<App, 'on' | 'whenReady' | 'quit'>
  readonly powerMonitor: Pick<PowerMonitor, 'on'>
  readonly process: Pick<NodeJS.Process, 'on'>
  nowMs(): number
  /** Null until it has been put together. */
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
    // Linux ends what still runs with a signal; then the rules of a shutdown hold.
    process.on(signal, () => (isShuttingDown() ? app.quit() : void running()?.quit()))
  }
}
