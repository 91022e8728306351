/** The lines of `--check` and `status` about the settings as they are now, whichever the running engine started with. */
import type { Reason } from '../../contract/problem'
import type { Settings } from '../../core/settings/schema'
import { skippedSentence } from '../../core/views/cli/status'
import { problemLine } from '../../core/words/problem-words'
import { unknownKeysIn } from '../../node/settings/settings-file'
import { type CliContext, settingsOrInstead } from './context'

export function settingsLines(context: CliContext): string[] {
  const { say } = context
  const { problem } = settingsOrInstead(context, undefined)
  const lines = [
    ...(problem === null ? [] : [say('status.settings', { line: problemLine(say, problem, 'terminal') })]),
    ...unknownLines(context),
  ]
  return lines.map((line) => `  ${line}`)
}

function unknownLines({ say, paths: { settingsFile: path } }: CliContext): string[] {
  return unknownKeysIn(path).map(({ key, nearest }) =>
    nearest === null
      ? say('status.settingUnknown', { key, path })
      : say('status.settingMisspelt', { key, path, nearest }),
  )
}

/** One line for each key of the settings file that is no setting: what it was meant to change stays as it was. */
export function complainOfUnknown(context: CliContext): void {
  for (const line of unknownLines(context)) context.complain(context.say('cli.failed', { line }))
}

export function complainOfOther({ complain, say }: CliContext, port: number, holder: Reason | null): void {
  if (holder !== null) complain(say('cli.failed', { line: say('cli.otherOnIpv6', { port, holder }) }))
}

/** One line for each variable of other programs that cannot be used. */
export function complainOfSkipped({ complain, say }: CliContext, { skipped }: Settings): void {
  for (const variable of skipped) complain(say('cli.failed', { line: skippedSentence(say, variable) }))
}
