/**
 * The one small window: created when it is asked for, gone when it is closed. The page can neither navigate nor open
 * anything.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron'
import type { Logger } from '../../core/basics/ports'
import { APP_PAGE } from './app-scheme'

export interface WindowParts {
  create(options: BrowserWindowConstructorOptions): BrowserWindow
  readonly preload: string
  readonly icon: string
  isDark(): boolean
  /** The height of the screen without bars and docks, in CSS pixels. */
  roomPx(): number
  openExternal(url: string): void
}

export interface WindowHandlers {
  readonly log: Logger
  onChange(open: boolean): void
}

const WIDTH = 400
/** Until the page tells its height. */
const HEIGHT = 560
const LEAST_HEIGHT = 320
/** For the frame of the window, and to be seen as a window. */
const MARGIN = 60
/** The background colour of the page, so that nothing flashes before the page is drawn. */
const DARK = '#1e1e1e'
const LIGHT = '#f5f5f7'

export class AppWindow {
  readonly #parts: WindowParts
  readonly #handlers: WindowHandlers
  #window: BrowserWindow | null = null
  /** After a second crash the page is left closed. */
  #endedOnce = false

  constructor(parts: WindowParts, handlers: WindowHandlers) {
    this.#parts = parts
    this.#handlers = handlers
  }

  /** Null while there is no window. */
  get webContents(): WebContents | null {
    return this.#window?.webContents ?? null
  }

  open(): BrowserWindow {
    const window = this.#window ?? this.#create()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }

  /** Shows the window without taking the focus from another program. */
  present(): void {
    const window = this.#window ?? this.#create()
    if (window.isMinimized()) window.restore()
    window.showInactive()
  }

  /** Makes the window as high as its content, up to the screen. The width stays as the person has it. */
  fit(heightPx: number): void {
    const window = this.#window
    if (window === null) return
    const height = Math.max(LEAST_HEIGHT, Math.min(heightPx, this.#parts.roomPx() - MARGIN))
    const [width = WIDTH, before] = window.getContentSize()
    if (height !== before) window.setContentSize(width, height)
  }

  close(): void {
    this.#window?.close()
  }

  #create(): BrowserWindow {
    const window = this.#parts.create({
      width: WIDTH,
      height: HEIGHT,
      useContentSize: true,
      minWidth: 360,
      maxWidth: 420,
      minHeight: LEAST_HEIGHT,
      maximizable: false,
      fullscreenable: false,
      title: 'Kimi Proxy',
      icon: this.#parts.icon,
      show: false,
      backgroundColor: this.#parts.isDark() ? DARK : LIGHT,
      webPreferences: {
        preload: this.#parts.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    })
    this.#window = window
    this.#confine(window)
    window.once('closed', () => {
      this.#window = null
      this.#handlers.onChange(false)
    })
    this.#handlers.onChange(true)
    window.loadURL(APP_PAGE).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'unknown'
      this.#handlers.log.error('window-not-loaded', { message })
    })
    return window
  }

  #confine(window: BrowserWindow): void {
    const { webContents } = window
    webContents.on('will-navigate', (event) => event.preventDefault())
    webContents.on('will-attach-webview', (event) => event.preventDefault())
    webContents.setWindowOpenHandler(({ url }) => {
      this.#parts.openExternal(url)
      return { action: 'deny' }
    })
    webContents.session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
    webContents.session.setPermissionCheckHandler(() => false)
    webContents.on('render-process-gone', (_event, { reason }) => this.#ended(window, reason))
  }

  #ended(window: BrowserWindow, reason: string): void {
    if (reason === 'clean-exit') return
    this.#handlers.log.error('window-ended', { reason })
    const again = !this.#endedOnce
    this.#endedOnce = true
    this.#window = null
    window.destroy()
    if (again) this.open()
  }
}
