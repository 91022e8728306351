/** How commands with words of their own read their line. All throw USAGE or SETTING_INVALID. */
import type { LoginPick } from '../../contract/engine'
import { KimiProxyError } from '../../core/basics/errors'
import { oneLine } from '../../core/basics/printable'
import { isLoginPick } from '../../core/login/login-choice'
import { type CliCommand, type ServiceCommand, SHELL_NAMES, type ShellName } from '../basics/command'
import {
  type Given,
  OPTION_NAMES,
  type OptionName,
  optionsAfter,
  readOptions,
  unknownArgument,
} from '../basics/options'
import { startOptions } from './entry'

export function pickIn([pick, ...more]: readonly string[]): LoginPick {
  optionsAfter('use', more, [])
  if (isLoginPick(pick)) return pick
  throw pick === undefined
    ? new KimiProxyError('USAGE.useNothing', {})
    : new KimiProxyError('USAGE.use', { value: oneLine(pick) })
}

export function shellIn([word, ...more]: readonly string[]): ShellName {
  optionsAfter('completion', more, [])
  const shell = SHELL_NAMES.find((name) => name === word)
  if (shell !== undefined) return shell
  throw word === undefined
    ? new KimiProxyError('USAGE.completionNothing', {})
    : new KimiProxyError('USAGE.completion', { value: oneLine(word) })
}

/** `--redact` is accepted and changes nothing: no report holds a secret. */
export function doctorCommand({ port, rest }: Given): CliCommand<'doctor'> {
  const given = readOptions(rest, OPTION_NAMES, (arg) => unknownArgument(arg, 'command'))
  const own: readonly OptionName[] = ['json', 'redact', 'port']
  if (given.word !== undefined) throw unknownArgument(given.word, 'command')
  if (![...given.names].every((name) => own.includes(name))) throw new KimiProxyError('USAGE.doctor', {})
  return { kind: 'doctor', port: given.port ?? port, json: given.names.has('json') }
}

export function serviceCommand([action, ...rest]: readonly string[]): ServiceCommand {
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
      throw new KimiProxyError('USAGE.service', { value: oneLine(action) })
  }
}
