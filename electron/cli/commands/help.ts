/** `--help`: made from the tables of commands, options and settings. */
import { SETTING_KEYS, SETTINGS } from '../../core/settings/table'
import { OPTION_NAMES, OPTIONS, type Option } from '../basics/options'

/** What to type, and what it does; more words stand on lines of their own. */
export type HelpLine = readonly [usage: string, words: string, ...more: string[]]

export function helpText(commands: readonly HelpLine[]): string {
  return [
    'kimi-proxy keeps Claude Code signed in to your Kimi subscription.',
    '',
    'Usage:',
    ...commands.flatMap(([usage, ...words]) => columns(`kimi-proxy ${usage}`, 33, words)),
    '',
    'Options:',
    ...OPTION_NAMES.flatMap((name) => {
      const option: Option = OPTIONS[name]
      return option.help === null ? [] : columns(`--${name} ${option.value ?? ''}`, 16, [option.help])
    }),
    '',
    EXIT_CODES,
    '',
    'Environment:',
    ...columns('KIMI_PROXY_HOME', 25, ['where settings, log and run file live']),
    ...SETTING_KEYS.flatMap((key) => {
      const setting = SETTINGS[key]
      return setting.env === undefined ? [] : columns(shown(setting.env), 25, [setting.help])
    }),
  ].join('\n')
}

const EXIT_CODES = `Exit codes:
  0   done; --check: running and healthy (or its watchdog is at it)
  1   could not start; --check: not running; --stop: nothing to stop;
      login: refused, or not approved in time; service install: it does not run;
      service status: not installed
  2   --check: running but unhealthy, and no watchdog; doctor: something is bad;
      service status: installed, not running
  130 login: cancelled with Ctrl+C
  64  a mistake in an option, a setting or a variable`

/** Two columns; what is too long for the first pushes the words to the right. */
function columns(left: string, width: number, [first = '', ...more]: readonly string[]): string[] {
  const line = `  ${left.trimEnd().padEnd(width - 3)}   ${first}`
  return [line, ...more.map((words) => `${' '.repeat(width + 2)}${words}`)]
}

/** Without their lower-case twins. */
function shown(variables: readonly string[]): string {
  return variables.filter((name) => name === name.toUpperCase()).join(', ')
}
