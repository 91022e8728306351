/** How a failure ends a command: one line for the person, one exit code for the script. */
import { toKimiProxyError } from '../../core/basics/errors'
import { problemLine, problemWords } from '../../core/words/problem-words'
import { diskTrouble, isShortage } from '../../node/files/disk-trouble'
import type { CliContext } from './context'

/** As in sysexits.h: the command was used wrongly. */
const EXIT_USAGE = 64

export function exitCodeFor(error: unknown, context: CliContext): number {
  const { say } = context
  const failure = toKimiProxyError(error)
  const { code } = failure
  if (code === 'ALREADY_RUNNING') {
    context.print(problemWords(say, failure.toProblem(), 'terminal').message)
    return 0
  }
  const line = problemLine(say, failure.toProblem(), 'terminal')
  context.complain(line.startsWith('kimi-proxy') ? line : say('cli.failed', { line }))
  const isMistake = code === 'USAGE' || code === 'SETTING_INVALID' || code === 'HOME_UNWRITABLE'
  // Exit code 64 tells a service not to start again, so a failure that may pass never has it.
  return isMistake && diskTrouble(error) === null && !isShortage(error) ? EXIT_USAGE : 1
}

/** Ends the process once standard output, which may be a pipe, has taken everything. */
export function endWith(exitCode: number): void {
  process.exitCode = exitCode
  process.stdout.write('', () => process.exit(exitCode))
}
