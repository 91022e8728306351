/**
 * The one small window: created when it is asked for, gone when it is closed. The page can neither navigate nor open
 * anything.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron'
import type { Logger } from '../../core/basics/ports'
import type { ZoomStep } from '../../core/window/zoom'
import { FIRST_SIZE, type FrameParts, WindowFrame } from './frame'
import { accentStyle, type Looks, pageFor, surfaceOptions } from './looks'

export interface WindowParts extends FrameParts {
  create(options: BrowserWindowConstructorOptions): BrowserWindow
  readonly preload: string
  readonly icon: string
  looks(): Looks
  /** The system's accent, RRGGBBAA; empty where it tells none. */
  accent(): string
  openExternal(url: string): void
}

export interface WindowHandlers {
  readonly log: Logger
  onChange(open: boolean): void
}

export class AppWindow {
  readonly #parts: WindowParts
  readonly #handlers: WindowHandlers
  #window: BrowserWindow | null = null
  #frame: WindowFrame | null = null
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

  /** Makes the window as high as its content, in CSS pixels, up to the screen. */
  fit(heightPx: number): void {
    this.#frame?.fit(heightPx)
  }

  zoom(step: ZoomStep): void {
    this.#frame?.zoom(step)
  }

  /** The system has another accent. */
  followAccent(): void {
    const style = accentStyle(this.#parts.accent())
    if (style !== null) this.webContents?.insertCSS(style).catch(() => undefined)
  }

  close(): void {
    this.#window?.close()
  }

  #create(): BrowserWindow {
    const looks = this.#parts.looks()
    const window = this.#parts.create({
      ...FIRST_SIZE,
      ...surfaceOptions(looks),
      useContentSize: true,
      maximizable: false,
      fullscreenable: false,
      title: 'Kimi Proxy',
      icon: this.#parts.icon,
      show: false,
      webPreferences: {
        preload: this.#parts.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    })
    const frame = new WindowFrame(window, this.#parts)
    this.#window = window
    this.#frame = frame
    this.#confine(window)
    window.webContents.on('dom-ready', () => this.followAccent())
    window.once('closed', () => {
      frame.end()
      if (this.#window === window) this.#forget()
      this.#handlers.onChange(false)
    })
    this.#handlers.onChange(true)
    window.loadURL(pageFor(looks)).catch((error: unknown) => {
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
    this.#forget()
    window.destroy()
    if (again) this.open()
  }

  #forget(): void {
    this.#window = null
    this.#frame = null
  }
}
