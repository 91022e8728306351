/** `--help`: made from the tables of commands, options and settings. */
import { SETTING_KEYS, SETTINGS } from '../../core/settings/table'
import { brokenAt, padded, textWidth } from '../../core/views/cli/columns'
import { type HelpWords, helpIn } from '../../core/words/help-words'
import type { Say } from '../../core/words/say'
import type { CommandKind } from '../basics/command'
import { type Look, painted } from '../basics/look'
import { OPTION_NAMES, OPTIONS, type Option, type OptionName } from '../basics/options'
import { EXAMPLES } from './examples'

const EXIT_CODES = ['0', '1', '2', '130', '64'] as const

/** A row of `--help`: what to type, and what it does. */
export type HelpLine = readonly [usage: string, words: HelpWords]

/** What the help of a command is made of. */
export interface Described {
  readonly lines: readonly HelpLine[]
  readonly beside?: readonly OptionName[]
  readonly after?: readonly OptionName[]
  readonly options?: readonly OptionName[]
  readonly words?: readonly string[]
}

export type DescribedCommands = Readonly<Record<CommandKind, Described>>

/** Of one command, or of all. */
export function helpText(
  look: Look,
  say: Say,
  commands: DescribedCommands,
  of: CommandKind | undefined,
): string {
  const page = of === undefined ? wholeHelp(look, say, commands) : helpOf(look, say, of, commands[of])
  return page.join('\n')
}

/** The options of a command, each once, in the order of the table. */
export function optionsOf({ beside, after, options }: Described): readonly OptionName[] {
  const own = options ?? after ?? beside ?? []
  return OPTION_NAMES.filter((name) => own.includes(name))
}

function wholeHelp(look: Look, say: Say, commands: DescribedCommands): readonly string[] {
  const rows = rowsOf(look)
  const words = (wanted: HelpWords) => helpIn(say, wanted)
  const head = (text: string) => painted(look, 'bold', text)
  return [
    say('help.intro'),
    '',
    head(say('help.usage')),
    ...Object.values(commands).flatMap(({ lines }) =>
      lines.flatMap(([usage, key]) => rows(`kimi-proxy ${usage}`, 33, words(key))),
    ),
    '',
    say('help.perCommand'),
    '',
    head(say('help.options')),
    ...OPTION_NAMES.flatMap((name) => {
      const option: Option = OPTIONS[name]
      return option.help === null ? [] : rows(typed(name), 16, words(option.help))
    }),
    '',
    head(say('help.exitCodes')),
    ...EXIT_CODES.flatMap((code) => rows(code, 6, say(`help.exit${code}`))),
    '',
    head(say('help.environment')),
    ...rows('KIMI_PROXY_HOME', 25, words('help.home')),
    ...rows('KIMI_PROXY_LANG', 25, words('help.language')),
    ...rows('NO_COLOR', 25, words('help.noColor')),
    ...SETTING_KEYS.flatMap((key) => {
      const setting = SETTINGS[key]
      return setting.env === undefined ? [] : rows(shown(setting.env), 25, words(setting.help))
    }),
  ]
}

function helpOf(look: Look, say: Say, kind: CommandKind, described: Described): readonly string[] {
  const rows = rowsOf(look)
  const head = (text: string) => painted(look, 'bold', text)
  const { lines } = described
  const usages: readonly HelpLine[] = lines.length === 0 ? [[kind, `help.${NAMELESS}`]] : lines
  const options = ['help' as const, ...optionsOf(described).filter((name) => name !== 'help')]
  return [
    head(say('help.usage')),
    ...usages.flatMap(([usage, words]) => rows(`kimi-proxy ${usage}`, 33, helpIn(say, words))),
    '',
    head(say('help.options')),
    ...options.flatMap((name) => {
      const { own, help }: Option = OPTIONS[name]
      const words = own ?? help
      return rows(typed(name), 16, words === null ? '' : helpIn(say, words))
    }),
    '',
    head(say('help.example')),
    `  kimi-proxy ${EXAMPLES[kind]}`,
  ]
}

/** The one command without a row in `--help`. */
const NAMELESS = 'version'

function typed(name: OptionName): string {
  const { short, value = '' }: Option = OPTIONS[name]
  return `${short === undefined ? '' : `-${short}, `}--${name} ${value}`.trimEnd()
}

type Rows = (left: string, width: number, words: string) => readonly string[]

/** Too narrow for two columns. */
const NARROWEST = 20

/** Two columns; what is too long for the first pushes the words to the right. Broken where the terminal ends. */
function rowsOf({ columns }: Look): Rows {
  return (left, width, words) => {
    const first = `  ${padded(left, width - 3)}   `
    const room = columns === null ? null : columns - width - 2
    const isWide = textWidth(first) > width + 2
    const lines = words
      .split('\n')
      .flatMap((line) => (room === null || room < NARROWEST ? [line] : brokenAt(line, room)))
    const rest = (line: string) => `${' '.repeat(width + 2)}${line}`
    if (isWide && room !== null) return [`  ${left}`, ...lines.map(rest)]
    const [head = '', ...more] = lines
    return [`${first}${head}`.trimEnd(), ...more.map(rest)]
  }
}

/** Without their lower-case twins. */
function shown(variables: readonly string[]): string {
  return variables.filter((name) => name === name.toUpperCase()).join(', ')
}
