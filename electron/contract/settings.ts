/** The settings as the window shows and changes them. Imports the contract only. */
import type { Region } from './engine'

/** What the Settings face shows, one value a setting. A password in `proxy` reads `[redacted]`. */
export interface ShownSettings {
  readonly port: number
  readonly proxy: string
  readonly extraCaFile: string
  readonly allowedOrigins: readonly string[]
  readonly region: 'auto' | Region
  /** A login file that was named in place of all others; shown, not edited. */
  readonly credentials: string
}

/** `lockedBy` names the variable or option that wins over what is set here. */
export interface Setting<T> {
  readonly value: T
  readonly lockedBy: string | null
}

export type EditableSettings = {
  readonly [Key in keyof ShownSettings]: Setting<ShownSettings[Key]>
}

/** The settings that the window can change. */
export type EditedKey = Exclude<keyof ShownSettings, 'credentials'>

/** Each setting is kept as it is where it is left out. */
export type SettingsChanges = { readonly [Key in EditedKey]?: ShownSettings[Key] }

/** The settings that are typed into fields; the others are chosen from a list. */
export type FieldName = Exclude<EditedKey, 'region'>
