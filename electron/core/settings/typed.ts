/** A setting as it is typed on the command line. Pure. */
import { KimiProxyError } from '../basics/errors'
import { HIDDEN } from '../basics/secret'
import { placeInFile, type SettingsInput } from './schema'
import { SETTINGS, type SettingKey } from './table'

/**
 * What stands in the settings file for it; undefined for what is as good as no value. Throws SETTING_INVALID as the parser does, and
 * USAGE for several values where one is taken.
 */
export function typedSetting(
  key: SettingKey,
  texts: readonly string[],
  input: Pick<SettingsInput, 'filePath' | 'homeDir'>,
): unknown {
  const { kind, fallback } = SETTINGS[key]
  if (texts.some((text) => text.includes(HIDDEN))) {
    throw new KimiProxyError('SETTING_INVALID.hiddenPassword', {})
  }
  const [text = ''] = texts
  const isList = Array.isArray(fallback)
  if (texts.length > 1 && !isList) throw new KimiProxyError('USAGE.configMany', { key })
  const place = placeInFile(key, input)
  const json = texts.length === 1 ? jsonIn(text) : undefined
  if (json !== undefined) {
    try {
      return kind.read(json, place) === undefined ? undefined : json
    } catch {
      // Meant as text, perhaps.
    }
  }
  const plain = isList ? texts.filter((each) => each !== '') : text
  return kind.read(plain, place) === undefined ? undefined : plain
}

/** A number, a truth value or a list; undefined for anything else. */
function jsonIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'number' || typeof json === 'boolean' || Array.isArray(json) ? json : undefined
  } catch {
    return undefined
  }
}
