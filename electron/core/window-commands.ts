/** Reads a message of the window. What is not exactly a command a window may give is refused, whoever sent it. Pure. */

import type { WindowCommand } from '../contract/bridge'
import type { SettingsChanges } from '../contract/commands'
import type { Face, Note, Preferences } from '../contract/desktop'
import { isLoginPick } from './login-choice'
import { isLanguageChoice, isTrayIconChoice } from './preferences'
import { isRegion } from './region'
import { isRecord } from './token'

const LONGEST_TEXT = 4_096
const MOST_ORIGINS = 100

/** Null for anything else than a command. Only known fields are taken over. */
export function readWindowCommand(message: unknown): WindowCommand | null {
  if (!isRecord(message)) return null
  const { kind } = message
  switch (kind) {
    case 'start':
    case 'refresh':
    case 'retry':
    case 'stopOther':
    case 'takeOver':
    case 'closeWindow':
    case 'copyBaseUrl':
    case 'copySignInCommand':
    case 'runDoctor':
    case 'copyReport':
    case 'signIn':
    case 'cancelSignIn':
    case 'copySignInCode':
    case 'openSignInPage':
    case 'signOut':
    case 'openTerminal':
    case 'openLog':
    case 'openKimi':
    case 'openReleases':
    case 'openLoginItemSettings':
    case 'installCommand':
    case 'removeCommand':
      return { kind }
    case 'stop':
      return typeof message['atOnce'] === 'boolean' ? { kind, atOnce: message['atOnce'] } : null
    case 'useLogin':
      return isLoginPick(message['pick']) ? { kind, pick: message['pick'] } : null
    case 'openWindow':
      return isFace(message['face']) ? { kind, face: message['face'] } : null
    case 'copySettings':
      return message['form'] === 'shell' || message['form'] === 'json'
        ? { kind, form: message['form'] }
        : null
    case 'setLaunchAtLogin':
      return typeof message['on'] === 'boolean' ? { kind, on: message['on'] } : null
    case 'dismissNote':
      return isNote(message['note']) ? { kind, note: message['note'] } : null
    case 'setPreferences': {
      const changes = readPreferences(message['changes'])
      return changes === null ? null : { kind, changes }
    }
    case 'saveSettings': {
      const changes = readChanges(message['changes'])
      return changes === null ? null : { kind, changes }
    }
    default:
      return null
  }
}

function isFace(value: unknown): value is Face {
  return value === 'status' || value === 'doctor' || value === 'settings'
}

function isNote(value: unknown): value is Note['kind'] {
  return (
    value === 'settingsKeptAside' ||
    value === 'settingsUnreadable' ||
    value === 'unexpectedError' ||
    value === 'relaunched' ||
    value === 'commandInstalled' ||
    value === 'commandRemoved'
  )
}

function readPreferences(value: unknown): Partial<Preferences> | null {
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

function readChanges(value: unknown): SettingsChanges | null {
  if (!isRecord(value)) return null
  const { port, proxy, extraCaFile, allowedOrigins, region } = value
  if (port !== undefined && typeof port !== 'number') return null
  if (proxy !== undefined && !isText(proxy)) return null
  if (extraCaFile !== undefined && !isText(extraCaFile)) return null
  if (allowedOrigins !== undefined && !isTextList(allowedOrigins)) return null
  if (region !== undefined && region !== 'auto' && !isRegion(region)) return null
  return {
    ...(region === undefined ? {} : { region }),
    ...(port === undefined ? {} : { port }),
    ...(proxy === undefined ? {} : { proxy: proxy.trim() }),
    ...(extraCaFile === undefined ? {} : { extraCaFile: extraCaFile.trim() }),
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MOST_ORIGINS && value.every(isText)
}
