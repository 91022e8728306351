/** Every command of the command line: its words in `--help`, how it is read, what does it. */

import type { LoginPick } from '../../contract/engine'
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
  usage,
} from '../basics/options'
import { doctor } from '../doctor/doctor'
import { check, start, stop } from '../engine/commands'
import { run } from '../engine/run'
import { serve } from '../engine/serve'
import { watchdog } from '../engine/watchdog'
import { login } from '../login/login'
import { status, use } from '../login/logins'
import { logout } from '../login/logout'
import { service } from '../service/service'
import { type HelpLine, helpText } from './help'

export interface Entry<Kind extends CommandKind> {
  /** In `--help`. */
  readonly lines: readonly HelpLine[]
  /** Options that may stand in front of its word, or beside its own option. */
  readonly beside?: readonly OptionName[]
  /** What is said of any other in front of its word, and the way out. */
  readonly misfit?: readonly [message: string, recovery: string]
  /** Options behind its word, where nothing else may follow; without them `read` gets all that follows as `rest`. */
  readonly after?: readonly OptionName[]
  /** What something else behind its word is called. */
  readonly noun?: 'option'
  /** Throws USAGE or SETTING_INVALID. */
  read(given: Given): CliCommand<Kind>
  /** The exit code. */
  perform(context: CliContext, command: CliCommand<Kind>): number | Promise<number>
}

const RUN_FIX = 'Write kimi-proxy run -- claude.'
const TO_START = ['port', 'park', 'foreground'] as const
const DOCTOR_ONLY = [
  'doctor takes --json, --redact and --port only.',
  'Write kimi-proxy doctor, or kimi-proxy doctor --json.',
] as const

/** In the order of `--help`. A command without its entry, or an entry without a part, does not compile. */
export const COMMANDS: { readonly [Kind in CommandKind]: Entry<Kind> } = {
  run: {
    lines: [['run -- claude [...]', 'run Claude Code through Kimi, starting the proxy if needed']],
    beside: ['port', 'park'],
    misfit: ['run cannot be combined with another option than --port and --park.', RUN_FIX],
    read: (given) => ({ kind: 'run', ...startOptions(given), command: commandIn(given.rest) }),
    perform: run,
  },
  login: {
    lines: [['login', 'sign in to Kimi with a code, on this or any other device']],
    after: ['region', 'open'],
    noun: 'option',
    read: ({ region, names }) => ({ kind: 'login', region, open: names.has('open') }),
    perform: login,
  },
  logout: {
    lines: [['logout', "remove that login again; other tools' logins stay"]],
    after: ['yes'],
    noun: 'option',
    read: ({ names }) => ({ kind: 'logout', yes: names.has('yes') }),
    perform: logout,
  },
  start: {
    lines: [['', 'start the proxy in the background']],
    beside: TO_START,
    read: (given) => ({ kind: 'start', ...startOptions(given), foreground: given.names.has('foreground') }),
    perform: (context, command) => (command.foreground ? serve : start)(context, command),
  },
  check: {
    lines: [['--check', 'say how it is doing']],
    beside: ['port'],
    read: ({ port }) => ({ kind: 'check', port }),
    perform: check,
  },
  status: {
    lines: [['status [--json]', 'the same, and which Kimi logins there are']],
    after: ['json'],
    read: ({ names }) => ({ kind: 'status', json: names.has('json') }),
    perform: status,
  },
  use: {
    lines: [['use own|kimi-code|kimi-cli|auto', 'choose the login']],
    read: ({ rest }) => ({ kind: 'use', pick: pickIn(rest) }),
    perform: use,
  },
  doctor: {
    lines: [
      [
        'doctor [--json]',
        'look for what is wrong with logins, network, clock, port and',
        "Claude Code's settings; changes nothing, shows no secret",
      ],
    ],
    beside: ['port'],
    misfit: DOCTOR_ONLY,
    read: doctorCommand,
    perform: doctor,
  },
  stop: {
    lines: [['--stop', 'stop it, and its watchdog; asks first while answers run']],
    beside: ['port', 'yes'],
    read: ({ names }) => ({ kind: 'stop', all: names.has('stop-all'), yes: names.has('yes') }),
    perform: stop,
  },
  watchdog: {
    lines: [['--watchdog', 'start it, and start it again whenever it dies or hangs']],
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
      ['service install', 'have the system run it (systemd or launchd): a server, SSH'],
      ['service remove', 'take that away again'],
      ['service status [--json]', 'say whether it is installed and runs'],
    ],
    read: ({ rest }) => serviceCommand(rest),
    perform: service,
  },
  help: {
    lines: [],
    beside: TO_START,
    read: () => ({ kind: 'help' }),
    perform: ({ print }) => said(print, helpText(Object.values(COMMANDS).flatMap(({ lines }) => lines))),
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

function commandIn(rest: readonly string[]): readonly string[] {
  const command = rest[0] === '--' ? rest.slice(1) : rest
  const [program] = command
  if (program === undefined) throw usage('run lacks a command.', RUN_FIX)
  if (command === rest && program.startsWith('-')) {
    throw usage(`Unknown option "${printable(program)}" after run.`, RUN_FIX)
  }
  return command
}

function pickIn([pick, ...more]: readonly string[]): LoginPick {
  optionsAfter('use', more, [])
  if (isLoginPick(pick)) return pick
  const given = pick === undefined ? 'use lacks a login.' : `"${printable(pick)}" is no login to use.`
  throw usage(given, 'Write kimi-proxy use own, kimi-code, kimi-cli or auto.')
}

/** `--redact` is accepted and changes nothing: no report holds a secret. */
function doctorCommand({ port, rest }: Given): CliCommand<'doctor'> {
  const given = readOptions(rest, OPTION_NAMES, (arg) => unknownArgument(arg, 'command'))
  const own: readonly OptionName[] = ['json', 'redact', 'port']
  if (given.word !== undefined) throw unknownArgument(given.word, 'command')
  if (![...given.names].every((name) => own.includes(name))) throw usage(...DOCTOR_ONLY)
  return { kind: 'doctor', port: given.port ?? port, json: given.names.has('json') }
}

function serviceCommand([action, ...rest]: readonly string[]): ServiceCommand {
  const kind = 'service'
  const fix = 'Write kimi-proxy service install, remove or status.'
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
      throw usage('service lacks what to do.', fix)
    default:
      throw usage(`"${printable(action)}" is nothing that service does.`, fix)
  }
}
