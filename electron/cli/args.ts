/** The command line as data. One line of usage error per mistake, naming the value and the fix. */
import { KimiProxyError } from '../core/errors'
import { printable } from '../core/printable'
import { isRegion, type Region } from '../core/region'
import { parsePort } from '../core/settings'

/** `port` is undefined where none was given, which is not the same as the default. */
export type CliCommand =
  | { readonly kind: 'start'; readonly port: number | undefined; readonly foreground: boolean }
  | { readonly kind: 'check'; readonly port: number | undefined }
  | { readonly kind: 'stop'; readonly all: boolean }
  | { readonly kind: 'watchdog'; readonly port: number | undefined; readonly foreground: boolean }
  | { readonly kind: 'run'; readonly port: number | undefined; readonly command: readonly string[] }
  | { readonly kind: 'login'; readonly region: Region | undefined; readonly open: boolean }
  | { readonly kind: 'logout'; readonly yes: boolean }
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
  foreground: boolean
  action: Action | undefined
}

/** `args` without program and script. Throws USAGE or SETTING_INVALID. */
export function parseCliArgs(args: readonly string[]): CliCommand {
  const seen: Seen = { port: undefined, foreground: false, action: undefined }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === 'run') return runCommand(seen, args.slice(at + 1))
    if (at === 0 && arg === 'login') return loginCommand(args.slice(1))
    if (at === 0 && arg === 'logout') return logoutCommand(args.slice(1))
    if (arg === '--port' || arg === '-p') {
      at += 1
      const value = args[at]
      if (value === undefined) throw usage('--port lacks its number.', 'Write --port 18462.')
      seen.port = parsePort(value, '--port')
    } else if (arg.startsWith('--port=')) seen.port = parsePort(arg.slice('--port='.length), '--port')
    else if (arg === '--foreground') seen.foreground = true
    else setAction(seen, arg)
  }
  return toCommand(seen)
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

function toCommand({ port, foreground, action }: Seen): CliCommand {
  switch (action) {
    case undefined:
      return { kind: 'start', port, foreground }
    case 'watchdog':
      return { kind: 'watchdog', port, foreground }
    case 'help':
    case 'version':
      return { kind: action }
    case 'check':
    case 'stop':
    case 'stop-all':
      if (foreground) throw usage(`--foreground and --${action} cannot be combined.`, 'Give one of them.')
      return action === 'check' ? { kind: 'check', port } : { kind: 'stop', all: action === 'stop-all' }
  }
}

function runCommand(seen: Seen, rest: readonly string[]): CliCommand {
  if (seen.action !== undefined || seen.foreground) {
    throw usage('run cannot be combined with another option than --port.', 'Write kimi-proxy run -- claude.')
  }
  const command = rest[0] === '--' ? rest.slice(1) : rest
  const [program] = command
  if (program === undefined) throw usage('run lacks a command.', 'Write kimi-proxy run -- claude.')
  if (rest[0] !== '--' && program.startsWith('-')) {
    throw usage(`Unknown option "${printable(program)}" after run.`, 'Write kimi-proxy run -- claude.')
  }
  return { kind: 'run', port: seen.port, command }
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

function usage(message: string, recovery: string): KimiProxyError {
  return new KimiProxyError('USAGE', message, recovery)
}
