/** `--help`: made from the tables of commands, options and settings. */
import { SETTING_KEYS, SETTINGS } from '../../core/settings/table'
import { type HelpWords, helpIn } from '../../core/words/help-words'
import type { Say } from '../../core/words/say'
import { OPTION_NAMES, OPTIONS, type Option } from '../basics/options'

const EXIT_CODES = ['0', '1', '2', '130', '64'] as const

/** A row of `--help`: what to type, and what it does. */
export type HelpLine = readonly [usage: string, words: HelpWords]

export function helpText(say: Say, commands: readonly HelpLine[]): string {
  const words = (wanted: HelpWords) => helpIn(say, wanted)
  return [
    say('help.intro'),
    '',
    say('help.usage'),
    ...commands.flatMap(([usage, key]) => columns(`kimi-proxy ${usage}`, 33, words(key))),
    '',
    say('help.options'),
    ...OPTION_NAMES.flatMap((name) => {
      const option: Option = OPTIONS[name]
      return option.help === null ? [] : columns(`--${name} ${option.value ?? ''}`, 16, words(option.help))
    }),
    '',
    say('help.exitCodes'),
    ...EXIT_CODES.flatMap((code) => columns(code, 6, say(`help.exit${code}`))),
    '',
    say('help.environment'),
    ...columns('KIMI_PROXY_HOME', 25, words('help.home')),
    ...columns('KIMI_PROXY_LANG', 25, words('help.language')),
    ...SETTING_KEYS.flatMap((key) => {
      const setting = SETTINGS[key]
      return setting.env === undefined ? [] : columns(shown(setting.env), 25, words(setting.help))
    }),
  ].join('\n')
}

/** Two columns; what is too long for the first pushes the words to the right. */
function columns(left: string, width: number, words: string): readonly string[] {
  const [first = '', ...more] = words.split('\n')
  const line = `  ${left.trimEnd().padEnd(width - 3)}   ${first}`
  return [line, ...more.map((rest) => `${' '.repeat(width + 2)}${rest}`)]
}

/** Without their lower-case twins. */
function shown(variables: readonly string[]): string {
  return variables.filter((name) => name === name.toUpperCase()).join(', ')
}
