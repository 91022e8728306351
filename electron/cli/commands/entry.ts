/** What the table of commands holds for each. */
import type { CliCommand, CommandKind, StartOptions } from '../basics/command'
import type { CliContext } from '../basics/context'
import type { Given, OptionName } from '../basics/options'
import type { HelpLine } from './help'

export interface Entry<Kind extends CommandKind> {
  /** In `--help`. */
  readonly lines: readonly HelpLine[]
  /** Options that may stand in front of its word, or beside its own option. */
  readonly beside?: readonly OptionName[]
  /** The complaint about any other option in front of the command's word. */
  readonly misfit?: 'USAGE.run' | 'USAGE.doctor'
  /** Options behind its word, where nothing else may follow; without them `read` gets all that follows as `rest`. */
  readonly after?: readonly OptionName[]
  /** The options in its `--help`, where they are not those of `after`, or else of `beside`. */
  readonly options?: readonly OptionName[]
  /** The words that may come first behind the command's own, for completions. */
  readonly words?: readonly string[]
  /** The name of a further argument behind the command's word, for the complaint about one too many. */
  readonly noun?: 'option'
  /** Throws USAGE or SETTING_INVALID. */
  read(given: Given): CliCommand<Kind>
  /** The exit code. */
  perform(context: CliContext, command: CliCommand<Kind>): number | Promise<number>
}

export function startOptions({ port, names }: Given): StartOptions {
  return { port, park: names.has('park') }
}
