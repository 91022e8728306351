/** `webContents`: one page of a window. */
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { StandInEvent } from '../basics/event'
import { sealClass } from '../basics/strict'
import { FrameTree, type WebFrameMain } from '../browser/frames'
import { Page } from '../browser/page'
import { browser, environment } from '../browser/runtime'
import type { TargetOwner } from '../browser/targets'
import { encode } from '../world/codec'
import type { Upward } from '../world/ipc-renderer'
import { DrawnPage } from './drawn-page'
import { ipcMain } from './ipc'
import { defaultSession } from './session'
import type { ContentsSurface, WebContentsOptions } from './surfaces'
import { loadError, type OpenHandler, refuseWindow, type WindowOpen } from './web-refusals'

const all = new Map<number, WebContents>()
let lastId = 0

export class WebContents extends DrawnPage implements ContentsSurface, TargetOwner {
  readonly id: number
  readonly session = defaultSession
  readonly #frames = new FrameTree()
  readonly #opened: Promise<Page>
  #page: Page | null = null
  #destroyed = false
  #loading = false
  #crashed = false
  #title = ''
  /** The address that the app itself is loading; null for none. */
  #expected: string | null = null
  #openHandler: OpenHandler | null = null

  static fromId(id: number): WebContents | undefined {
    return all.get(id)
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.#page?.target.id === targetId)
  }

  static getAllWebContents(): WebContents[] {
    return [...all.values()]
  }

  static getFocusedWebContents(): WebContents | null {
    return null
  }

  constructor(options: WebContentsOptions) {
    super(options)
    lastId += 1
    this.id = lastId
    all.set(this.id, this)
    this.#opened = this.#open(options)
    this.#opened.catch(() => this.gone())
  }

  get mainFrame(): WebFrameMain {
    return this.#frames.main
  }

  /** @internal Rejects as `loadURL` does. */
  async load(url: string): Promise<void> {
    const page = await this.#opened
    const finished = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    this.#expected = url
    this.#loading = true
    const failure = await page.navigate(url)
    if (failure === null) return await finished
    this.#loading = false
    const error = loadError(failure, url)
    this.emit('did-fail-load', new StandInEvent(), error.number, error.code, url, true)
    throw error
  }

  send(channel: string, ...args: unknown[]): void {
    const wire = encode(args)
    const contextId = this.#frames.preloadOf(this.mainFrame)
    if (contextId !== undefined) this.#page?.post(contextId, { kind: 'message', channel, args: wire })
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  getURL(): string {
    return this.mainFrame.url
  }

  getTitle(): string {
    return this.#title
  }

  getType(): 'window' {
    return 'window'
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isLoading(): boolean {
    return this.#loading
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  close(_options?: Electron.CloseOpts): void {
    void this.withPage(async ({ target }) => (await browser()).targets.close(target.id))
  }

  reload(): void {
    this.#expected = this.getURL()
    void this.withPage(({ session }) => session.post('Page.reload'))
  }

  forcefullyCrashRenderer(): void {
    void this.withPage(({ session }) => session.post('Page.crash'))
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.#opened
    return this.mainFrame.executeJavaScript(code)
  }

  /** @internal Used for a real window only. */
  bringToFront(): void {
    if (!environment.headless) void this.withPage(({ session }) => session.post('Page.bringToFront'))
  }

  /** @internal Used for a real window only. */
  setShown(shown: boolean): void {
    if (!environment.headless)
      void this.withPage((page) => page.setWindowState(shown ? 'normal' : 'minimized'))
  }

  gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    all.delete(this.id)
    this.emit('destroyed')
  }

  crashed(): void {
    this.#crashed = true
    this.emit('render-process-gone', new StandInEvent(), { reason: 'crashed', exitCode: 5 })
  }

  titled(title: string): void {
    if (title === this.#title || title === '' || this.#page === null) return
    this.#title = title
    this.emit('page-title-updated', new StandInEvent(), title, true)
  }

  mayNavigate(url: string): boolean {
    // A reload by Playwright looks the same as one by the page, which Electron would ask about, so neither is asked about.
    if (url === this.#expected || url === this.getURL()) return true
    const event = Object.assign(new StandInEvent(), { url, isSameDocument: false, isMainFrame: true })
    this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }

  async #open(options: WebContentsOptions): Promise<Page> {
    const { targets } = await browser()
    const target = await targets.open(options.width, options.height)
    const page = new Page(target)
    targets.own(target.id, this)
    this.#frames.attach(page.session, target.id, (frame) => this.#navigated(frame))
    this.#listen(page)
    const preload = options.preload === undefined ? null : readFileSync(options.preload, 'utf8')
    await page.prepare({ ...options, preload, headless: environment.headless }, this.#pageListener())
    this.#page = page
    return page
  }

  #pageListener() {
    return { message: (message: Upward, contextId: number) => this.#message(message, contextId) }
  }

  #listen({ session, target }: Page): void {
    session.on('Page.domContentEventFired', () => {
      if (this.mainFrame.url === 'about:blank') return
      this.emit('dom-ready', new StandInEvent())
    })
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId !== target.id || !this.#loading || this.mainFrame.url === '') return
      this.#loading = false
      this.#expected = null
      this.emit('did-finish-load', new StandInEvent())
    })
    session.on('Page.windowOpen', (open: WindowOpen) => refuseWindow(open, this.#openHandler))
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = args.map(
        (arg: { value?: unknown; description?: string }) => arg.value ?? arg.description,
      )
      this.#console(type === 'warning' ? 'warning' : type === 'error' ? 'error' : 'info', message.join(' '))
    })
    session.on('Log.entryAdded', ({ entry }) => this.#console(entry.level, entry.text))
  }

  #console(level: string, message: string): void {
    this.emit('console-message', Object.assign(new StandInEvent(), { level, message, frame: this.mainFrame }))
  }

  #navigated(frame: WebFrameMain): void {
    if (frame !== this.mainFrame) return
    this.#crashed = false
    this.#loading = true
    this.keepColourScheme()
    this.emit('did-navigate', new StandInEvent(), frame.url, 200, 'OK')
  }

  #message(message: Upward, contextId: number): void {
    const senderFrame = this.#frames.senderOf(contextId)
    if (senderFrame === undefined) return
    const sender = { sender: this, senderFrame }
    if (message.kind === 'invoke') {
      void ipcMain.answer(message, sender).then((answer) => this.#page?.post(contextId, answer))
      return
    }
    if (message.kind === 'send') {
      const reply = (channel: string, ...args: unknown[]) =>
        this.#page?.post(contextId, { kind: 'message', channel, args: encode(args) })
      return ipcMain.deliver(message, sender, { reply })
    }
    if (message.kind === 'input') {
      return void this.emit('before-input-event', new StandInEvent(), message.input)
    }
    process.stderr.write(`Unable to load preload script: ${message.message}\n`)
    this.emit('preload-error', new StandInEvent(), '', new Error(message.message))
  }

  protected async withPage(act: (page: Page) => unknown): Promise<void> {
    try {
      await act(await this.#opened)
    } catch {
      // The page has gone meanwhile.
    }
  }
}
sealClass(WebContents, 'webContents')
