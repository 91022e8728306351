/** `BrowserWindow`: a page, and the state of the window around it. There is a real window only without a driver. */
import type * as Electron from 'electron'
import { passes } from '../basics/event'
import { sealClass } from '../basics/strict'
import type { WindowSurface } from './surfaces'
import { nativeTheme } from './theme'
import { WebContents } from './web-contents'
import { checkOptions } from './window-options'
import { PlacedWindow } from './window-place'

const windows = new Map<number, BrowserWindow>()
let focused: BrowserWindow | null = null
let lastId = 0

export class BrowserWindow extends PlacedWindow implements WindowSurface {
  readonly id: number
  readonly webContents: WebContents
  #title: string
  #background: string
  #visible = false
  #minimized = false
  #destroyed = false
  readonly #resizable: boolean

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(({ webContents }) => webContents === contents) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    checkOptions(options)
    super(options)
    lastId += 1
    this.id = lastId
    const {
      width = 800,
      height = 600,
      title = 'Electron',
      backgroundColor = '#FFFFFF',
      resizable = true,
    } = options
    this.#title = title
    this.#background = backgroundColor
    this.#resizable = resizable
    this.webContents = new WebContents({
      width,
      height,
      preload: options.webPreferences?.preload,
      inSubFrames: options.webPreferences?.nodeIntegrationInSubFrames ?? false,
      colourScheme: nativeTheme.colourScheme,
    })
    windows.set(this.id, this)
    if (options.x === undefined) this.center()
    this.#follow()
    if (options.show !== false) this.show()
    onCreated?.(this)
  }

  async loadURL(url: string, _options?: Electron.LoadURLOptions): Promise<void> {
    await this.webContents.load(url)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    const was = this.#visible && !this.#minimized
    this.#visible = true
    this.#minimized = false
    if (was) return
    this.webContents.setShown(true)
    this.emit('show')
  }

  hide(): void {
    if (!this.#visible) return
    this.blur()
    this.#visible = false
    this.webContents.setShown(false)
    this.emit('hide')
  }

  focus(): void {
    if (!this.#visible || focused === this) return
    focused?.blur()
    focused = this
    this.webContents.bringToFront()
    this.emit('focus')
    onFocus?.('browser-window-focus', this)
  }

  blur(): void {
    if (focused !== this) return
    focused = null
    this.emit('blur')
    onFocus?.('browser-window-blur', this)
  }

  /** Asks its listeners first, and is gone a moment later. */
  close(): void {
    if (this.#destroyed) return
    if (passes(this, 'close')) this.webContents.close()
    else this.emit('stand-in-kept')
  }

  destroy(): void {
    if (this.#destroyed) return
    this.webContents.close()
    this.#closed()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized
  }

  isFocused(): boolean {
    return focused === this
  }

  isMinimized(): boolean {
    return this.#minimized
  }

  isResizable(): boolean {
    return this.#resizable
  }

  minimize(): void {
    if (this.#minimized) return
    this.blur()
    this.#minimized = true
    this.webContents.setShown(false)
    this.emit('minimize')
  }

  restore(): void {
    if (!this.#minimized) return
    this.#minimized = false
    this.webContents.setShown(true)
    this.emit('restore')
    this.focus()
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  removeMenu(): void {}

  setMenu(_menu: Electron.Menu | null): void {}

  setMenuBarVisibility(_visible: boolean): void {}

  setIcon(_icon: Electron.NativeImage | string): void {}

  setAlwaysOnTop(_flag: boolean): void {}

  setSkipTaskbar(_skip: boolean): void {}

  setVisibleOnAllWorkspaces(_visible: boolean): void {}

  setBackgroundColor(color: string): void {
    this.#background = color
  }

  getBackgroundColor(): string {
    return this.#background
  }

  protected resized(width: number, height: number): void {
    this.webContents.resize(width, height)
  }

  #follow(): void {
    const { webContents } = this
    webContents.once('dom-ready', () => this.emit('ready-to-show'))
    webContents.once('destroyed', () => this.#closed())
    webContents.on('page-title-updated', (_event, title: string, explicit: boolean) => {
      if (passes(this, 'page-title-updated', title, explicit)) this.#title = title
    })
  }

  #closed(): void {
    if (this.#destroyed) return
    this.blur()
    this.#destroyed = true
    this.#visible = false
    windows.delete(this.id)
    this.emit('closed')
    onClosed?.()
  }
}
sealClass(BrowserWindow, 'BrowserWindow')

let onCreated: ((window: BrowserWindow) => void) | undefined
let onFocus: ((name: string, window: BrowserWindow) => void) | undefined
let onClosed: (() => void) | undefined

/** Reports events of the windows to the app. */
export function watchWindows(watcher: {
  created(window: BrowserWindow): void
  focus(name: string, window: BrowserWindow): void
  closed(): void
}): void {
  onCreated = (window) => watcher.created(window)
  onFocus = (name, window) => watcher.focus(name, window)
  onClosed = () => watcher.closed()
}
