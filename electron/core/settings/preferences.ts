/** What the tray app keeps in the settings file for itself; the command line passes over these keys. Pure. */
import type { Preferences } from '../../contract/app'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../basics/errors'
import { forEveryKey } from '../basics/every-key'
import { isRecord } from '../basics/json'
import { isPoint, type Point } from '../window/place'
import { isZoom } from '../window/zoom'
import { reason } from '../words/reason'

/** The facts that the app remembers besides the preferences. */
interface Remembered {
  /** The person stopped the proxy, so the next start of the app leaves it stopped. */
  readonly stoppedByPerson: boolean
  /** The port in the Claude Code settings that were copied last. */
  readonly copiedPort: number | null
  /** Where the person left the window. */
  readonly windowPlace: Point | null
  /** In percent. */
  readonly windowZoom: number
  /** The first run is over. */
  readonly setUpOver: boolean
}

export interface AppMemory extends Remembered {
  readonly preferences: Preferences
}

interface Entry<T> {
  readonly fallback: T
  is(value: unknown): value is T
  /** For the message; null where a value that makes no sense is passed over, because no person has written it. */
  readonly form: Reason | null
}

/** Each key of the file once; a key without an entry does not compile. */
type Table<T> = { readonly [Key in keyof T]: Entry<T[Key]> }

const PREFERENCES: Table<Preferences> = {
  language: oneOf('system', 'en', 'zh-CN'),
  menuBarTitle: oneOf('token', 'fiveHours', 'off'),
  notifications: flag(true),
  trayIcon: oneOf('auto', 'light', 'dark'),
}

const REMEMBERED: Table<Remembered> = {
  stoppedByPerson: flag(false),
  copiedPort: {
    fallback: null,
    is: (value): value is number => Number.isInteger(value),
    form: reason('port'),
  },
  windowPlace: { fallback: null, is: isPoint, form: null },
  windowZoom: { fallback: 100, is: isZoom, form: null },
  setUpOver: flag(false),
}

/** What `menuBarTitle` was called before it had three values: true or false. It is read where the new key is not set. */
const FORMER_TITLE = 'titleCountdown'

export const PREFERENCE_KEYS: readonly (keyof Preferences)[] = keysOf(PREFERENCES)

/** Everything that the app keeps in the settings file. */
export const APP_MEMORY_KEYS: readonly string[] = [
  ...keysOf(PREFERENCES),
  ...keysOf(REMEMBERED),
  FORMER_TITLE,
]

/** Throws SETTING_INVALID naming the key. */
export function parseAppMemory(file: unknown, filePath: string): AppMemory {
  const json = withTitle(isRecord(file) ? file : {})
  return { preferences: readAll(PREFERENCES, json, filePath), ...readAll(REMEMBERED, json, filePath) }
}

function withTitle(json: Record<string, unknown>): Record<string, unknown> {
  return json[FORMER_TITLE] === false ? { menuBarTitle: 'off', ...json } : json
}

/** From a message of the window. Null for what can be no preferences; only known ones are taken over. */
export function readPreferences(message: unknown): Partial<Preferences> | null {
  if (!isRecord(message)) return null
  const changes: { -readonly [Key in keyof Preferences]?: Preferences[Key] } = {}
  const accept = <Key extends keyof Preferences>(key: Key): boolean => {
    const value = message[key]
    if (value === undefined) return true
    const entry: Entry<Preferences[Key]> = PREFERENCES[key]
    if (!entry.is(value)) return false
    changes[key] = value
    return true
  }
  return keysOf(PREFERENCES).every(accept) ? changes : null
}

function readAll<T extends object>(table: Table<T>, json: Record<string, unknown>, filePath: string): T {
  return forEveryKey<T>(keysOf(table), (key) => {
    const { fallback, is, form } = table[key]
    const value = json[String(key)]
    if (value === undefined || value === null) return fallback
    if (is(value)) return value
    if (form === null) return fallback
    const place = reason('inFile', { key: String(key), path: filePath })
    throw new KimiProxyError('SETTING_INVALID.preference', { place, reason: form })
  })
}

function keysOf<T extends object>(table: Table<T>): readonly (keyof T)[] {
  return Object.keys(table).filter((key): key is Extract<keyof T, string> => Object.hasOwn(table, key))
}

function flag(fallback: boolean): Entry<boolean> {
  return { fallback, is: (value) => typeof value === 'boolean', form: reason('flag') }
}

/** The first is the default. */
function oneOf<T extends string>(first: T, second: T, third: T): Entry<T> {
  return {
    fallback: first,
    is: (value): value is T => value === first || value === second || value === third,
    form: reason('oneOf', { first, second, third }),
  }
}
