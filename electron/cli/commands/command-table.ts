/** Every command of the command line: its words in `--help`, how it is read, what does it. */

import type { LoginPick } from '../../contract/engine'
import { KimiProxyError } from '../../core/basics/errors'
import { printable } from '../../core/basics/printable'
import { isLoginPick } from '../../core/login/login-choice'
import { VERSION } from '../../node/basics/version'
import type { CliCommand, CommandKind, ServiceCommand, StartOptions } from '../basics/command'
import type { CliContext } from '../basics/context'
import {
  type Given,
  OPTION_NAMES,
  type OptionName,
  optionsAfter,
  readOptions,
  unknownArgument,
} from '../basics/options'
import { doctor } from '../doctor/doctor'
import { check, start, stop } from '../engine/commands'
import { env, token } from '../engine/env'
import { run } from '../engine/run'
import { serve } from '../engine/serve'
import { watchdog } from '../engine/watchdog'
import { login } from '../login/login'
import { status, use } from '../login/logins'
import { logout } from '../login/logout'
import { quota } from '../plan/quota'
import { log } from '../recorder/log'
import { service } from '../service/service'
import { type HelpLine, helpText } from './help'

export interface Entry<Kind extends CommandKind> {
  /** In `--help`. */
  readonly lines: readonly HelpLine[]
  /** Options that may stand in front of its word, or beside its own option. */
  readonly beside?: readonly OptionName[]
  /** The complaint about any other option in front of the command's word. */
  readonly misfit?: 'USAGE.run' | 'USAGE.doctor'
  /** Options behind its word, where nothing else may follow; without them `read` gets all that follows as `rest`. */
  readonly after?: readonly OptionName[]
  /** The name of a further argument behind the command's word, for the complaint about one too many. */
  readonly noun?: 'option'
  /** Throws USAGE or SETTING_INVALID. */
  read(given: Given): CliCommand<Kind>
  /** The exit code. */
  perform(context: CliContext, command: CliCommand<Kind>): number | Promise<number>
}

const TO_START = ['port', 'park', 'foreground'] as const

/** In the order of `--help`. A command without its entry, or an entry without a part, does not compile. */
export const COMMANDS: { readonly [Kind in CommandKind]: Entry<Kind> } = {
  run: {
    lines: [['run -- claude [...]', 'help.run']],
    beside: ['port', 'park'],
    misfit: 'USAGE.run',
    read: runCommand,
    perform: (context, command) =>
      run(context, command, () => login(context, { kind: 'login', region: undefined, open: false })),
  },
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
    lines: [['', 'help.start']],
    beside: TO_START,
    read: (given) => ({ kind: 'start', ...startOptions(given), foreground: given.names.has('foreground') }),
    perform: (context, command) => (command.foreground ? serve : start)(context, command),
  },
  check: {
    lines: [['--check', 'help.check']],
    beside: ['port'],
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
  log: {
    lines: [['log [--follow] [--json] [--export] [--session S] [--limit N]', 'help.log']],
    after: ['follow', 'json', 'export', 'session', 'limit'],
    read: ({ names, session, limit }) => ({
      kind: 'log',
      follow: names.has('follow'),
      json: names.has('json'),
      export: names.has('export'),
      session,
      limit,
    }),
    perform: log,
  },
  use: {
    lines: [['use own|kimi-code|kimi-cli|auto', 'help.use']],
    read: ({ rest }) => ({ kind: 'use', pick: pickIn(rest) }),
    perform: use,
  },
  doctor: {
    lines: [['doctor [--json]', 'help.doctor']],
    beside: ['port'],
    misfit: 'USAGE.doctor',
    read: doctorCommand,
    perform: doctor,
  },
  stop: {
    lines: [['--stop', 'help.stop']],
    beside: ['port', 'yes'],
    read: ({ names }) => ({ kind: 'stop', all: names.has('stop-all'), yes: names.has('yes') }),
    perform: stop,
  },
  watchdog: {
    lines: [['--watchdog', 'help.watchdog']],
    beside: TO_START,
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
    read: ({ rest }) => serviceCommand(rest),
    perform: service,
  },
  token: {
    lines: [['token', 'help.token']],
    after: [],
    read: () => ({ kind: 'token' }),
    perform: token,
  },
  env: {
    lines: [['env [--json]', 'help.env']],
    after: ['json'],
    read: ({ names }) => ({ kind: 'env', json: names.has('json') }),
    perform: env,
  },
  help: {
    lines: [],
    beside: TO_START,
    read: () => ({ kind: 'help' }),
    perform: ({ print, say }) =>
      said(
        print,
        helpText(
          say,
          Object.values(COMMANDS).flatMap(({ lines }) => lines),
        ),
      ),
  },
  version: {
    lines: [],
    beside: TO_START,
    read: () => ({ kind: 'version' }),
    perform: ({ print }) => said(print, VERSION),
  },
}

function said(print: (text: string) => void, text: string): number {
  print(text)
  return 0
}

function startOptions({ port, names }: Given): StartOptions {
  return { port, park: names.has('park') }
}

/** Its options may stand in front of the word and behind it, up to the command. */
function runCommand({ rest, port, names }: Given): CliCommand<'run'> {
  const end = rest.indexOf('--')
  const refusal = (arg: string) => new KimiProxyError('USAGE.runOption', { arg: printable(arg) })
  const given = readOptions(end === -1 ? rest : rest.slice(0, end), ['port', 'park'], refusal)
  const behind = end === -1 ? [] : rest.slice(end)
  const command = given.word === undefined ? behind.slice(1) : [given.word, ...given.rest, ...behind]
  if (command[0] === undefined) throw new KimiProxyError('USAGE.runNothing', {})
  return {
    kind: 'run',
    port: given.port ?? port,
    park: names.has('park') || given.names.has('park'),
    command,
  }
}

function pickIn([pick, ...more]: readonly string[]): LoginPick {
  optionsAfter('use', more, [])
  if (isLoginPick(pick)) return pick
  throw pick === undefined
    ? new KimiProxyError('USAGE.useNothing', {})
    : new KimiProxyError('USAGE.use', { value: printable(pick) })
}

/** `--redact` is accepted and changes nothing: no report holds a secret. */
function doctorCommand({ port, rest }: Given): CliCommand<'doctor'> {
  const given = readOptions(rest, OPTION_NAMES, (arg) => unknownArgument(arg, 'command'))
  const own: readonly OptionName[] = ['json', 'redact', 'port']
  if (given.word !== undefined) throw unknownArgument(given.word, 'command')
  if (![...given.names].every((name) => own.includes(name))) throw new KimiProxyError('USAGE.doctor', {})
  return { kind: 'doctor', port: given.port ?? port, json: given.names.has('json') }
}

function serviceCommand([action, ...rest]: readonly string[]): ServiceCommand {
  const kind = 'service'
  const options = (...allowed: OptionName[]) => optionsAfter(`service ${action}`, rest, allowed)
  switch (action) {
    case 'install': {
      const given = options('port', 'park', 'yes')
      return { kind, action, ...startOptions(given), yes: given.names.has('yes') }
    }
    case 'remove':
      return { kind, action, yes: options('yes').names.has('yes') }
    case 'status':
      return { kind, action, json: options('json').names.has('json') }
    case undefined:
      throw new KimiProxyError('USAGE.serviceNothing', {})
    default:
      throw new KimiProxyError('USAGE.service', { value: printable(action) })
  }
}
