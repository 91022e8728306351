/**
 * Launch at login: the system's service on macOS and Windows, an autostart file on Linux.
 *
 * - Only an installed app may be entered. During development the entry would name a program that may be gone tomorrow
 *   (electron#45672), and macOS runs a translocated app from a place that changes.
 * - Called by the app through `LoginItemPort`.
 */
import type { App } from 'electron'
import type { LoginItem, Platform } from '../../contract/app'
import type { Autostart } from '../../node/system/autostart'
import type { LoginItemPort } from '../app/ports'

/** Says that nobody started the app by hand, so that no window opens. */
export const HIDDEN_OPTION = '--hidden'

type LoginApp = Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>

export interface LoginItemOptions {
  readonly app: LoginApp
  readonly platform: Platform
  readonly execPath: string
  readonly autostart: Autostart
  openSettingsPage(url: string): void
}

/** The page of the system's settings that lists what starts at login. */
const SETTINGS_PAGE: Readonly<Record<Platform, string | null>> = {
  darwin: 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
  win32: 'ms-settings:startupapps',
  linux: null,
}

export function createLoginItem(options: LoginItemOptions): LoginItemPort {
  const { app, platform, execPath, autostart } = options
  return {
    status() {
      const reason = whyUnavailable(options)
      if (reason !== null) return { kind: 'unavailable', reason }
      try {
        return statusOn(options)
      } catch {
        return { kind: 'failed' }
      }
    },
    set(on) {
      if (whyUnavailable(options) !== null) return
      if (platform === 'linux') return autostart.set(on)
      app.setLoginItemSettings(
        platform === 'darwin'
          ? { openAtLogin: on, type: 'mainAppService' }
          : { openAtLogin: on, path: execPath, args: [HIDDEN_OPTION], enabled: on },
      )
    },
    openSettings() {
      const page = SETTINGS_PAGE[platform]
      if (page !== null) options.openSettingsPage(page)
    },
  }
}

/** Why an entry for this app would not last; null where it would. */
export function whyUnavailable({
  app,
  platform,
  execPath,
}: {
  readonly app: Pick<App, 'isPackaged'>
  readonly platform: Platform
  readonly execPath: string
}): 'development' | 'translocated' | null {
  if (!app.isPackaged) return 'development'
  return platform === 'darwin' && execPath.includes('/AppTranslocation/') ? 'translocated' : null
}

function statusOn({ app, platform, execPath, autostart }: LoginItemOptions): LoginItem {
  switch (platform) {
    case 'linux':
      return { kind: autostart.isOn() ? 'on' : 'off' }
    case 'darwin':
      return MAC_STATUS[app.getLoginItemSettings({ type: 'mainAppService' }).status] ?? { kind: 'failed' }
    case 'win32': {
      const settings = app.getLoginItemSettings({ path: execPath, args: [HIDDEN_OPTION] })
      if (!settings.openAtLogin) return { kind: 'off' }
      // The entry was turned off in the Task Manager: it is there, and Windows ignores it.
      return { kind: settings.executableWillLaunchAtLogin ? 'on' : 'needsApproval' }
    }
  }
}

/** The answers of macOS 13 and later. Any other answer counts as a failure. */
const MAC_STATUS: Readonly<Record<string, LoginItem>> = {
  enabled: { kind: 'on' },
  'requires-approval': { kind: 'needsApproval' },
  'not-registered': { kind: 'off' },
  // The service has never been registered, which a person sees as off.
  'not-found': { kind: 'off' },
}
