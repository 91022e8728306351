/** A tray that only remembers what was drawn. */
import type { Menu, NativeImage, Tray } from 'electron'
import type { TrayParts } from '../shell/tray'

export interface SilentTray {
  readonly parts: TrayParts
  readonly titles: string[]
  readonly tooltips: string[]
}

export function silentTray(): SilentTray {
  const titles: string[] = []
  const tooltips: string[] = []
  const tray = {
    setTitle: (title: string) => titles.push(title),
    setToolTip: (tooltip: string) => tooltips.push(tooltip),
    setImage: () => undefined,
    setContextMenu: () => undefined,
    setIgnoreDoubleClickEvents: () => undefined,
    on: () => undefined,
    isDestroyed: () => false,
    destroy: () => undefined,
  }
  const parts: TrayParts = {
    // Only these members are used; Electron's classes cannot be made without Electron.
    createTray: () => tray as unknown as Tray,
    hasDarkPanel: false,
    createMenu: () => ({}) as Menu,
    loadImage: () => ({ setTemplateImage: () => undefined }) as unknown as NativeImage,
    nativeTheme: { shouldUseDarkColorsForSystemIntegratedUI: false, on: () => parts.nativeTheme as never },
  }
  return { parts, titles, tooltips }
}
