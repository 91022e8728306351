/** What `--check` and `status` say of the settings as they are now, whatever runs with former ones. */
import type { Settings } from '../../core/settings/schema'
import { ipv6Sentence, skippedSentence } from '../../core/views/cli/status'
import { unknownKeysIn } from '../../node/settings/settings-file'
import { type CliContext, settingsOrInstead } from './context'

export function settingsLines(context: CliContext): string[] {
  const { problem } = settingsOrInstead(context, undefined)
  return [
    ...(problem === null ? [] : [`  Settings: ${problem.message} ${problem.recovery}`]),
    ...unknownKeysIn(context.paths.settingsFile).map(
      ({ key, nearest }) =>
        `  Setting: "${key}" in ${context.paths.settingsFile} is not known${nearest === null ? '' : `; did you mean "${nearest}"?`}`,
    ),
  ]
}

export function complainOfOther({ complain }: CliContext, port: number, otherOnIpv6: string | null): void {
  if (otherOnIpv6 !== null) complain(`kimi-proxy: ${ipv6Sentence(port, otherOnIpv6)}`)
}

/** One line for each variable of other programs that cannot be used. */
export function complainOfSkipped({ complain }: CliContext, { skipped }: Settings): void {
  for (const variable of skipped) complain(`kimi-proxy: ${skippedSentence(variable)}`)
}
