import { type LogFile, redactText } from '../node/log-file'

/** Whoever supervises starts it anew; the log keeps why, without what the error may quote. */
export function endOnUncaughtErrors(log: LogFile): void {
  const end = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : 'not an error'
    log.error('uncaught', { stack: redactText(text) })
    log.flush()
    process.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
