/** `app`: the life of the process, from 'ready' to exit, in Electron's order. */
import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { dirname } from 'node:path'
import type * as Electron from 'electron'
import { ELECTRON_VERSION } from '../basics/environment'
import { passes, StandInEvent } from '../basics/event'
import { sealClass } from '../basics/strict'
import { endBrowser, environment } from '../browser/runtime'
import { defaultPath, type PathName } from './app-paths'
import { BrowserWindow, watchWindows } from './browser-window'
import { CommandLine } from './command-line'
import { loginItemSettings, setLoginItemSettings } from './login-items'
import { SingleInstance, type Visit } from './single-instance'
import type { AppSurface } from './surfaces'

class App extends EventEmitter implements AppSurface {
  readonly commandLine = new CommandLine()
  readonly dock = undefined
  readonly isPackaged = environment.packaged
  name = 'Electron'
  #appPath = process.cwd()
  #version = ELECTRON_VERSION
  readonly #paths = new Map<string, string>()
  #ready = false
  #markReady: () => void = () => undefined
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#markReady = resolve
  })
  #quitting = false
  #exitCode: number | null = null
  #lock: SingleInstance | null = null
  readonly #visits: Visit[] = []
  #relaunch: { args: readonly string[]; execPath: string } | null = null

  constructor() {
    super()
    watchWindows({
      created: (window) => this.#windowCreated(window),
      focus: (name, window) => this.emit(name, new StandInEvent(), window),
      closed: () => this.#windowClosed(),
    })
  }

  /** @internal Sets the place of the app, and its name and version. */
  describe(appPath: string, name: string | undefined, version: string | undefined): void {
    this.#appPath = appPath
    this.name = name ?? this.name
    this.#version = version ?? this.#version
  }

  /** @internal `emit` comes first, because Playwright's loader holds back the event and the promise together. */
  becomeReady(): void {
    this.#ready = true
    this.emit('ready', new StandInEvent(), {})
    this.#markReady()
    for (const visit of this.#visits.splice(0)) this.#visited(visit)
  }

  whenReady(): Promise<void> {
    return this.#whenReady
  }

  isReady(): boolean {
    return this.#ready
  }

  setName(name: string): void {
    this.name = name
  }

  getName(): string {
    return this.name
  }

  getVersion(): string {
    return this.#version
  }

  getAppPath(): string {
    return this.#appPath
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getPath(name: PathName): string {
    return this.#paths.get(name) ?? defaultPath(name, this.name, (other) => this.getPath(other))
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const visit = {
      argv: [...process.argv],
      workingDirectory: process.cwd(),
      additionalData: additionalData ?? null,
    }
    try {
      this.#lock ??= new SingleInstance(this.getPath('userData'))
      return this.#lock.request(visit, (received) => this.#visited(received))
    } catch {
      // As in Electron, a lock that cannot be made is not held (chrome/browser/process_singleton.h, LOCK_ERROR).
      return false
    }
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release()
  }

  /** Emits before-quit, closes every window, emits will-quit and quit. Each of the first three can stop it. */
  quit(): void {
    if (this.#quitting) return
    if (!passes(this, 'before-quit')) return
    this.#quitting = true
    const windows = BrowserWindow.getAllWindows()
    if (windows.length === 0) return void setImmediate(() => this.#willQuit())
    for (const window of windows) {
      const kept = () => {
        this.#quitting = false
      }
      window.once('stand-in-kept', kept)
      window.close()
      window.off('stand-in-kept', kept)
      if (!this.#quitting) return
    }
  }

  /** Ends without asking the app. */
  exit(exitCode = 0): void {
    if (this.#exitCode !== null) return
    this.#exitCode = exitCode
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    this.emit('quit', new StandInEvent(), exitCode)
    void this.#end(exitCode)
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    this.#relaunch = {
      args: options.args ?? process.argv.slice(1),
      execPath: options.execPath ?? environment.executable,
    }
  }

  focus(_options?: Electron.FocusOptions): void {
    BrowserWindow.getAllWindows().at(0)?.focus()
  }

  getPreferredSystemLanguages(): string[] {
    return [...environment.languages]
  }

  getSystemLocale(): string {
    return environment.languages[0] ?? 'en-US'
  }

  getLocale(): string {
    return this.getSystemLocale()
  }

  getLoginItemSettings(_options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    return loginItemSettings()
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    setLoginItemSettings(settings)
  }

  isInApplicationsFolder(): boolean {
    return true
  }

  setActivationPolicy(_policy: 'regular' | 'accessory' | 'prohibited'): void {}

  setAppUserModelId(_id: string): void {}

  setAboutPanelOptions(_options: Electron.AboutPanelOptionsOptions): void {}

  showAboutPanel(): void {}

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  disableHardwareAcceleration(): void {
    if (this.#ready)
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
  }

  #visited(visit: Visit): void {
    // Electron promises 'second-instance' only after 'ready'. Playwright's loader may hold 'ready' back, so `app` decides.
    if (!this.#ready) {
      this.#visits.push(visit)
      return
    }
    this.emit('second-instance', new StandInEvent(), visit.argv, visit.workingDirectory, visit.additionalData)
  }

  #windowCreated(window: BrowserWindow): void {
    this.emit('web-contents-created', new StandInEvent(), window.webContents)
    this.emit('browser-window-created', new StandInEvent(), window)
    window.webContents.on('render-process-gone', (event, details) =>
      this.emit('render-process-gone', event, window.webContents, details),
    )
  }

  #windowClosed(): void {
    if (BrowserWindow.getAllWindows().length > 0 || this.#exitCode !== null) return
    if (this.#quitting) return this.#willQuit()
    if (!this.emit('window-all-closed')) this.quit()
  }

  #willQuit(): void {
    if (this.#exitCode !== null) return
    if (!passes(this, 'will-quit')) {
      this.#quitting = false
      return
    }
    this.#exitCode = 0
    this.emit('quit', new StandInEvent(), 0)
    void this.#end(0)
  }

  async #end(exitCode: number): Promise<void> {
    this.#lock?.release()
    await endBrowser()
    if (this.#relaunch !== null) {
      const { execPath, args } = this.#relaunch
      spawn(execPath, [...args], { detached: true, stdio: 'ignore', cwd: dirname(this.#appPath) }).unref()
    }
    process.exit(exitCode)
  }
}
sealClass(App, 'app')

export const app = new App()
