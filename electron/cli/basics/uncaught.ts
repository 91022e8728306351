import { type LogFile, redactedStack } from '../../node/files/log-file'

/** Whoever supervises starts it anew; the log keeps why, without what the error may quote. */
export function endOnUncaughtErrors(log: LogFile): void {
  const end = (error: unknown) => {
    log.error('uncaught', { stack: redactedStack(error) })
    log.flush()
    process.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
