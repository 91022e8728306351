/** The options of the command line. `node:util` takes the line apart; what is wrong with it is said here, in one line. */
import { parseArgs } from 'node:util'
import { KimiProxyError } from '../../core/basics/errors'
import { printable } from '../../core/basics/printable'
import { parsePort } from '../../core/settings/kinds'
import { isRegion, type Region } from '../../core/settings/region'
import { DEFAULT_PORT } from '../../core/settings/table'

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** What stands for its value in `--help`. */
  readonly value?: string
  /** Its words in `--help`; null where those of its command say it. */
  readonly help: string | null
}

const PARK = 'let requests wait for a new sign-in or the network, up to 10 minutes, instead of failing'

/** In the order of `--help`. */
export const OPTIONS = {
  port: { type: 'string', short: 'p', value: 'N', help: `listen on 127.0.0.1:N (default ${DEFAULT_PORT})` },
  park: { type: 'boolean', help: PARK },
  foreground: { type: 'boolean', help: 'stay in the terminal; Ctrl+C stops' },
  check: { type: 'boolean', help: null },
  stop: { type: 'boolean', help: null },
  'stop-all': { type: 'boolean', help: 'stop whatever is running; never fails' },
  watchdog: { type: 'boolean', help: null },
  region: { type: 'string', value: 'R', help: 'login: mainland-cn (kimi.com) or global (kimi.ai)' },
  open: { type: 'boolean', help: "login: open the page in this computer's browser" },
  yes: { type: 'boolean', help: 'logout, --stop: do not ask; service: cut what runs' },
  json: { type: 'boolean', help: null },
  redact: { type: 'boolean', help: null },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', short: 'V', help: 'the version' },
} as const satisfies Readonly<Record<string, Option>>

export type OptionName = keyof typeof OPTIONS
export const OPTION_NAMES = Object.keys(OPTIONS).filter((name): name is OptionName =>
  Object.hasOwn(OPTIONS, name),
)

export interface Given {
  /** In the order they were given. */
  readonly names: ReadonlySet<OptionName>
  readonly port: number | undefined
  readonly region: Region | undefined
  /** The first word that is no option, and all that stands behind it. */
  readonly word: string | undefined
  readonly rest: readonly string[]
}

/** Reads options up to the first word. Throws SETTING_INVALID, USAGE, and `refusal` of what is none of `allowed`. */
export function readOptions(
  args: readonly string[],
  allowed: readonly OptionName[],
  refusal: (arg: string) => Error,
): Given {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const names = new Set<OptionName>()
  let port: number | undefined
  let region: Region | undefined
  for (const token of tokens) {
    if (token.kind === 'positional') {
      return { names, port, region, word: token.value, rest: args.slice(token.index + 1) }
    }
    const name = token.kind === 'option' ? allowed.find((one) => one === token.name) : undefined
    const value = token.kind === 'option' ? token.value : undefined
    const isWanted = name !== undefined && (value === undefined || OPTIONS[name].type === 'string')
    if (!isWanted) throw refusal(args[token.index] ?? '')
    if (name === 'port') port = portIn(value)
    if (name === 'region') region = regionIn(value)
    names.add(name)
  }
  return { names, port, region, word: undefined, rest: [] }
}

/** The options behind a command that takes no more words. `noun`: what is said of an argument without a dash. */
export function optionsAfter(
  command: string,
  rest: readonly string[],
  allowed: readonly OptionName[],
  noun: 'word' | 'option' = 'word',
): Given {
  const refusal = (arg: string) => unknownArgument(arg, noun, ` after ${command}`)
  const given = readOptions(rest, allowed, refusal)
  if (given.word !== undefined) throw refusal(given.word)
  return given
}

export function unknownArgument(
  arg: string,
  noun: 'word' | 'option' | 'command',
  where = '',
): KimiProxyError {
  const what = arg.startsWith('-') ? 'option' : noun
  return usage(`Unknown ${what} "${printable(arg)}"${where}.`, 'See kimi-proxy --help.')
}

/** A mistake in what was typed: one line, exit code 64. */
export function usage(message: string, recovery: string): KimiProxyError {
  return new KimiProxyError('USAGE', message, recovery)
}

function portIn(value: string | undefined): number {
  if (value === undefined) throw usage('--port lacks its number.', `Write --port ${DEFAULT_PORT}.`)
  return parsePort(value, '--port')
}

function regionIn(value: string | undefined): Region {
  const fix = 'Write --region mainland-cn (kimi.com) or --region global (kimi.ai).'
  if (value === undefined) throw usage('--region lacks its name.', fix)
  if (!isRegion(value)) throw usage(`--region "${printable(value)}" is no region.`, fix)
  return value
}
