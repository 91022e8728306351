/** What `require('electron')` gives in the main process. */
import Module from 'node:module'
import type * as Electron from 'electron'
import { app } from './app'
import { BrowserWindow } from './browser-window'
import { clipboard, dialog, screen, shell } from './desktop'
import { ipcMain } from './ipc'
import { Menu, MenuItem } from './menu'
import { nativeImage } from './native-image'
import { Notification } from './notification'
import { powerMonitor, powerSaveBlocker } from './power'
import { protocol } from './protocol'
import { session } from './session'
import { sealObject } from './strict'
import { nativeTheme } from './theme'
import { Tray } from './tray'
import { WebContents } from './web-contents'

export const electron = sealObject(
  {
    app,
    BrowserWindow,
    Menu,
    MenuItem,
    Notification,
    Tray,
    clipboard,
    dialog,
    ipcMain,
    nativeImage,
    nativeTheme,
    powerMonitor,
    powerSaveBlocker,
    protocol,
    screen,
    session,
    shell,
    webContents: WebContents,
  } satisfies { [Name in keyof typeof Electron]?: unknown },
  'electron',
)

type Load = (request: string, parent: unknown, isMain: boolean) => unknown

/** `electron` from npm would try to download itself. */
export function serveElectron(): void {
  const loader = Module as unknown as { _load: Load }
  const load = loader._load
  loader._load = (request, parent, isMain) => {
    if (request === 'electron' || request === 'electron/main') return electron
    return load.call(Module, request, parent, isMain)
  }
}
