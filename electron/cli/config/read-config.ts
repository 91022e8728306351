/** The line behind `kimi-proxy config`. */
import { KimiProxyError } from '../../core/basics/errors'
import { oneLine } from '../../core/basics/printable'
import { SETTING_KEYS, type SettingKey } from '../../core/settings/table'
import type { CliCommand } from '../basics/command'
import { meantBy } from '../basics/did-you-mean'
import { optionsAfter, unknownArgument } from '../basics/options'

const ACTIONS = ['get', 'set', 'unset'] as const

/** `rest`: what stands behind the word. Throws USAGE. */
export function readConfig([word, name, ...values]: readonly string[]): CliCommand<'config'> {
  const kind = 'config'
  const action = ACTIONS.find((each) => each === word)
  if (action === undefined) throw unknownAction(word)
  if (action !== 'set') optionsAfter(`config ${action}`, values, [])
  if (action === 'get') return { kind, action, key: name === undefined ? null : keyIn(name) }
  if (name === undefined) throw new KimiProxyError('USAGE.configNoKey', { action })
  const key = keyIn(name)
  if (action === 'unset') return { kind, action, key }
  if (values.length === 0) throw new KimiProxyError('USAGE.configNoValue', { key })
  return { kind, action, key, values }
}

function unknownAction(word: string | undefined): KimiProxyError {
  if (word === undefined) return new KimiProxyError('USAGE.config', {})
  return meantBy(word, ACTIONS) === null
    ? new KimiProxyError('USAGE.configAction', { value: oneLine(word) })
    : unknownArgument(word, 'word', 'config', ACTIONS)
}

function keyIn(name: string): SettingKey {
  const key = SETTING_KEYS.find((each) => each === name)
  if (key !== undefined) return key
  const meant = meantBy(name, SETTING_KEYS)
  throw meant === null
    ? new KimiProxyError('USAGE.configKey', { key: oneLine(name) })
    : new KimiProxyError('USAGE.configKeyNear', { key: oneLine(name), meant })
}
