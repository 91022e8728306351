/** Every command of the command line: its words in `--help`, how it is read, what does it. */

import { VERSION } from '../../node/basics/version'
import { type CommandKind, SHELL_NAMES } from '../basics/command'
import { lookOf } from '../basics/look'
import { optionsAfter, unknownArgument } from '../basics/options'
import { doctor } from '../doctor/doctor'
import { check, start, stop } from '../engine/commands'
import { serve } from '../engine/serve'
import { watchdog } from '../engine/watchdog'
import { login } from '../login/login'
import { status, use } from '../login/logins'
import { logout } from '../login/logout'
import { quota } from '../plan/quota'
import { service } from '../service/service'
import { CLIENT_COMMANDS } from './client-commands'
import { completionScript } from './completion'
import { type Entry, startOptions } from './entry'
import { helpText } from './help'
import { doctorCommand, pickIn, serviceCommand, shellIn } from './readers'
import { TOOL_COMMANDS } from './tool-commands'

const TO_START = ['port', 'park', 'foreground'] as const

/** In the order of `--help`. A command without its entry, or an entry without a part, does not compile. */
export const COMMANDS: { readonly [Kind in CommandKind]: Entry<Kind> } = {
  ...CLIENT_COMMANDS,
  login: {
    lines: [['login', 'help.login']],
    after: ['region', 'open'],
    noun: 'option',
    read: ({ region, names }) => ({ kind: 'login', region, open: names.has('open') }),
    perform: login,
  },
  logout: {
    lines: [['logout', 'help.logout']],
    after: ['yes'],
    noun: 'option',
    read: ({ names }) => ({ kind: 'logout', yes: names.has('yes') }),
    perform: logout,
  },
  start: {
    lines: [['start', 'help.start']],
    beside: TO_START,
    after: TO_START,
    read: (given) => ({ kind: 'start', ...startOptions(given), foreground: given.names.has('foreground') }),
    perform: (context, command) => (command.foreground ? serve : start)(context, command),
  },
  check: {
    lines: [['check', 'help.check']],
    beside: ['port'],
    after: ['port'],
    read: ({ port }) => ({ kind: 'check', port }),
    perform: check,
  },
  status: {
    lines: [['status [--json]', 'help.status']],
    after: ['json'],
    read: ({ names }) => ({ kind: 'status', json: names.has('json') }),
    perform: status,
  },
  quota: {
    lines: [['quota [--json] [--watch]', 'help.quota']],
    after: ['json', 'watch'],
    read: ({ names }) => ({ kind: 'quota', json: names.has('json'), watch: names.has('watch') }),
    perform: quota,
  },
  use: {
    lines: [['use own|kimi-code|kimi-cli|auto', 'help.use']],
    words: ['own', 'kimi-code', 'kimi-cli', 'auto'],
    read: ({ rest }) => ({ kind: 'use', pick: pickIn(rest) }),
    perform: use,
  },
  doctor: {
    lines: [['doctor [--json]', 'help.doctor']],
    beside: ['port'],
    options: ['port', 'json', 'redact'],
    misfit: 'USAGE.doctor',
    read: doctorCommand,
    perform: doctor,
  },
  stop: {
    lines: [['stop [--all]', 'help.stop']],
    beside: ['port', 'yes'],
    after: ['port', 'yes', 'all'],
    read: ({ names }) => ({
      kind: 'stop',
      all: names.has('stop-all') || names.has('all'),
      yes: names.has('yes'),
    }),
    perform: stop,
  },
  watchdog: {
    lines: [['watchdog', 'help.watchdog']],
    beside: TO_START,
    after: TO_START,
    read: (given) => ({
      kind: 'watchdog',
      ...startOptions(given),
      foreground: given.names.has('foreground'),
    }),
    perform: watchdog,
  },
  service: {
    lines: [
      ['service install', 'help.serviceInstall'],
      ['service remove', 'help.serviceRemove'],
      ['service status [--json]', 'help.serviceStatus'],
    ],
    options: ['port', 'park', 'yes', 'json'],
    words: ['install', 'remove', 'status'],
    read: ({ rest }) => serviceCommand(rest),
    perform: service,
  },
  ...TOOL_COMMANDS,
  completion: {
    lines: [['completion bash|zsh|fish', 'help.completion']],
    words: SHELL_NAMES,
    read: ({ rest }) => ({ kind: 'completion', shell: shellIn(rest) }),
    perform: ({ print, say }, { shell }) => said(print, completionScript(shell, say, COMMANDS)),
  },
  help: {
    lines: [['help [command]', 'help.helpOf']],
    beside: TO_START,
    options: [],
    read: ({ word, rest }) => ({ kind: 'help', of: word === undefined ? undefined : kindIn(rest) }),
    perform: (context, { of }) =>
      said(context.print, helpText(lookOf(context.env), context.say, COMMANDS, of)),
  },
  version: {
    lines: [],
    beside: TO_START,
    after: [],
    read: () => ({ kind: 'version' }),
    perform: ({ print }) => said(print, VERSION),
  },
}

function kindIn([word, ...more]: readonly string[]): CommandKind | undefined {
  optionsAfter('help', more, [])
  if (word === undefined) return undefined
  const kinds = Object.keys(COMMANDS).filter((name): name is CommandKind => Object.hasOwn(COMMANDS, name))
  const kind = kinds.find((each) => each === word)
  if (kind === undefined) throw unknownArgument(word, 'command', undefined, kinds)
  return kind
}

function said(print: (text: string) => void, text: string): number {
  print(text)
  return 0
}
