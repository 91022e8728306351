/** What the tray app keeps in the settings file for itself; the command line passes over these keys. Pure. */
import type { Preferences } from '../contract/desktop'
import { KimiProxyError } from './errors'
import { isRecord } from './token'

export interface AppMemory {
  readonly preferences: Preferences
  /** The person stopped the proxy, so the next start of the app leaves it stopped. */
  readonly stoppedByPerson: boolean
  /** The port in the Claude Code settings that were copied last. */
  readonly copiedPort: number | null
}

/** Throws SETTING_INVALID naming the key. */
export function parseAppMemory(file: unknown, filePath: string): AppMemory {
  const json = isRecord(file) ? file : {}
  const { language, copiedPort, trayIcon } = json
  const flag = (key: string, fallback: boolean): boolean => {
    const value = json[key]
    if (value === undefined || value === null) return fallback
    if (typeof value === 'boolean') return value
    throw invalid(`"${key}" in ${filePath} must be true or false.`)
  }
  if (language !== undefined && !isLanguageChoice(language)) {
    throw invalid(`"language" in ${filePath} must be "system", "en" or "zh-CN".`)
  }
  if (trayIcon !== undefined && !isTrayIconChoice(trayIcon)) {
    throw invalid(`"trayIcon" in ${filePath} must be "auto", "light" or "dark".`)
  }
  if (copiedPort !== undefined && copiedPort !== null && !Number.isInteger(copiedPort)) {
    throw invalid(`"copiedPort" in ${filePath} must be a port.`)
  }
  return {
    preferences: {
      language: language ?? 'system',
      titleCountdown: flag('titleCountdown', true),
      notifications: flag('notifications', true),
      trayIcon: trayIcon ?? 'auto',
    },
    stoppedByPerson: flag('stoppedByPerson', false),
    copiedPort: typeof copiedPort === 'number' ? copiedPort : null,
  }
}

export function isLanguageChoice(value: unknown): value is Preferences['language'] {
  return value === 'system' || value === 'en' || value === 'zh-CN'
}

export function isTrayIconChoice(value: unknown): value is Preferences['trayIcon'] {
  return value === 'auto' || value === 'light' || value === 'dark'
}

function invalid(message: string): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID', message, 'Correct it, or leave it out.', undefined, message)
}
