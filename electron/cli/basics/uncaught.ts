import { isShortage } from '../../node/files/disk-trouble'
import { type LogFile, redactedLine, redactedStack } from '../../node/files/log-file'

/**
 * A supervisor starts the process anew; standard error and the log say why, without what the error may quote. A shortage of
 * descriptors passes, and is no reason to cut what runs.
 */
export function endOnUncaughtErrors(log: LogFile): void {
  const end = (error: unknown) => {
    process.stderr.write(`kimi-proxy: uncaught error: ${redactedLine(error)}\n`)
    log.error('uncaught', { stack: redactedStack(error) })
    log.flush()
    if (!isShortage(error)) process.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
