/** From what was typed to a command, and to what does it. One line of usage error per mistake, naming the value and the fix. */
import { KimiProxyError } from '../../core/basics/errors'
import type { CliCommand, CommandKind } from '../basics/command'
import type { CliContext } from '../basics/context'
import {
  asksForHelp,
  type Given,
  OPTION_NAMES,
  type OptionName,
  optionsAfter,
  readOptions,
  unknownArgument,
  withGivenBehind,
} from '../basics/options'
import { COMMANDS } from './command-table'
import type { Entry } from './entry'

/** `args` without program and script. Throws USAGE or SETTING_INVALID. */
export function parseCliArgs(args: readonly string[]): CliCommand {
  const refusal = (arg: string) => unknownArgument(arg, 'command', undefined, FIRST)
  const given = readOptions(args, IN_FRONT, refusal)
  const { word, names } = given
  if (word === undefined) return byOption(given)
  if (!isKind(word)) throw refusal(word)
  if (asksForHelp(given.rest, word === 'run')) return { kind: 'help', of: word }
  const { beside = [], misfit, after, noun, read } = COMMANDS[word]
  if ([...names].every((name) => beside.includes(name))) {
    return read(
      after === undefined ? given : withGivenBehind(given, optionsAfter(word, given.rest, after, noun)),
    )
  }
  // Options in front of a command would be passed over.
  throw misfit === undefined
    ? new KimiProxyError('USAGE.inFront', { command: word })
    : new KimiProxyError(misfit, {})
}

/** The exit code. */
export function carryOut<Kind extends CommandKind>(
  command: CliCommand<Kind>,
  context: CliContext,
): number | Promise<number> {
  const entry: Entry<Kind> = COMMANDS[command.kind]
  return entry.perform(context, command)
}

function byOption(given: Given): CliCommand {
  const [action, other] = [...given.names].filter((name) => kindOf(name) !== null)
  if (action !== undefined && other !== undefined)
    throw new KimiProxyError('USAGE.both', { option: action, other })
  const { beside = [], read } = COMMANDS[(action === undefined ? null : kindOf(action)) ?? 'start']
  for (const name of ['foreground', 'park', 'yes'] as const) {
    if (given.names.has(name) && !beside.includes(name)) {
      if (action === undefined) throw unknownArgument(`--${name}`, 'command')
      throw new KimiProxyError('USAGE.both', { option: name, other: action })
    }
  }
  return read(given)
}

/** The command that an option stands for, if it does. */
function kindOf(name: OptionName): CommandKind | null {
  if (name === 'stop-all') return 'stop'
  return isKind(name) ? name : null
}

function isKind(text: string): text is CommandKind {
  return Object.hasOwn(COMMANDS, text)
}

const IN_FRONT = OPTION_NAMES.filter(
  (name) => kindOf(name) !== null || Object.values(COMMANDS).some(({ beside }) => beside?.includes(name)),
)

/** What a line may begin with. */
const FIRST = [...Object.keys(COMMANDS), ...IN_FRONT.map((name) => `--${name}`)]
