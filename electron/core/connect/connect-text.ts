/**
 * Puts our variables and settings into the text of a settings.json of Claude Code, and takes them out again. Pure.
 *
 *     text --connectText--> text', undo, keys
 *     text' --undone--> the very text                 (nobody has changed the file meanwhile)
 *     any text --disconnectText--> without ours       (somebody has)
 */
import { CONFLICTING } from '../settings/launch-env'
import { type Edit, parseText, propertyNamed, spliced } from './json-text'
import { BOM, SettingsDraft } from './settings-draft'

/** What a variable is to be; null: not set, because it would lead Claude Code elsewhere. */
export type Wishes = Readonly<Record<string, string | null>>

/** Settings beside `env`, as JSON. */
export type OwnSettings = Readonly<Record<string, string>>

/** One variable, or one setting, that was changed. */
export interface ChangedKey {
  readonly name: string
  /** A setting beside `env`; a variable in it where this is missing. */
  readonly place?: 'settings'
  /** The text of a variable, the JSON of a setting. */
  readonly wrote: string | null
  /** What stood there, as JSON; null for nothing. May hold a key of somebody else's. */
  readonly former: string | null
}

export interface ConnectedText {
  readonly text: string
  /** In the order to make them in. */
  readonly undo: readonly Edit[]
  readonly keys: readonly ChangedKey[]
  readonly madeEnv: boolean
}

/** `variables`: what is to be set. What would lead elsewhere is taken out. */
export function wishesFor(variables: Readonly<Record<string, string>>): Wishes {
  return { ...Object.fromEntries(CONFLICTING.map((name) => [name, null])), ...variables }
}

/** Throws RefusedText. A text that needs no change comes back with no keys. */
export function connectText(text: string, wishes: Wishes, settings: OwnSettings = {}): ConnectedText {
  const draft = new SettingsDraft(text)
  const madeEnv = draft.ensureEnv()
  const keys: ChangedKey[] = []
  for (const [name, wrote] of Object.entries(wishes)) {
    const former = draft.jsonOf(name)
    if (wrote === null ? former === null : draft.valueOf(name) === wrote) continue
    draft.put(name, wrote === null ? null : JSON.stringify(wrote))
    keys.push({ name, wrote, former })
  }
  for (const [name, wrote] of Object.entries(settings)) {
    const former = draft.jsonOf(name, 'settings')
    if (former !== null && isSameJson(former, wrote)) continue
    draft.put(name, wrote, 'settings')
    keys.push({ name, place: 'settings', wrote, former })
  }
  return { text: draft.text, undo: draft.undo, keys, madeEnv }
}

export function undone(text: string, undo: readonly Edit[]): string {
  return undo.reduce(spliced, text)
}

export interface DisconnectedText {
  readonly text: string
  /** What somebody has changed since; it stays as it is. */
  readonly left: readonly string[]
}

/** Throws RefusedText. */
export function disconnectText(
  text: string,
  { keys, madeEnv }: Pick<ConnectedText, 'keys' | 'madeEnv'>,
): DisconnectedText {
  const draft = new SettingsDraft(text)
  const left = changedKeys(draft, keys)
  const isOurs = keys.some(({ name, wrote }) => wrote !== null && !left.includes(name))
  if (!isOurs) return { text, left }
  for (const { name, former, place } of keys) {
    if (!left.includes(name)) draft.put(name, former, place)
  }
  if (madeEnv) draft.dropEmptyEnv()
  return { text: draft.text, left }
}

/**
 * The variables of `keys` that are no longer as they were written. Settings beside them do not count: where Claude Code goes does
 * not depend on them. Throws RefusedText.
 */
export function changedSince(text: string, keys: readonly ChangedKey[]): readonly string[] {
  return changedKeys(
    new SettingsDraft(text),
    keys.filter(({ place }) => place === undefined),
  )
}

/** The JSON of a setting beside `env`; null where it is not set. Throws RefusedText. */
export function settingIn(text: string, name: string): string | null {
  return new SettingsDraft(text).jsonOf(name, 'settings')
}

/** Whether two JSON texts say the same. One with comments is like no other. */
export function isSameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other))
  } catch {
    return false
  }
}

/** The texts among the variables that the settings set. Throws RefusedText. */
export function variablesIn(text: string): Readonly<Record<string, string>> {
  return new SettingsDraft(text).variables()
}

/** The line of a variable or setting, from 1; null where it is not set there, or the text is none of settings. */
export function lineOf(text: string, name: string): number | null {
  const parsed = parseText(text.replace(BOM, ''))
  if (parsed.kind !== 'value') return null
  const env = propertyNamed(parsed.root, 'env')?.value
  const found = (env === undefined ? undefined : propertyNamed(env, name)) ?? propertyNamed(parsed.root, name)
  return found === undefined ? null : text.slice(0, found.start).split(/\r\n|\n|\r/).length
}

/** Whether nothing is set. */
export function isEmptySettings(text: string): boolean {
  const parsed = parseText(text.replace(BOM, ''))
  return parsed.kind === 'value' && parsed.root.properties?.length === 0
}

function changedKeys(draft: SettingsDraft, keys: readonly ChangedKey[]): readonly string[] {
  return keys
    .filter(({ name, wrote, place }) => {
      const json = draft.jsonOf(name, place)
      if (wrote === null) return json !== null
      return place === undefined ? draft.valueOf(name) !== wrote : json === null || !isSameJson(json, wrote)
    })
    .map(({ name }) => name)
}
