/**
 * Readers for what a message of the window holds: exactly that, or it is refused, whoever sent it. Only known fields are
 * taken over. Which command holds what stands in `shell/intents.ts`. Pure.
 */
import type { SettingsChanges } from '../contract/commands'
import type { Face, Note, Preferences } from '../contract/desktop'
import { isLanguageChoice, isTrayIconChoice } from './preferences'
import { isRegion } from './region'
import { isRecord } from './token'

const LONGEST_TEXT = 4_096
const MOST_ORIGINS = 100

export function isFace(value: unknown): value is Face {
  return value === 'status' || value === 'doctor' || value === 'settings'
}

export function isNoteKind(value: unknown): value is Note['kind'] {
  return (
    value === 'settingsKeptAside' ||
    value === 'settingsUnreadable' ||
    value === 'unexpectedError' ||
    value === 'relaunched' ||
    value === 'commandInstalled' ||
    value === 'commandRemoved'
  )
}

export function readPreferences(value: unknown): Partial<Preferences> | null {
  if (!isRecord(value)) return null
  const { language, titleCountdown, notifications, trayIcon } = value
  if (language !== undefined && !isLanguageChoice(language)) return null
  if (trayIcon !== undefined && !isTrayIconChoice(trayIcon)) return null
  if (titleCountdown !== undefined && typeof titleCountdown !== 'boolean') return null
  if (notifications !== undefined && typeof notifications !== 'boolean') return null
  return {
    ...(language === undefined ? {} : { language }),
    ...(titleCountdown === undefined ? {} : { titleCountdown }),
    ...(notifications === undefined ? {} : { notifications }),
    ...(trayIcon === undefined ? {} : { trayIcon }),
  }
}

export function readChanges(value: unknown): SettingsChanges | null {
  if (!isRecord(value)) return null
  const { port, proxy, extraCaFile, allowedOrigins, region, updateFeed } = value
  if (port !== undefined && typeof port !== 'number') return null
  if (proxy !== undefined && !isText(proxy)) return null
  if (extraCaFile !== undefined && !isText(extraCaFile)) return null
  if (updateFeed !== undefined && !isText(updateFeed)) return null
  if (allowedOrigins !== undefined && !isTextList(allowedOrigins)) return null
  if (region !== undefined && region !== 'auto' && !isRegion(region)) return null
  return {
    ...(region === undefined ? {} : { region }),
    ...(port === undefined ? {} : { port }),
    ...(proxy === undefined ? {} : { proxy: proxy.trim() }),
    ...(extraCaFile === undefined ? {} : { extraCaFile: extraCaFile.trim() }),
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
    ...(updateFeed === undefined ? {} : { updateFeed: updateFeed.trim() }),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MOST_ORIGINS && value.every(isText)
}
