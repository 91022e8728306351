/** The module that `require('electron')` gives in the main process. */
import Module from 'node:module'
import type * as Electron from 'electron'
import { app } from './api/app'
import { BrowserWindow } from './api/browser-window'
import { clipboard, dialog, shell } from './api/desktop'
import { ipcMain } from './api/ipc'
import { Menu, MenuItem } from './api/menu'
import { nativeImage } from './api/native-image'
import { Notification } from './api/notification'
import { powerMonitor, powerSaveBlocker } from './api/power'
import { screen } from './api/screens'
import { session } from './api/session'
import { systemPreferences } from './api/system-preferences'
import { nativeTheme } from './api/theme'
import { Tray } from './api/tray'
import { WebContents } from './api/web-contents'
import { sealObject } from './basics/strict'
import { protocol } from './browser/protocol'

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
    systemPreferences,
    webContents: WebContents,
  } satisfies { [Name in keyof typeof Electron]?: unknown },
  'electron',
)

type Load = (request: string, parent: unknown, isMain: boolean) => unknown

/** Takes the place of the npm package `electron`, which would try to download a runtime. */
export function serveElectron(): void {
  const loader = Module as unknown as { _load: Load }
  const load = loader._load
  loader._load = (request, parent, isMain) => {
    if (request === 'electron' || request === 'electron/main') return electron
    return load.call(Module, request, parent, isMain)
  }
}
