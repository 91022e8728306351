/** The options of the command line. `node:util` takes the line apart; what is wrong with it is said here, in one line. */
import { parseArgs } from 'node:util'
import { KimiProxyError } from '../../core/basics/errors'
import { printable } from '../../core/basics/printable'
import { parsePort } from '../../core/settings/kinds'
import { isRegion, type Region } from '../../core/settings/region'
import { DEFAULT_PORT } from '../../core/settings/table'
import type { HelpWords } from '../../core/words/help-words'
import { reason } from '../../core/words/reason'
import type { Say } from '../../core/words/say'

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** The word that stands for the option's value in `--help`. */
  readonly value?: string
  /** Its words in `--help`; null where those of its command say it. */
  readonly help: HelpWords | null
}

/** In the order of `--help`. */
export const OPTIONS = {
  port: {
    type: 'string',
    short: 'p',
    value: 'N',
    help: (say: Say) => say('help.port', { port: DEFAULT_PORT }),
  },
  park: { type: 'boolean', help: 'help.park' },
  foreground: { type: 'boolean', help: 'help.foreground' },
  check: { type: 'boolean', help: null },
  stop: { type: 'boolean', help: null },
  'stop-all': { type: 'boolean', help: 'help.stopAll' },
  watchdog: { type: 'boolean', help: null },
  region: { type: 'string', value: 'R', help: 'help.region' },
  open: { type: 'boolean', help: 'help.open' },
  yes: { type: 'boolean', help: 'help.yes' },
  json: { type: 'boolean', help: null },
  watch: { type: 'boolean', help: null },
  follow: { type: 'boolean', help: null },
  export: { type: 'boolean', help: null },
  session: { type: 'string', value: 'S', help: null },
  limit: { type: 'string', value: 'N', help: null },
  redact: { type: 'boolean', help: null },
  help: { type: 'boolean', short: 'h', help: 'help.help' },
  version: { type: 'boolean', short: 'V', help: 'help.version' },
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
  readonly session: string | undefined
  readonly limit: number | undefined
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
  let session: string | undefined
  let limit: number | undefined
  for (const token of tokens) {
    if (token.kind === 'positional') {
      return { names, port, region, session, limit, word: token.value, rest: args.slice(token.index + 1) }
    }
    const name = token.kind === 'option' ? allowed.find((one) => one === token.name) : undefined
    const value = token.kind === 'option' ? token.value : undefined
    const isWanted = name !== undefined && (value === undefined || OPTIONS[name].type === 'string')
    if (!isWanted) throw refusal(args[token.index] ?? '')
    if (name === 'port') port = portIn(value)
    if (name === 'region') region = regionIn(value)
    if (name === 'session') session = sessionIn(value)
    if (name === 'limit') limit = limitIn(value)
    names.add(name)
  }
  return { names, port, region, session, limit, word: undefined, rest: [] }
}

/** The options behind a command that takes no more words. `noun`: what is said of an argument without a dash. */
export function optionsAfter(
  command: string,
  rest: readonly string[],
  allowed: readonly OptionName[],
  noun: 'word' | 'option' = 'word',
): Given {
  const refusal = (arg: string) => unknownArgument(arg, noun, command)
  const given = readOptions(rest, allowed, refusal)
  if (given.word !== undefined) throw refusal(given.word)
  return given
}

export function unknownArgument(
  arg: string,
  noun: 'word' | 'option' | 'command',
  after?: string,
): KimiProxyError {
  const what = arg.startsWith('-') ? 'option' : noun
  const values = { arg: printable(arg) }
  if (after === undefined) {
    return what === 'command'
      ? new KimiProxyError('USAGE.command', values)
      : new KimiProxyError('USAGE.option', values)
  }
  return what === 'option'
    ? new KimiProxyError('USAGE.optionAfter', { ...values, command: after })
    : new KimiProxyError('USAGE.wordAfter', { ...values, command: after })
}

function portIn(value: string | undefined): number {
  if (value === undefined) throw new KimiProxyError('USAGE.noPort', { example: DEFAULT_PORT })
  return parsePort(value, reason('named', { name: '--port' }))
}

function sessionIn(value: string | undefined): string {
  if (value === undefined || value === '') throw new KimiProxyError('USAGE.noSession', {})
  return value
}

const MOST_SHOWN = 500

function limitIn(value: string | undefined): number {
  const limit = /^\d{1,3}$/.test(value ?? '') ? Number(value) : 0
  if (limit < 1 || limit > MOST_SHOWN) throw new KimiProxyError('USAGE.limit', { most: MOST_SHOWN })
  return limit
}

function regionIn(value: string | undefined): Region {
  if (value === undefined) throw new KimiProxyError('USAGE.noRegion', {})
  if (!isRegion(value)) throw new KimiProxyError('USAGE.region', { value: printable(value) })
  return value
}
