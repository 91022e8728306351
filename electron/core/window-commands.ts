/** Reads a message of the window. What is not exactly a command a window may give is refused, whoever sent it. Pure. */

import type { WindowCommand } from '../contract/bridge'
import type { Face, Note } from '../contract/desktop'
import { isLoginPick } from './login-choice'
import { readPreferences } from './preferences'
import { readSettingsChanges } from './settings-form'
import { isRecord } from './token'

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
      const changes = readSettingsChanges(message['changes'])
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
