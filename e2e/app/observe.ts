/**
 * The observer: records what the app asks of Electron. Preloaded into the app's main process (`-r`), on real Electron and
 * on the stand-in alike.
 *
 * - Electron keeps no list of trays and notices, and a spec cannot see what Electron opens, so the calls are recorded here.
 * - A call that would leave the app (a browser, a box, a menu, a login item) is not carried out.
 */
import Module, { createRequire } from 'node:module'
import type * as ElectronModule from 'electron'
import { observeTrays } from './observe-trays'
import type { Observed, Observer } from './observed'

type Electron = typeof ElectronModule

const electron = createRequire(__filename)('electron') as Electron

const observed: Observed = {
  notices: [],
  boxes: [],
  errorBoxes: [],
  externalLinks: [],
  openedPaths: [],
  shownItems: [],
  loginItems: [],
  blockers: [],
  relaunches: [],
  answers: [],
}

const liveNotices: ElectronModule.Notification[] = []

function observeNotices(): void {
  electron.Notification.prototype.show = function show(this: ElectronModule.Notification): void {
    const { title, body, silent, actions } = this
    observed.notices.push({ title, body, silent, buttons: actions.map(({ text = '' }) => text) })
    liveNotices.push(this)
    setImmediate(() => this.emit('show', {}))
  }
}

function observeBoxes(): void {
  const { dialog } = electron
  dialog.showMessageBox = async (...args: unknown[]) => {
    const options = args.at(-1) as ElectronModule.MessageBoxOptions
    const response = observed.answers.shift() ?? options.cancelId ?? options.defaultId ?? 0
    const { title = '', message, detail = '', buttons = [], checkboxChecked = false } = options
    observed.boxes.push({ title, message, detail, buttons, response })
    return { response, checkboxChecked }
  }
  dialog.showErrorBox = (title, content) => void observed.errorBoxes.push({ title, content })
}

function observeShell(): void {
  const { shell } = electron
  shell.openExternal = async (url) => void observed.externalLinks.push(url)
  shell.openPath = async (path) => {
    observed.openedPaths.push(path)
    return ''
  }
  shell.showItemInFolder = (path) => void observed.shownItems.push(path)
}

/** The machine's own login items stay as they are. The app reads back what it has set. */
function observeApp(): void {
  const { app } = electron
  const read = app.getLoginItemSettings.bind(app)
  let openAtLogin: boolean | undefined
  app.setLoginItemSettings = (settings) => {
    observed.loginItems.push({ ...settings })
    openAtLogin = settings.openAtLogin
  }
  app.getLoginItemSettings = (options) => {
    const found = read(options)
    if (openAtLogin === undefined) return found
    const status = openAtLogin ? 'enabled' : 'not-registered'
    return { ...found, openAtLogin, executableWillLaunchAtLogin: openAtLogin, status }
  }
  app.relaunch = (options) => void observed.relaunches.push({ ...options })
}

function observePower(): void {
  const { powerSaveBlocker } = electron
  const start = powerSaveBlocker.start.bind(powerSaveBlocker)
  const stop = powerSaveBlocker.stop.bind(powerSaveBlocker)
  powerSaveBlocker.start = (type) => {
    const id = start(type)
    observed.blockers.push({ id, type, stopped: false })
    return id
  }
  powerSaveBlocker.stop = (id) => {
    const at = observed.blockers.findIndex((blocker) => blocker.id === id)
    const found = observed.blockers[at]
    if (found !== undefined) observed.blockers[at] = { ...found, stopped: true }
    return stop(id)
  }
}

/** Puts a module in front of Electron's, because classes of that one cannot be replaced: its members are getters. */
function serve(replaced: Readonly<Partial<Record<string, unknown>>>): void {
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown }
  const load = loader._load
  const front = new Proxy(electron, {
    get: (target, name) =>
      (typeof name === 'string' ? replaced[name] : undefined) ?? Reflect.get(target, name),
  })
  loader._load = (request, ...rest) => {
    return /^electron(\/main)?$/.test(request) ? front : load.call(Module, request, ...rest)
  }
}

const trays = observeTrays(electron)
const observer: Observer = {
  ...trays.observer,
  clickNotice(index) {
    const notice = liveNotices.at(index)
    if (notice === undefined) throw new Error(`there is no notice ${index}`)
    notice.emit('click', {})
  },
}

observeNotices()
observeBoxes()
observeShell()
observeApp()
observePower()
serve({ Tray: trays.Tray })
Object.assign(globalThis, { __observed: observed, __observer: observer })
