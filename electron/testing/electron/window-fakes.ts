/** Fakes of a window, its page and the channel between page and app. Each records what it was asked. */
import type {
  BrowserWindow,
  IpcMain,
  IpcMainInvokeEvent,
  Rectangle,
  Session,
  WebContents,
  WebFrameMain,
} from 'electron'
import { Mortal, standIn } from './stand-in'

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
  implements
    Pick<WebContents, 'id' | 'send' | 'setWindowOpenHandler' | 'isDestroyed' | 'setZoomFactor' | 'insertCSS'>
{
  readonly id: number
  readonly frame: FakeFrame
  readonly mainFrame: WebFrameMain
  readonly session = new FakeSession()
  readonly sent: { readonly channel: string; readonly payload: readonly unknown[] }[] = []
  windowOpenHandler: WindowOpenHandler | null = null
  zoomFactor = 1
  readonly styles: string[] = []

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

  setZoomFactor(factor: number): void {
    this.mustLive()
    this.zoomFactor = factor
  }

  async insertCSS(style: string): Promise<string> {
    this.mustLive()
    this.styles.push(style)
    return ''
  }

  destroy(): void {
    this.end()
  }

  /** Emits an event that a listener may prevent; returns whether one did. */
  emitPreventable(
    name: 'will-navigate' | 'will-attach-webview' | 'before-input-event',
    ...details: unknown[]
  ): boolean {
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
  | 'getContentSize'
  | 'setContentSize'
  | 'getBounds'
  | 'getPosition'
  | 'setPosition'
  | 'setMinimumSize'
  | 'setMaximumSize'

export class FakeWindow extends Mortal implements Pick<BrowserWindow, WindowMethods> {
  readonly contents = new FakeWebContents()
  readonly loaded: string[] = []
  loadFailure: Error | null = null
  minimized = false
  shown = 0
  focused = 0
  contentSize = [400, 560]
  position = [440, 120]
  minimum = [0, 0]
  maximum = [0, 0]

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

  getContentSize(): number[] {
    this.mustLive()
    return this.contentSize
  }

  setContentSize(width: number, height: number): void {
    this.mustLive()
    this.contentSize = [width, height]
  }

  /** The frame takes no room. */
  getBounds(): Rectangle {
    this.mustLive()
    const [x = 0, y = 0] = this.position
    const [width = 0, height = 0] = this.contentSize
    return { x, y, width, height }
  }

  getPosition(): number[] {
    this.mustLive()
    return this.position
  }

  setPosition(x: number, y: number): void {
    this.mustLive()
    this.position = [x, y]
    this.emit('move')
  }

  /** As a person moves it. macOS and Windows announce that. */
  drag(x: number, y: number, isAnnounced = true): void {
    if (isAnnounced) this.emit('will-move', {}, this.getBounds())
    this.setPosition(x, y)
  }

  setMinimumSize(width: number, height: number): void {
    this.minimum = [width, height]
  }

  setMaximumSize(width: number, height: number): void {
    this.maximum = [width, height]
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
