/**
 * The tray app without Electron: holds the one state, carries out what a person asks for, and tells tray, window and
 * notices. Everything of the system comes in as a port.
 */
import type { Command, CommandResult, SettingsChanges } from '../contract/commands'
import type { DesktopState, Language, Note, Platform, Preferences } from '../contract/desktop'
import { initialState } from '../core/app'
import { type DesktopEvent, updateDesktop } from '../core/desktop'
import { toKimiProxyError } from '../core/errors'
import { claudeSettings } from '../core/launch-env'
import type { Clock } from '../core/ports'
import { parseAppMemory } from '../core/preferences'
import { parseSettings, type Settings } from '../core/settings'
import { checkChanges, editableSettings } from '../core/settings-form'
import { copiedSettings } from '../core/views/copied-settings'
import { noticeOf } from '../core/views/notice'
import { portOf } from '../core/views/phase'
import { sayIn } from '../core/words/say'
import { AppEngine } from '../node/app-engine'
import type { EngineOptions, WakeReason } from '../node/engine'
import { FolderWatch } from '../node/folder-watch'
import type { LogFile } from '../node/log-file'
import type { Paths } from '../node/paths'
import type { LoginItemPort, Question, SettingsStore, Surroundings } from './ports'

export interface DesktopOptions {
  readonly paths: Paths
  readonly version: string
  readonly log: LogFile
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
  readonly platform: Platform
  /** The person's languages, most wanted first. */
  readonly languages: readonly string[]
  /** `--port`, which is not remembered. */
  readonly port: number | undefined
  readonly store: SettingsStore
  readonly loginItem: LoginItemPort
  readonly surroundings: Surroundings
  readonly notes: readonly Note[]
  readonly limits?: EngineOptions['limits']
}

const DRAIN_MS = 5_000
/** Below the 3 s after which `kimi-proxy --stop` becomes firm. */
const COMMAND_DRAIN_MS = 2_500
/** How long the success note of a sign-in is shown. */
const SUCCESS_MS = 4_000
/** While somebody is signing in and looking at the window; beside the watch on the files. */
const LOOK_FOR_LOGIN_EVERY_MS = 2_000

const DONE: CommandResult = { ok: true }

export class Desktop {
  readonly #options: DesktopOptions
  readonly #engine: AppEngine
  readonly #listeners = new Set<(state: DesktopState) => void>()
  readonly #tickers = new Set<() => void>()
  #state: DesktopState
  #loginWatch: FolderWatch | null = null
  #homeWatch: FolderWatch | null = null
  #cancelGuide: (() => void) | null = null
  #ending: Promise<void> | null = null

  constructor(options: DesktopOptions) {
    this.#options = options
    const { paths, version, log, clock } = options
    this.#engine = new AppEngine({
      paths,
      version,
      log,
      clock,
      settings: () => this.#settings(),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      emit: (event) => this.#dispatch(event),
      onTick: () => this.#tick(),
      onStopRequested: () => void this.#stop(COMMAND_DRAIN_MS),
    })
    this.#state = this.#initialState()
  }

  get state(): DesktopState {
    return this.#state
  }

  /** Wall clock, for views. */
  nowMs(): number {
    return this.#options.clock.wallMs()
  }

  subscribe(listener: (state: DesktopState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Called at the regular look around, for what changes with time alone. */
  onTick(ticker: () => void): void {
    this.#tickers.add(ticker)
  }

  /** Starts the proxy, unless the person last stopped it. */
  async start(): Promise<void> {
    this.#homeWatch = new FolderWatch([this.#options.paths.runFile], this.#options.clock, () => {
      if (this.#state.supervisor.kind !== 'running') void this.#engine.lookForOther()
    })
    if (this.#state.wanted === 'running') await this.#engine.start()
    else await this.#engine.lookForOther()
  }

  wake(reason: WakeReason): void {
    this.#engine.wake(reason)
  }

  /** After an uncaught error: does the port still answer? */
  checkEngine(): void {
    void this.#engine.probe()
  }

  windowChanged(open: boolean): void {
    this.#dispatch({ kind: 'window', open })
    if (!open) this.#dispatch({ kind: 'face', face: 'status' })
    this.#dispatch({ kind: 'loginItem', loginItem: this.#options.loginItem.status() })
    if (open) void this.#engine.lookForOther()
  }

  /** Asks the system again: the person may have been in its settings. */
  refreshLoginItem(): void {
    const loginItem = this.#options.loginItem.status()
    if (loginItem.kind !== this.#state.loginItem.kind) this.#dispatch({ kind: 'loginItem', loginItem })
  }

  note(note: Note): void {
    this.#dispatch({ kind: 'noted', note })
  }

  /** Never rejects: every failure is an answer. */
  async command(command: Command): Promise<CommandResult> {
    try {
      return await this.#perform(command)
    } catch (error) {
      const failure = toKimiProxyError(error)
      this.#options.log.warn('command failed', { command: command.kind, code: failure.code })
      return { ok: false, problem: failure.toProblem() }
    }
  }

  /** For an end that must not be held up: what takes no time is done. */
  abandon(): void {
    this.#close()
    void this.#engine.end(0)
    this.#options.log.flush()
  }

  async #perform(command: Command): Promise<CommandResult> {
    const { surroundings, loginItem } = this.#options
    switch (command.kind) {
      case 'start':
        return this.#start(() => this.#engine.start())
      case 'retry':
        return this.#start(() => this.#engine.retry())
      case 'stop':
        if (command.atOnce || (await this.#mayCut('stop'))) await this.#stop(DRAIN_MS)
        return DONE
      case 'refresh':
        return this.#engine.refresh()
      case 'stopOther':
        if (!(await this.#mayCut('stopOther'))) return DONE
        this.#want('stopped')
        await this.#engine.stopOther()
        return DONE
      case 'takeOver':
        if (!(await this.#mayCut('stopOther'))) return DONE
        return this.#start(() => this.#engine.takeOver())
      case 'openWindow':
        this.#dispatch({ kind: 'face', face: command.face })
        surroundings.openWindow()
        return DONE
      case 'closeWindow':
        surroundings.closeWindow()
        return DONE
      case 'copySettings':
        return this.#copySettings(command.form)
      case 'copyBaseUrl':
        surroundings.copy(`http://127.0.0.1:${portOf(this.#state)}`)
        return DONE
      case 'copySignInCommand':
        surroundings.copy('kimi login')
        this.#dispatch({ kind: 'signInCommandCopied' })
        return DONE
      case 'openTerminal':
        if (await surroundings.openTerminal()) this.#dispatch({ kind: 'terminalOpened' })
        return DONE
      case 'openLog':
        this.#options.log.flush()
        surroundings.openLog()
        return DONE
      case 'openKimi':
        surroundings.openKimi()
        return DONE
      case 'setLaunchAtLogin':
        loginItem.set(command.on)
        this.#dispatch({ kind: 'loginItem', loginItem: loginItem.status() })
        return DONE
      case 'openLoginItemSettings':
        loginItem.openSettings()
        return DONE
      case 'setPreferences':
        return this.#setPreferences(command.changes)
      case 'saveSettings':
        return this.#saveSettings(command.changes)
      case 'dismissNote':
        this.#dispatch({ kind: 'noteDismissed', note: command.note })
        return DONE
      case 'about':
        surroundings.about()
        return DONE
      case 'quit':
        if (this.#ending !== null || (await this.#mayCut('quit'))) await this.quit()
        return DONE
    }
  }

  async #start(how: () => Promise<void>): Promise<CommandResult> {
    this.#want('running')
    await how()
    return DONE
  }

  async #stop(drainMs: number): Promise<void> {
    this.#want('stopped')
    await this.#engine.stop(drainMs)
  }

  /** Remembered for the next start of the app; a disk that refuses is no reason not to stop or start now. */
  #want(wanted: DesktopState['wanted']): void {
    this.#dispatch({ kind: 'wanted', wanted })
    this.#remember({ stoppedByPerson: wanted === 'stopped' ? true : undefined })
  }

  #remember(patch: Readonly<Record<string, unknown>>): void {
    try {
      this.#options.store.patch(patch)
    } catch (error) {
      const { code, message } = toKimiProxyError(error)
      this.#options.log.warn('not remembered', { code, message })
    }
  }

  /** Drains at most 5 s; only a renewal under way is waited for longer, since its token would be lost. */
  async quit(): Promise<void> {
    this.#dispatch({ kind: 'quitting' })
    this.#options.surroundings.closeWindow()
    this.#ending ??= this.#engine.end(DRAIN_MS).catch(() => undefined)
    await this.#ending
    this.#close()
    this.#options.log.flush()
    this.#options.surroundings.exit()
  }

  #close(): void {
    this.#loginWatch?.close()
    this.#homeWatch?.close()
    this.#cancelGuide?.()
    this.#options.surroundings.holdAwake(false)
  }

  /** Whether running answers may be cut; asks only when there are any. */
  async #mayCut(what: 'stop' | 'stopOther' | 'restart' | 'quit'): Promise<boolean> {
    const { engine, other, language } = this.#state
    const count = what === 'stopOther' ? (other?.activeRequests ?? 0) : engine.traffic.activeRequests
    if (count === 0) return true
    const say = sayIn(language)
    const proceed = {
      stop: say('ask.stopNow'),
      stopOther: say('ask.stopNow'),
      restart: say('ask.restartNow'),
      quit: say('ask.quitNow'),
    }[what]
    const question: Question = {
      message: say(`ask.${what}`),
      detail: say('ask.stopDetail', { count }),
      proceed,
      goBack: say('ask.goOn'),
    }
    return this.#options.surroundings.ask(question)
  }

  #copySettings(form: 'shell' | 'json'): CommandResult {
    const port = portOf(this.#state)
    const settings = claudeSettings(port, { NO_PROXY: this.#options.env['NO_PROXY'] })
    this.#options.surroundings.copy(copiedSettings(settings, form, this.#options.platform))
    this.#dispatch({ kind: 'copied', port })
    this.#remember({ copiedPort: port })
    return DONE
  }

  #setPreferences(changes: Partial<Preferences>): CommandResult {
    this.#options.store.patch(changes)
    const preferences = { ...this.#state.preferences, ...changes }
    this.#dispatch({ kind: 'preferences', preferences, language: this.#languageFor(preferences) })
    return DONE
  }

  async #saveSettings(changes: SettingsChanges): Promise<CommandResult> {
    const { paths, homeDir, store } = this.#options
    const checked = checkChanges(changes, this.#state.settings, { filePath: paths.settingsFile, homeDir })
    if (checked.kind === 'refused') {
      return { ok: false, problem: checked.error.toProblem(), field: checked.field }
    }
    if (Object.keys(checked.patch).length === 0) return DONE
    const serves = this.#state.wanted === 'running' && this.#state.other === null
    if (serves && !(await this.#mayCut('restart'))) return DONE
    store.patch(checked.patch)
    this.#dispatch({ kind: 'settings', settings: editableSettings(this.#settings(), paths.settingsFile) })
    if (serves) await this.#engine.restart(DRAIN_MS)
    return DONE
  }

  /** Environment over file over default, as on the command line. Throws SETTING_INVALID. */
  #settings(): Settings {
    const { store, paths, env, homeDir, port } = this.#options
    return parseSettings({ file: store.read(), filePath: paths.settingsFile, env, homeDir, port })
  }

  #languageFor({ language }: Preferences): Language {
    if (language !== 'system') return language
    const [first = 'en'] = this.#options.languages
    return first.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
  }

  #tick(): void {
    for (const ticker of this.#tickers) ticker()
  }

  #dispatch(event: DesktopEvent): void {
    const before = this.#state
    const { state, announce } = updateDesktop(before, event)
    this.#state = state
    if (announce !== null && state.preferences.notifications) {
      this.#options.surroundings.notify(noticeOf(announce, state, this.nowMs()))
    }
    if (announce !== null) this.#options.log.info('announced', { what: announce })
    this.#follow(before, state)
    if (state === before) return
    for (const listener of this.#listeners) listener(state)
  }

  /** What the app does by itself when the state changes. */
  #follow(before: DesktopState, after: DesktopState): void {
    const busy = after.engine.traffic.activeRequests > 0
    if (busy !== before.engine.traffic.activeRequests > 0) this.#options.surroundings.holdAwake(busy)
    if (before.other !== null && after.other === null && after.wanted === 'running' && !after.quitting) {
      // Once the command line's engine is gone, the app serves in its place.
      if (after.supervisor.kind === 'stopped') void this.#engine.start()
    }
    if (before.guide.kind !== after.guide.kind || before.windowOpen !== after.windowOpen) this.#guide(after)
  }

  #guide({ guide, windowOpen }: DesktopState): void {
    this.#cancelGuide?.()
    this.#cancelGuide = null
    if (guide.kind === 'guiding') {
      const paths = this.#engine.engine?.loginPaths ?? []
      this.#loginWatch ??= new FolderWatch(paths, this.#options.clock, () => void this.#engine.lookForLogin())
      if (windowOpen) this.#lookForLoginSoon()
      return
    }
    this.#loginWatch?.close()
    this.#loginWatch = null
    if (guide.kind === 'done') {
      this.#cancelGuide = this.#options.clock.after(SUCCESS_MS, () => {
        this.#options.surroundings.closeWindow()
        this.#dispatch({ kind: 'guideOver' })
      })
    }
  }

  #lookForLoginSoon(): void {
    this.#cancelGuide = this.#options.clock.after(LOOK_FOR_LOGIN_EVERY_MS, () => {
      void this.#engine.lookForLogin()
      this.#lookForLoginSoon()
    })
  }

  #initialState(): DesktopState {
    const { paths, version, clock, platform, loginItem, notes, port } = this.#options
    const memory = this.#memory()
    const settings = this.#settingsOrDefault(port)
    return {
      engine: initialState({
        version,
        pid: process.pid,
        host: 'tray',
        nonce: '',
        startedAtMs: clock.wallMs(),
        startedAtElapsedMs: clock.elapsedMs(),
        settings: settings.origins,
      }),
      wanted: memory.stoppedByPerson ? 'stopped' : 'running',
      supervisor: { kind: 'stopped' },
      other: null,
      obstacle: null,
      guide: { kind: 'idle' },
      face: 'status',
      windowOpen: false,
      preferences: memory.preferences,
      language: this.#languageFor(memory.preferences),
      platform,
      loginItem: loginItem.status(),
      settings: editableSettings(settings, paths.settingsFile),
      copiedPort: memory.copiedPort,
      notes,
      announced: null,
      quitting: false,
    }
  }

  #memory() {
    const { store, paths } = this.#options
    try {
      return parseAppMemory(store.read(), paths.settingsFile)
    } catch {
      return parseAppMemory({}, paths.settingsFile)
    }
  }

  /** What cannot be used is told when the engine is started with it; until then something has to be shown. */
  #settingsOrDefault(port: number | undefined): Settings {
    const { paths, homeDir } = this.#options
    try {
      return this.#settings()
    } catch {
      return parseSettings({ file: {}, filePath: paths.settingsFile, env: {}, homeDir, port })
    }
  }
}
