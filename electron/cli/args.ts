/** The command line as data. One line of usage error per mistake, naming the value and the fix. */
import type { LoginPick } from '../contract/state'
import { isLoginPick } from '../core/login-choice'
import { printable } from '../core/printable'
import { isRegion, type Region } from '../core/region'
import { parsePort } from '../core/setting-kinds'
import { type ServiceCommand, serviceCommand } from './service-args'
import { usage } from './usage'

/** What an engine is started with. */
export interface EngineOptions {
  /** Undefined where none was given, which is not the same as the default. */
  readonly port: number | undefined
  /** Requests wait for a new sign-in or the network instead of failing. */
  readonly park: boolean
}

export type CliCommand =
  | ({ readonly kind: 'start'; readonly foreground: boolean } & EngineOptions)
  | { readonly kind: 'check'; readonly port: number | undefined }
  | { readonly kind: 'stop'; readonly all: boolean }
  | ({ readonly kind: 'watchdog'; readonly foreground: boolean } & EngineOptions)
  | ({ readonly kind: 'run'; readonly command: readonly string[] } & EngineOptions)
  | { readonly kind: 'use'; readonly pick: LoginPick }
  | { readonly kind: 'status'; readonly json: boolean }
  | { readonly kind: 'doctor'; readonly port: number | undefined; readonly json: boolean }
  | { readonly kind: 'login'; readonly region: Region | undefined; readonly open: boolean }
  | { readonly kind: 'logout'; readonly yes: boolean }
  | ServiceCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }

type Action = 'check' | 'stop' | 'stop-all' | 'watchdog' | 'help' | 'version'

const ACTIONS: Readonly<Record<string, Action>> = {
  '--check': 'check',
  '--stop': 'stop',
  '--stop-all': 'stop-all',
  '--watchdog': 'watchdog',
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
}

interface Seen {
  port: number | undefined
  park: boolean
  foreground: boolean
  action: Action | undefined
}

/** `args` without program and script. Throws USAGE or SETTING_INVALID. */
export function parseCliArgs(args: readonly string[]): CliCommand {
  const seen: Seen = { port: undefined, park: false, foreground: false, action: undefined }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === 'run') return runCommand(seen, args.slice(at + 1))
    const subcommand = SUBCOMMANDS[arg]
    if (Object.hasOwn(SUBCOMMANDS, arg) && subcommand !== undefined) {
      refuseBefore(arg, seen)
      return subcommand(args.slice(at + 1))
    }
    if (arg === 'doctor') return doctorCommand(seen, args.slice(at + 1))
    if (arg === '--port' || arg === '-p') {
      at += 1
      const value = args[at]
      if (value === undefined) throw usage('--port lacks its number.', 'Write --port 18462.')
      seen.port = parsePort(value, '--port')
    } else if (arg.startsWith('--port=')) seen.port = parsePort(arg.slice('--port='.length), '--port')
    else if (arg === '--foreground') seen.foreground = true
    else if (arg === '--park') seen.park = true
    else setAction(seen, arg)
  }
  return toCommand(seen)
}

type Subcommand = (rest: readonly string[]) => CliCommand

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  login: loginCommand,
  logout: logoutCommand,
  service: serviceCommand,
  use: (rest) => {
    const [pick, ...more] = rest
    refuseMore('use', more)
    if (isLoginPick(pick)) return { kind: 'use', pick }
    const given = pick === undefined ? 'use lacks a login.' : `"${printable(pick)}" is no login to use.`
    throw usage(given, 'Write kimi-proxy use own, kimi-code, kimi-cli or auto.')
  },
  status: (rest) => {
    const json = rest.includes('--json')
    refuseMore(
      'status',
      rest.filter((arg) => arg !== '--json'),
    )
    return { kind: 'status', json }
  },
}

/** Options in front of a subcommand would be passed over. */
function refuseBefore(name: string, { port, park, foreground, action }: Seen): void {
  if (port === undefined && !park && !foreground && action === undefined) return
  throw usage(`${name} cannot be combined with an option in front of it.`, `Write kimi-proxy ${name}.`)
}

function refuseMore(name: string, rest: readonly string[]): void {
  const [first] = rest
  if (first === undefined) return
  const what = first.startsWith('-') ? 'option' : 'word'
  throw usage(`Unknown ${what} "${printable(first)}" after ${name}.`, 'See kimi-proxy --help.')
}

function setAction(seen: Seen, arg: string): void {
  const action = Object.hasOwn(ACTIONS, arg) ? ACTIONS[arg] : undefined
  if (action === undefined) {
    const what = arg.startsWith('-') ? 'option' : 'command'
    throw usage(`Unknown ${what} "${printable(arg)}".`, 'See kimi-proxy --help.')
  }
  if (seen.action !== undefined && seen.action !== action) {
    throw usage(`--${seen.action} and --${action} cannot be combined.`, 'Give one of them.')
  }
  seen.action = action
}

function toCommand({ port, park, foreground, action }: Seen): CliCommand {
  switch (action) {
    case undefined:
      return { kind: 'start', port, park, foreground }
    case 'watchdog':
      return { kind: 'watchdog', port, park, foreground }
    case 'help':
    case 'version':
      return { kind: action }
    case 'check':
    case 'stop':
    case 'stop-all':
      if (foreground) throw usage(`--foreground and --${action} cannot be combined.`, 'Give one of them.')
      if (park) throw usage(`--park and --${action} cannot be combined.`, 'Give one of them.')
      return action === 'check' ? { kind: 'check', port } : { kind: 'stop', all: action === 'stop-all' }
  }
}

function runCommand(seen: Seen, rest: readonly string[]): CliCommand {
  if (seen.action !== undefined || seen.foreground) {
    throw usage(
      'run cannot be combined with another option than --port and --park.',
      'Write kimi-proxy run -- claude.',
    )
  }
  const command = rest[0] === '--' ? rest.slice(1) : rest
  const [program] = command
  if (program === undefined) throw usage('run lacks a command.', 'Write kimi-proxy run -- claude.')
  if (rest[0] !== '--' && program.startsWith('-')) {
    throw usage(`Unknown option "${printable(program)}" after run.`, 'Write kimi-proxy run -- claude.')
  }
  return { kind: 'run', port: seen.port, park: seen.park, command }
}

/** `--redact` is accepted and changes nothing: no report holds a secret. */
function doctorCommand(seen: Seen, rest: readonly string[]): CliCommand {
  const own = ['--json', '--redact']
  const others = parseCliArgs(rest.filter((arg) => !own.includes(arg)))
  if (
    seen.action !== undefined ||
    others.kind !== 'start' ||
    seen.foreground ||
    seen.park ||
    others.foreground ||
    others.park
  ) {
    throw usage(
      'doctor takes --json, --redact and --port only.',
      'Write kimi-proxy doctor, or kimi-proxy doctor --json.',
    )
  }
  return { kind: 'doctor', port: others.port ?? seen.port, json: rest.includes('--json') }
}

function loginCommand(rest: readonly string[]): CliCommand {
  let region: Region | undefined
  let open = false
  for (let at = 0; at < rest.length; at += 1) {
    const arg = rest[at] ?? ''
    if (arg === '--open') open = true
    else if (arg === '--region') {
      at += 1
      region = regionIn(rest[at])
    } else if (arg.startsWith('--region=')) region = regionIn(arg.slice('--region='.length))
    else throw usage(`Unknown option "${printable(arg)}" after login.`, 'See kimi-proxy --help.')
  }
  return { kind: 'login', region, open }
}

function regionIn(value: string | undefined): Region {
  const fix = 'Write --region mainland-cn (kimi.com) or --region global (kimi.ai).'
  if (value === undefined) throw usage('--region lacks its name.', fix)
  if (!isRegion(value)) throw usage(`--region "${printable(value)}" is no region.`, fix)
  return value
}

function logoutCommand(rest: readonly string[]): CliCommand {
  const other = rest.find((arg) => arg !== '--yes')
  if (other !== undefined) {
    throw usage(`Unknown option "${printable(other)}" after logout.`, 'See kimi-proxy --help.')
  }
  return { kind: 'logout', yes: rest.length > 0 }
}
