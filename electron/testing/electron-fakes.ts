/**
 * Fakes of Electron's parts, as the shell is given them. Each does nothing but record what it was asked. Only types of
 * Electron are imported, so the fakes run without its runtime.
 */
import { EventEmitter } from 'node:events'
import type {
  App,
  BrowserWindow,
  IpcMain,
  IpcMainInvokeEvent,
  LoginItemSettings,
  LoginItemSettingsOptions,
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Notification,
  PowerSaveBlocker,
  Session,
  Settings,
  TitleOptions,
  Tray,
  WebContents,
  WebFrameMain,
} from 'electron'
import type { LogFields, Logger } from '../core/basics/ports'

/**
 * Lets a fake stand for one of Electron's classes, whose hundreds of methods the shell hardly uses. This is the only cast.
 */
export function standIn<T>(fake: object): T {
  return fake as unknown as T
}

/** Electron throws when an object is used after its end. */
class Mortal extends EventEmitter {
  #ended = false

  isDestroyed(): boolean {
    return this.#ended
  }

  protected end(): void {
    this.#ended = true
  }

  protected mustLive(): void {
    if (this.#ended) throw new TypeError('Object has been destroyed')
  }
}

export class FakeImage implements Pick<NativeImage, 'setTemplateImage'> {
  readonly path: string
  isTemplate = false

  constructor(path: string) {
    this.path = path
  }

  setTemplateImage(on: boolean): void {
    this.isTemplate = on
  }
}

export class FakeMenu {
  readonly template: readonly MenuItemConstructorOptions[]

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.template = template
  }

  item(id: string): MenuItemConstructorOptions {
    const item = this.template.find((candidate) => candidate.id === id)
    if (item === undefined) throw new Error(`the menu has no "${id}"`)
    return item
  }

  /** Clicks as a person does: an item that is greyed out cannot be chosen. */
  click(id: string): void {
    choose(this.item(id))
  }
}

export function choose(item: MenuItemConstructorOptions): void {
  if (item.enabled === false) throw new Error(`"${item.label}" is greyed out`)
  item.click?.(standIn({}), undefined, standIn({}))
}

type TrayMethods =
  | 'setImage'
  | 'setToolTip'
  | 'setTitle'
  | 'setContextMenu'
  | 'popUpContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'destroy'
  | 'isDestroyed'

export class FakeTray extends Mortal implements Pick<Tray, TrayMethods> {
  /** The pictures that were set, the first being that of the constructor. */
  readonly images: FakeImage[] = []
  readonly tooltips: string[] = []
  readonly titles: { readonly title: string; readonly options: TitleOptions | undefined }[] = []
  readonly setMenus: FakeMenu[] = []
  readonly poppedUp: FakeMenu[] = []
  ignoresDoubleClicks = false

  setImage(image: NativeImage | string): void {
    this.mustLive()
    if (image instanceof FakeImage) this.images.push(image)
  }

  setToolTip(tooltip: string): void {
    this.mustLive()
    this.tooltips.push(tooltip)
  }

  setTitle(title: string, options?: TitleOptions): void {
    this.mustLive()
    this.titles.push({ title, options })
  }

  setContextMenu(menu: Menu | null): void {
    this.mustLive()
    if (menu instanceof FakeMenu) this.setMenus.push(menu)
  }

  popUpContextMenu(menu?: Menu): void {
    this.mustLive()
    if (menu instanceof FakeMenu) this.poppedUp.push(menu)
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    this.ignoresDoubleClicks = ignore
  }

  destroy(): void {
    this.end()
  }

  click(button: 'left' | 'right' = 'left', keys: { readonly altKey?: boolean } = {}): void {
    this.emit(button === 'left' ? 'click' : 'right-click', { altKey: false, ...keys })
  }
}

export class FakeTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI'>
{
  shouldUseDarkColorsForSystemIntegratedUI = false

  change(isDark: boolean): void {
    this.shouldUseDarkColorsForSystemIntegratedUI = isDark
    this.emit('updated')
  }
}

type PermissionRequestHandler = Parameters<Session['setPermissionRequestHandler']>[0]
type PermissionCheckHandler = Parameters<Session['setPermissionCheckHandler']>[0]
type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

export class FakeSession
  implements Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>
{
  permissionRequestHandler: PermissionRequestHandler = null
  permissionCheckHandler: PermissionCheckHandler = null

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequestHandler = handler
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheckHandler = handler
  }
}

export class FakeFrame implements Pick<WebFrameMain, 'url'> {
  url: string

  constructor(url: string) {
    this.url = url
  }
}

let lastContentsId = 0

export class FakeWebContents
  extends Mortal
  implements Pick<WebContents, 'id' | 'send' | 'setWindowOpenHandler' | 'isDestroyed'>
{
  readonly id: number
  readonly frame: FakeFrame
  readonly mainFrame: WebFrameMain
  readonly session = new FakeSession()
  readonly sent: { readonly channel: string; readonly payload: readonly unknown[] }[] = []
  windowOpenHandler: WindowOpenHandler | null = null

  constructor(url = 'about:blank') {
    super()
    lastContentsId += 1
    this.id = lastContentsId
    this.frame = new FakeFrame(url)
    this.mainFrame = standIn(this.frame)
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler
  }

  send(channel: string, ...payload: unknown[]): void {
    this.mustLive()
    this.sent.push({ channel, payload })
  }

  destroy(): void {
    this.end()
  }

  /** Emits an event that a listener may prevent; returns whether one did. */
  emitPreventable(name: 'will-navigate' | 'will-attach-webview', ...details: unknown[]): boolean {
    let prevented = false
    const preventDefault = () => {
      prevented = true
    }
    this.emit(name, { preventDefault }, ...details)
    return prevented
  }
}

type WindowMethods =
  | 'loadURL'
  | 'isMinimized'
  | 'restore'
  | 'show'
  | 'focus'
  | 'close'
  | 'destroy'
  | 'webContents'

export class FakeWindow extends Mortal implements Pick<BrowserWindow, WindowMethods> {
  readonly contents = new FakeWebContents()
  readonly loaded: string[] = []
  loadFailure: Error | null = null
  minimized = false
  shown = 0
  focused = 0

  get webContents(): WebContents {
    this.mustLive()
    return standIn(this.contents)
  }

  async loadURL(url: string): Promise<void> {
    this.mustLive()
    this.loaded.push(url)
    this.contents.frame.url = url
    if (this.loadFailure !== null) throw this.loadFailure
  }

  isMinimized(): boolean {
    this.mustLive()
    return this.minimized
  }

  restore(): void {
    this.minimized = false
  }

  show(): void {
    this.mustLive()
    this.shown += 1
  }

  showInactive(): void {
    this.show()
  }

  focus(): void {
    this.mustLive()
    this.focused += 1
  }

  close(): void {
    this.destroy()
  }

  /** Emits "closed" before it returns. After that, nothing may be asked of the window (electronjs.org, closed). */
  destroy(): void {
    if (this.isDestroyed()) return
    this.end()
    this.contents.destroy()
    this.emit('closed')
  }
}

type InvokeListener = Parameters<IpcMain['handle']>[1]

export class FakeIpcMain implements Pick<IpcMain, 'handle'> {
  readonly #listeners = new Map<string, InvokeListener>()

  handle(channel: string, listener: InvokeListener): void {
    if (this.#listeners.has(channel)) throw new Error(`a second handler for "${channel}"`)
    this.#listeners.set(channel, listener)
  }

  get channels(): string[] {
    return [...this.#listeners.keys()]
  }

  /** Behaves as `ipcRenderer.invoke`: whatever the listener throws becomes a rejection. */
  async invoke(channel: string, event: IpcMainInvokeEvent, ...payload: unknown[]): Promise<unknown> {
    const listener = this.#listeners.get(channel)
    if (listener === undefined) throw new Error(`no handler for "${channel}"`)
    return listener(event, ...payload)
  }
}

export function invokeEvent(sender: FakeWebContents, frame: FakeFrame | null): IpcMainInvokeEvent {
  return standIn({ sender, senderFrame: frame })
}

export class FakeNotification extends EventEmitter implements Pick<Notification, 'show'> {
  readonly title: string | undefined
  readonly body: string | undefined
  shown = 0
  showFailure: Error | null = null

  constructor(options: { readonly title?: string; readonly body?: string }) {
    super()
    this.title = options.title
    this.body = options.body
  }

  show(): void {
    if (this.showFailure !== null) throw this.showFailure
    this.shown += 1
  }
}

export class FakeSaveBlocker implements Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> {
  readonly running = new Set<number>()
  readonly kinds: string[] = []

  start(kind: Parameters<PowerSaveBlocker['start']>[0]): number {
    this.kinds.push(kind)
    const id = this.kinds.length - 1
    this.running.add(id)
    return id
  }

  stop(id: number): boolean {
    if (!this.running.delete(id)) throw new Error(`blocker ${id} does not run`)
    return true
  }

  isStarted(id: number): boolean {
    return this.running.has(id)
  }
}

type LoginAppParts = 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'

export class FakeLoginApp implements Pick<App, LoginAppParts> {
  isPackaged = true
  answer: Partial<LoginItemSettings> = {}
  failure: Error | null = null
  readonly asked: (LoginItemSettingsOptions | undefined)[] = []
  readonly set: Settings[] = []

  getLoginItemSettings(options?: LoginItemSettingsOptions): LoginItemSettings {
    this.asked.push(options)
    if (this.failure !== null) throw this.failure
    return {
      openAtLogin: false,
      wasOpenedAtLogin: false,
      status: 'not-registered',
      executableWillLaunchAtLogin: false,
      launchItems: [],
      ...this.answer,
    }
  }

  setLoginItemSettings(settings: Settings): void {
    if (this.failure !== null) throw this.failure
    this.set.push(settings)
  }
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly fields: LogFields
}

/** A log in place of the log file. Nothing is redacted, so that a test sees what the log is given. */
export class RecordingLog implements Logger {
  readonly lines: LogLine[] = []
  /** How many lines had been written at the last flush. */
  flushedLines = 0

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields })
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields })
  }

  error(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields })
  }

  flush(): void {
    this.flushedLines = this.lines.length
  }
}
