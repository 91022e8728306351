/** Joins the window with the parts of Electron that it needs. Called by `main.ts` once. */
import type * as Electron from 'electron'
import { looksOf } from './looks'
import { AppWindow, type WindowHandlers, type WindowParts } from './window'

type Host = Pick<typeof Electron, 'BrowserWindow' | 'nativeTheme' | 'screen' | 'systemPreferences'>

type Given = Pick<WindowParts, 'platform' | 'memory' | 'tray' | 'preload' | 'icon' | 'openExternal'>

/** `release`: of the system's kernel. */
export function createWindow(host: Host, given: Given, release: string, handlers: WindowHandlers): AppWindow {
  const { BrowserWindow, nativeTheme, screen, systemPreferences } = host
  const parts: WindowParts = {
    ...given,
    create: (options) => new BrowserWindow(options),
    looks: () => looksOf(nativeTheme, given.platform, release),
    accent: () => systemPreferences.getAccentColor(),
    screens: () => screen.getAllDisplays(),
  }
  const window = new AppWindow(parts, handlers)
  const followAccent = () => window.followAccent()
  // macOS reports another accent as another theme.
  nativeTheme.on('updated', followAccent)
  systemPreferences.on('accent-color-changed', followAccent)
  return window
}
