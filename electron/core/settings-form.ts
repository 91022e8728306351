/** The settings as the Settings face edits them, and what becomes of its changes. Pure. */
import type { SettingsChanges } from '../contract/commands'
import type { EditableSettings, Setting } from '../contract/desktop'
import { KimiProxyError } from './errors'
import { HIDDEN } from './secret'
import { parseSettings, type Settings, type SettingsInput } from './settings'

export function editableSettings(settings: Settings, filePath: string): EditableSettings {
  const shown = <T>(name: string, value: T): Setting<T> => {
    const origin = settings.origins.find((candidate) => candidate.name === name)
    return { value, lockedBy: origin === undefined || origin.source === filePath ? null : origin.source }
  }
  // The printable form: a password in the address stays hidden.
  const proxy = settings.origins.find(({ name }) => name === 'proxy')?.value ?? ''
  return {
    port: shown('port', settings.port),
    proxy: shown('proxy', proxy),
    extraCaFile: shown('extraCaFile', settings.extraCaFile ?? ''),
    allowedOrigins: shown('allowedOrigins', settings.allowedOrigins),
    credentials: {
      value: settings.credentials ?? '',
      lockedBy: settings.origins.find(({ name }) => name === 'credentials')?.source ?? null,
    },
    region: { value: settings.chosenRegion ?? 'auto', lockedBy: hostOrigin(settings) },
  }
}

/** What names a host outright, which wins over the region. */
function hostOrigin({ origins }: Settings): string | null {
  return origins.find(({ name }) => name === 'oauthHost' || name === 'upstream')?.source ?? null
}

export type CheckedChanges =
  /** `undefined` takes a key out of the file. */
  | { readonly kind: 'accepted'; readonly patch: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly field: keyof SettingsChanges; readonly error: KimiProxyError }

/** Each change is judged by itself, so that the mistake can be shown where it was made. */
export function checkChanges(
  changes: SettingsChanges,
  shown: EditableSettings,
  input: Omit<SettingsInput, 'file' | 'env' | 'port'>,
): CheckedChanges {
  const patch: Record<string, unknown> = {}
  for (const field of ['port', 'proxy', 'extraCaFile', 'allowedOrigins', 'region'] as const) {
    const value = changes[field]
    // Sent back as it was shown, perhaps with a hidden password: nothing was changed.
    if (value === undefined || value === shown[field].value) continue
    try {
      if (field === 'proxy' && String(value).includes(HIDDEN)) throw hiddenPassword()
      if (value !== '') parseSettings({ ...input, file: { [field]: value }, env: {} })
      patch[field] =
        value === '' || value === 'auto' || (Array.isArray(value) && value.length === 0) ? undefined : value
    } catch (error) {
      if (error instanceof KimiProxyError) return { kind: 'refused', field, error }
      throw error
    }
  }
  return { kind: 'accepted', patch }
}

/** The address was changed around the hidden password, which would be lost. */
function hiddenPassword(): KimiProxyError {
  const message = 'The proxy’s hidden password must be typed again.'
  return new KimiProxyError('SETTING_INVALID', message, 'Type the whole address.', undefined, message)
}

/** What of a settings file can be kept: every key that makes sense by itself. */
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
