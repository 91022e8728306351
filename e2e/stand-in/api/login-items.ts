/** Launch at login, as far as Electron remembers it. On this system Electron keeps nothing beyond the process. */
import type * as Electron from 'electron'

let item: { openAtLogin: boolean } = { openAtLogin: false }

export function loginItemSettings(): Electron.LoginItemSettings {
  return {
    openAtLogin: item.openAtLogin,

    wasOpenedAtLogin: false,

    status: item.openAtLogin ? 'enabled' : 'not-registered',
    executableWillLaunchAtLogin: item.openAtLogin,
    launchItems: [],
  }
}

export function setLoginItemSettings(settings: Electron.Settings): void {
  item = { openAtLogin: settings.openAtLogin ?? false }
}
