/** The members of Electron's classes that the stand-in plays; the compiler checks their types against Electron's own. */
import type * as Electron from 'electron'
import type { ColourScheme } from '../browser/page'

export type AppSurface = Pick<
  Electron.App,
  | 'setName'
  | 'getName'
  | 'setPath'
  | 'getPath'
  | 'getAppPath'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'isPackaged'
  | 'getVersion'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getLocale'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'isInApplicationsFolder'
  | 'setActivationPolicy'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
>

export type WindowSurface = Pick<
  Electron.BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'isResizable'
  | 'setTitle'
  | 'getTitle'
  | 'removeMenu'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setBackgroundColor'
  | 'getBackgroundColor'
  | 'setIcon'
  | 'getBounds'
  | 'setBounds'
  | 'getContentBounds'
  | 'getContentSize'
  | 'setContentSize'
  | 'getSize'
  | 'setSize'
  | 'setPosition'
  | 'getPosition'
  | 'setMinimumSize'
  | 'getMinimumSize'
  | 'setMaximumSize'
  | 'getMaximumSize'
  | 'center'
  | 'setAlwaysOnTop'
  | 'setSkipTaskbar'
  | 'setVisibleOnAllWorkspaces'
>

export type ContentsSurface = Pick<
  Electron.WebContents,
  | 'id'
  | 'send'
  | 'setWindowOpenHandler'
  | 'getURL'
  | 'getTitle'
  | 'close'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'reload'
  | 'executeJavaScript'
  | 'insertCSS'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'forcefullyCrashRenderer'
  | 'getType'
>

export interface WebContentsOptions {
  readonly preload?: string | undefined
  readonly inSubFrames: boolean
  readonly width: number
  readonly height: number
  readonly colourScheme: ColourScheme
}
