/** The settings as the Settings face edits them, and what becomes of its changes. Pure. */
import type {
  EditableSettings,
  EditedKey,
  Setting,
  SettingsChanges,
  ShownSettings,
} from '../../contract/settings'
import { KimiProxyError } from '../basics/errors'
import { forEveryKey } from '../basics/every-key'
import { isRecord } from '../basics/json'
import { HIDDEN } from '../basics/secret'
import { placeInFile, type Settings, type SettingsInput } from './schema'
import { EDITED_KEYS, SETTINGS, SHOWN_KEYS, WINDOW } from './table'

export function editableSettings(settings: Settings, filePath: string): EditableSettings {
  const values = { ...settings, region: settings.chosenRegion }
  return settingsOf<ShownSettings>(
    SHOWN_KEYS,
    (key) => WINDOW[key].kind.show(values[key]),
    (key) => lockOf(key, settings, filePath),
  )
}

type SettingsOf<T> = { readonly [Key in keyof T]: Setting<T[Key]> }

/** Generic, because only then TypeScript follows a value and its key through the loop. */
function settingsOf<T extends object>(
  keys: readonly (keyof T)[],
  shown: <Key extends keyof T>(key: Key) => T[Key],
  lockedBy: (key: keyof T) => string | null,
): SettingsOf<T> {
  return forEveryKey<SettingsOf<T>>(keys, (key) => ({ value: shown(key), lockedBy: lockedBy(key) }))
}

/** The source that wins over the settings file. */
function lockOf(key: keyof ShownSettings, { origins }: Settings, filePath: string): string | null {
  const { lockedBy } = WINDOW[key]
  const lock = origins.find(({ name, source }) =>
    lockedBy === undefined ? name === key && source !== filePath : lockedBy.some((other) => other === name),
  )
  return lock?.source ?? null
}

type Changes = { -readonly [Key in EditedKey]?: ShownSettings[Key] }

/** From a message of the window. Null for what can be no changes; only known settings are taken over. */
export function readSettingsChanges(message: unknown): SettingsChanges | null {
  if (!isRecord(message)) return null
  const changes: Changes = {}
  const accept = <Key extends EditedKey>(key: Key): boolean => {
    const value = WINDOW[key].kind.accept(message[key])
    if (value !== undefined) changes[key] = value
    return value !== undefined || message[key] === undefined
  }
  return EDITED_KEYS.every(accept) ? changes : null
}

export type CheckedChanges =
  /** `undefined` takes a key out of the file. */
  | { readonly kind: 'accepted'; readonly patch: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly field: EditedKey; readonly error: KimiProxyError }

/** Each change is judged by itself, so that the mistake can be shown where it was made. */
export function checkChanges(
  changes: SettingsChanges,
  shown: EditableSettings,
  input: Omit<SettingsInput, 'file' | 'env' | 'port'>,
): CheckedChanges {
  const patch: Record<string, unknown> = {}
  for (const field of EDITED_KEYS) {
    const value = changes[field]
    // Sent back as it was shown, perhaps with a hidden password: nothing was changed.
    if (value === undefined || value === shown[field].value) continue
    try {
      if (WINDOW[field].kind.hidesPassword && String(value).includes(HIDDEN)) throw hiddenPassword()
      const read = SETTINGS[field].kind.read(value, placeInFile(field, input))
      patch[field] = read === undefined ? undefined : value
    } catch (error) {
      if (error instanceof KimiProxyError) return { kind: 'refused', field, error }
      throw error
    }
  }
  return { kind: 'accepted', patch }
}

/** The address was changed around the hidden password, which would be lost. */
function hiddenPassword(): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID.hiddenPassword', {})
}

/** The part of a settings file that can be kept: every key that makes sense on its own. */
export function salvage(
  file: Readonly<Record<string, unknown>>,
  check: (part: Readonly<Record<string, unknown>>) => void,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(file)) {
    try {
      check({ [key]: value })
      kept[key] = value
    } catch {
      // Left out; the file it stood in has been kept aside.
    }
  }
  return kept
}
