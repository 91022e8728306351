/** The options of the command line. `node:util` takes the line apart; what is wrong with it is said here, in one line. */
import { parseArgs } from 'node:util'
import { KimiProxyError } from '../../core/basics/errors'
import { oneLine } from '../../core/basics/printable'
import { parsePort } from '../../core/settings/kinds'
import { isRegion, type Region } from '../../core/settings/region'
import { DEFAULT_PORT } from '../../core/settings/table'
import type { HelpWords } from '../../core/words/help-words'
import { reason } from '../../core/words/reason'
import type { Say } from '../../core/words/say'
import { SCOPES, type Scope } from '../../node/connect/claude-file'
import { meantBy } from './did-you-mean'

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** The word that stands for the option's value in `--help`. */
  readonly value?: string
  /** Its words in `--help`; null where those of its command say it. */
  readonly help: HelpWords | null
  /** Its words in the help of one command, where the command is known; else those of `help`. */
  readonly own?: HelpWords
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
  check: { type: 'boolean', help: null, own: 'help.ownCheck' },
  stop: { type: 'boolean', help: null },
  'stop-all': { type: 'boolean', help: 'help.stopAll' },
  watchdog: { type: 'boolean', help: null },
  region: { type: 'string', value: 'R', help: 'help.region', own: 'help.ownRegion' },
  open: { type: 'boolean', help: 'help.open', own: 'help.ownOpen' },
  scope: { type: 'string', value: 'S', help: 'help.scope', own: 'help.ownScope' },
  'dry-run': { type: 'boolean', help: 'help.dryRun', own: 'help.ownDryRun' },
  statusline: { type: 'boolean', help: null, own: 'help.ownStatusline' },
  'replace-statusline': { type: 'boolean', help: null, own: 'help.ownReplaceStatusline' },
  yes: { type: 'boolean', help: 'help.yes', own: 'help.ownYes' },
  json: { type: 'boolean', help: null, own: 'help.ownJson' },
  watch: { type: 'boolean', help: null, own: 'help.ownWatch' },
  follow: { type: 'boolean', help: null, own: 'help.ownFollow' },
  export: { type: 'boolean', help: null, own: 'help.ownExport' },
  session: { type: 'string', value: 'S', help: null, own: 'help.ownSession' },
  limit: { type: 'string', value: 'N', help: null, own: 'help.ownLimit' },
  redact: { type: 'boolean', help: null, own: 'help.ownRedact' },
  all: { type: 'boolean', help: null, own: 'help.stopAll' },
  help: { type: 'boolean', short: 'h', help: 'help.help' },
  version: { type: 'boolean', short: 'V', help: 'help.version' },
} as const satisfies Readonly<Record<string, Option>>

/** Letters that stand for an option besides its own. */
const OTHER_LETTERS: Readonly<Record<string, string>> = { v: 'version' }

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
  readonly scope: Scope | undefined
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
  const tokens = tokensOf(args)
  const names = new Set<OptionName>()
  let port: number | undefined
  let region: Region | undefined
  let session: string | undefined
  let limit: number | undefined
  let scope: Scope | undefined
  for (const token of tokens) {
    if (token.kind === 'positional') {
      return {
        names,
        port,
        region,
        session,
        limit,
        scope,
        word: token.value,
        rest: args.slice(token.index + 1),
      }
    }
    const typed = token.kind === 'option' ? (OTHER_LETTERS[token.name] ?? token.name) : undefined
    const name = allowed.find((one) => one === typed)
    const value = token.kind === 'option' ? token.value : undefined
    const isWanted = name !== undefined && (value === undefined || OPTIONS[name].type === 'string')
    if (!isWanted) throw refusal(args[token.index] ?? '')
    if (name === 'port') port = portIn(value)
    if (name === 'region') region = regionIn(value)
    if (name === 'session') session = sessionIn(value)
    if (name === 'limit') limit = limitIn(value)
    if (name === 'scope') scope = scopeIn(value)
    names.add(name)
  }
  return { names, port, region, session, limit, scope, word: undefined, rest: [] }
}

function tokensOf(args: readonly string[]) {
  const options = { args: [...args], options: OPTIONS, strict: false, allowPositionals: true } as const
  return parseArgs({ ...options, tokens: true }).tokens
}

/** Whether `--help` is among the options of a command. `isLed`: they end at the first word, which begins somebody else's line. */
export function asksForHelp(rest: readonly string[], isLed: boolean): boolean {
  const tokens = tokensOf(rest)
  const end = tokens.findIndex(({ kind }) => kind === 'option-terminator' || (isLed && kind === 'positional'))
  return tokens
    .slice(0, end === -1 ? tokens.length : end)
    .some((token) => token.kind === 'option' && token.name === 'help')
}

/** Options behind a command's word go before those in front of it. */
export function withGivenBehind(front: Given, behind: Given): Given {
  return { ...behind, names: new Set([...front.names, ...behind.names]), port: behind.port ?? front.port }
}

/** The options behind a command that takes no more words. `noun`: what is said of an argument without a dash. */
export function optionsAfter(
  command: string,
  rest: readonly string[],
  allowed: readonly OptionName[],
  noun: 'word' | 'option' = 'word',
): Given {
  const known = [...allowed, 'help' as const].map((name) => `--${name}`)
  const refusal = (arg: string) => unknownArgument(arg, noun, command, known)
  const given = readOptions(rest, allowed, refusal)
  if (given.word !== undefined) throw refusal(given.word)
  return given
}

/** `known`: what may stand there, of which the one that was probably meant is named. */
export function unknownArgument(
  typed: string,
  noun: 'word' | 'option' | 'command',
  command?: string,
  known: readonly string[] = [],
): KimiProxyError {
  const what = typed.startsWith('-') ? 'option' : noun
  const arg = oneLine(typed)
  const meant = meantBy(typed, known)
  if (command === undefined) {
    const isCommand = what === 'command'
    if (meant === null) return new KimiProxyError(isCommand ? 'USAGE.command' : 'USAGE.option', { arg })
    return new KimiProxyError(isCommand ? 'USAGE.commandNear' : 'USAGE.optionNear', { arg, meant })
  }
  const isOption = what === 'option'
  if (meant === null) {
    return new KimiProxyError(isOption ? 'USAGE.optionAfter' : 'USAGE.wordAfter', { arg, command })
  }
  return new KimiProxyError(isOption ? 'USAGE.optionAfterNear' : 'USAGE.wordAfterNear', {
    arg,
    command,
    meant,
  })
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
  if (!isRegion(value)) throw new KimiProxyError('USAGE.region', { value: oneLine(value) })
  return value
}

function scopeIn(value: string | undefined): Scope {
  const scope = SCOPES.find((one) => one === value)
  if (scope !== undefined) return scope
  throw new KimiProxyError('USAGE.scope', { value: oneLine(value ?? '') })
}
