/**
 * Handles errors that nobody caught: logs them without what they may quote, then survives or relaunches as
 * `core/app/crash-policy.ts` decides.
 */
import { verdictOnCrash } from '../../core/app/crash-policy'
import { type LogFile, redactedLine, redactedStack } from '../../node/files/log-file'

export interface CrashHandlers {
  readonly log: LogFile
  nowMs(): number
  /** When this process was started in place of one that had crashed; null otherwise. */
  readonly relaunchedAtMs: number | null
  survived(): void
  relaunch(): void
}

type Hook = Pick<NodeJS.Process, 'on' | 'stderr'>

export function guardAgainstCrashes(process: Hook, handlers: CrashHandlers): void {
  const crashesAtMs: number[] = []
  // Where nobody reads it any more, nothing can be said, and that is no further crash.
  process.stderr.on('error', () => undefined)
  let relaunching = false
  const onError = (error: unknown) => {
    const nowMs = handlers.nowMs()
    crashesAtMs.push(nowMs)
    if (crashesAtMs.length > 10) crashesAtMs.shift()
    const verdict = verdictOnCrash(crashesAtMs, nowMs, handlers.relaunchedAtMs)
    process.stderr.write(`Kimi Proxy: uncaught error: ${redactedLine(error)}\n`)
    handlers.log.error('uncaught', { stack: redactedStack(error), verdict })
    handlers.log.flush()
    if (relaunching) return
    relaunching = verdict === 'relaunch'
    try {
      if (relaunching) handlers.relaunch()
      else handlers.survived()
    } catch (failure) {
      // Node ends a process whose handler of uncaught errors throws (nodejs.org, 'uncaughtException').
      handlers.log.error('uncaught', { stack: redactedStack(failure), verdict })
      handlers.log.flush()
    }
  }
  process.on('uncaughtException', onError)
  process.on('unhandledRejection', onError)
}
