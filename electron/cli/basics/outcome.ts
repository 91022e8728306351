/** How a failure ends a command: one line for the person, one exit code for the script. */
import { toKimiProxyError } from '../../core/basics/errors'
import { diskTrouble, isShortage } from '../../node/files/disk-trouble'
import type { CliContext } from './context'

/** As in sysexits.h: the command was used wrongly. */
const EXIT_USAGE = 64

export function exitCodeFor(error: unknown, context: CliContext): number {
  const { code, message, recovery } = toKimiProxyError(error)
  if (code === 'ALREADY_RUNNING') {
    context.print(message)
    return 0
  }
  const lead = message.startsWith('kimi-proxy') ? '' : 'kimi-proxy: '
  context.complain(`${lead}${message} ${recovery}`.trimEnd())
  const isMistake = code === 'USAGE' || code === 'SETTING_INVALID' || code === 'HOME_UNWRITABLE'
  // It tells a service not to start again: of what may pass it is never said.
  return isMistake && diskTrouble(error) === null && !isShortage(error) ? EXIT_USAGE : 1
}

/** Ends the process once standard output, which may be a pipe, has taken everything. */
export function endWith(exitCode: number): void {
  process.exitCode = exitCode
  process.stdout.write('', () => process.exit(exitCode))
}
