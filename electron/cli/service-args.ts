/** What may follow `kimi-proxy service`. */
import { printable } from '../core/printable'
import { parsePort } from '../core/setting-kinds'
import { usage } from './usage'

export type ServiceCommand =
  | {
      readonly kind: 'service'
      readonly action: 'install'
      readonly port: number | undefined
      readonly park: boolean
      readonly yes: boolean
    }
  | { readonly kind: 'service'; readonly action: 'remove'; readonly yes: boolean }
  | { readonly kind: 'service'; readonly action: 'status'; readonly json: boolean }

const FIX = 'Write kimi-proxy service install, remove or status.'

/** Throws USAGE or SETTING_INVALID. */
export function serviceCommand(rest: readonly string[]): ServiceCommand {
  const [action, ...options] = rest
  switch (action) {
    case 'install':
      return installCommand(options)
    case 'remove':
      return { kind: 'service', action, yes: hasOnly('remove', options, '--yes') }
    case 'status':
      return { kind: 'service', action, json: hasOnly('status', options, '--json') }
    case undefined:
      throw usage('service lacks what to do.', FIX)
    default:
      throw usage(`"${printable(action)}" is nothing that service does.`, FIX)
  }
}

function installCommand(options: readonly string[]): ServiceCommand {
  let port: number | undefined
  let park = false
  let yes = false
  for (let at = 0; at < options.length; at += 1) {
    const option = options[at] ?? ''
    if (option === '--park') park = true
    else if (option === '--yes') yes = true
    else if (option === '--port' || option === '-p') {
      at += 1
      const value = options[at]
      if (value === undefined) throw usage('--port lacks its number.', 'Write --port 18462.')
      port = parsePort(value, '--port')
    } else if (option.startsWith('--port=')) port = parsePort(option.slice('--port='.length), '--port')
    else throw unknown('install', option)
  }
  return { kind: 'service', action: 'install', port, park, yes }
}

function hasOnly(action: string, options: readonly string[], known: string): boolean {
  const other = options.find((option) => option !== known)
  if (other !== undefined) throw unknown(action, other)
  return options.length > 0
}

function unknown(action: string, option: string): Error {
  const what = option.startsWith('-') ? 'option' : 'word'
  return usage(`Unknown ${what} "${printable(option)}" after service ${action}.`, 'See kimi-proxy --help.')
}
