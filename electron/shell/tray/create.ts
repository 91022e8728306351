/** Joins the tray with the parts of Electron that it needs. Called by `main.ts` once. */
import type * as Electron from 'electron'
import type { Clock } from '../../core/basics/ports'
import { TrayIcon, type TraySource } from './tray'

type Host = Pick<typeof Electron, 'Menu' | 'nativeImage' | 'nativeTheme' | 'Tray'>

/** `desktop`: the name of a Linux desktop, as it stands in XDG_CURRENT_DESKTOP. */
export function createTray(
  { Menu, nativeImage, nativeTheme, Tray }: Host,
  source: TraySource,
  clock: Clock,
  imageFolder: string,
  desktop: string | undefined,
): TrayIcon {
  const parts = {
    createTray: (image: Electron.NativeImage) => new Tray(image),
    createMenu: (template: Electron.MenuItemConstructorOptions[]) => Menu.buildFromTemplate(template),
    loadImage: (path: string) => nativeImage.createFromPath(path),
    nativeTheme,
    hasDarkPanel: /GNOME|Unity|Pantheon|Budgie/i.test(desktop ?? ''),
  }
  return new TrayIcon(parts, source, clock, imageFolder)
}
