/**
 * The tray app without Electron: holds the one state, carries out what a person asks for, and tells tray, window and
 * notices. Everything of the system comes in as a port.
 */
import type { Command, CommandResult, SettingsChanges } from '../contract/commands'
import type { DesktopState, Note, Platform, Preferences } from '../contract/desktop'
import { type Announcement, type DesktopEvent, updateDesktop } from '../core/desktop'
import { KimiProxyError, toKimiProxyError } from '../core/errors'
import { initialDesktop } from '../core/initial-desktop'
import { baseUrlOf } from '../core/launch-env'
import { knownRelease, notedRelease } from '../core/new-version'
import { type Clock, sleep } from '../core/ports'
import { copiedSettings } from '../core/views/copied-settings'
import { reportLines } from '../core/views/doctor-report'
import { noticeOf } from '../core/views/notice'
import { portOf, showsSignIn, waitsForPerson } from '../core/views/phase'
import { type Deed, questionBefore } from '../core/views/question'
import { reportOf } from '../core/views/window-doctor'
import { SIGN_IN_COMMAND } from '../core/views/window-sign-in'
import { problemWords } from '../core/words/problem-words'
import { sayIn } from '../core/words/say'
import { AppEngine } from '../node/app-engine'
import { COMMAND_DRAIN_MS, DRAIN_MS, RENEWAL_WAIT_MS } from '../node/engine-options'
import { FolderWatch } from '../node/folder-watch'
import { guarded } from '../node/guarded'
import type { LogFile } from '../node/log-file'
import type { WakeReason } from '../node/pulse'
import type { SystemProxy } from '../node/route'
import { AppSettings, type AppSettingsOptions } from './app-settings'
import { CheckUp } from './check-up'
import { CommandTool } from './command-tool'
import { NewVersionWatch } from './new-version-watch'
import { OwnLogin } from './own-login'
import type { CommandLinkPort, LoginItemPort, Surroundings } from './ports'
import { SignInWatch } from './sign-in-watch'

export interface DesktopOptions extends AppSettingsOptions {
  readonly version: string
  readonly log: LogFile
  readonly clock: Clock
  /** The system's own proxies; without it the settings and the environment alone decide. */
  readonly systemProxy?: SystemProxy
  readonly platform: Platform
  readonly loginItem: LoginItemPort
  readonly commandLink: CommandLinkPort
  readonly surroundings: Surroundings
  readonly notes: readonly Note[]
}

const DONE: CommandResult = { ok: true }

export class Desktop {
  readonly #options: DesktopOptions
  readonly #settings: AppSettings
  readonly #engine: AppEngine
  readonly #listeners = new Set<(state: DesktopState) => void>()
  readonly #tickers = new Set<() => void>()
  #state: DesktopState
  readonly #signIn: SignInWatch
  readonly #checkUp: CheckUp
  readonly #ownLogin: OwnLogin
  readonly #newVersion: NewVersionWatch
  readonly #commandTool: CommandTool
  #homeWatch: FolderWatch | null = null
  #asking = false
  #ended = false
  #ending: Promise<void> | null = null

  constructor(options: DesktopOptions) {
    this.#options = options
    this.#settings = new AppSettings(options)
    const { paths, version, log, clock, systemProxy } = options
    this.#engine = new AppEngine({
      paths,
      version,
      log,
      clock,
      systemProxy,
      settings: () => this.#settings.current(),
      wanted: () => this.#state.wanted === 'running' && !this.#state.quitting,
      emit: (event) => this.#dispatch(event),
      onTick: () => this.#tick(),
      onStopRequested: () => void this.#stop(COMMAND_DRAIN_MS),
    })
    this.#signIn = new SignInWatch(clock, {
      loginPaths: () => this.#engine.loginPaths,
      lookForLogin: () => void this.#engine.lookForLogin(),
      over: () => this.#endGuide(),
    })
    this.#checkUp = new CheckUp({
      ...options,
      settings: this.#settings,
      nowMs: () => this.nowMs(),
      state: () => this.#state.doctor,
      emit: (doctor) => this.#dispatch({ kind: 'doctor', doctor }),
    })
    this.#ownLogin = new OwnLogin({
      ...options,
      engine: this.#engine,
      state: () => this.#state,
      settings: () => this.#settings.current(),
      tell: (signIn) => this.#dispatch({ kind: 'signIn', signIn }),
      over: () => this.#endSignIn(),
    })
    this.#newVersion = new NewVersionWatch({
      ...options,
      network: () => this.#settings.current(),
      state: () => this.#state,
      emit: (newVersion) => this.#dispatch({ kind: 'newVersion', newVersion }),
    })
    this.#commandTool = new CommandTool({
      ...options,
      tell: (commandLink) => this.#dispatch({ kind: 'commandLink', commandLink }),
      mayReplace: () => this.#may('replaceCommand'),
      show: (note, former) => this.#showOutcome(note, former),
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
    this.refreshSystem()
    if (!open) return
    void this.#engine.lookForOther()
    void this.#engine.survey()
  }

  /** Asks the system again: the person may have been in its settings, or in a terminal. */
  refreshSystem(): void {
    this.#commandTool.look()
    this.#dispatch({ kind: 'loginItem', loginItem: this.#options.loginItem.status() })
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

  /** A command of the tray, which has no place of its own to show a failure. */
  async commandFromTray(command: Command): Promise<void> {
    const result = await this.command(command)
    if (result.ok) return
    const say = sayIn(this.#state.language)
    const { message, recovery } = problemWords(say, result.problem)
    this.#options.surroundings.notify({ title: say('menu.failed'), body: `${message} ${recovery}` })
  }

  /** True once nothing is left that an end of the process could lose. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** For an end that must not be held up: what takes no time is done. */
  abandon(): void {
    this.#close()
    void this.#ownLogin.close()
    void this.#engine.end(0)
    this.#options.log.flush()
  }

  /** For an end of our own making: answers are cut, but no token is lost. */
  async endAtOnce(): Promise<void> {
    this.#close()
    const ended = Promise.all([this.#ownLogin.close(), this.#engine.end(0)])
    await Promise.race([ended, sleep(this.#options.clock, RENEWAL_WAIT_MS)])
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
        if (command.atOnce || (await this.#may('stop'))) await this.#stop(DRAIN_MS)
        return DONE
      case 'refresh':
        return this.#engine.refresh()
      case 'stopOther':
        if (!(await this.#mayEndOther())) return DONE
        this.#want('stopped')
        await this.#engine.stopOther()
        // The app's own may have taken its place in between.
        await this.#engine.stop(DRAIN_MS)
        return DONE
      case 'takeOver':
        if (!(await this.#mayEndOther())) return DONE
        return this.#start(() => this.#engine.takeOver())
      case 'openWindow':
        this.#dispatch({ kind: 'face', face: command.face })
        surroundings.openWindow()
        if (command.face === 'doctor') void this.#checkUp.run()
        return DONE
      case 'closeWindow':
        surroundings.closeWindow()
        return DONE
      case 'copySettings':
        return this.#copySettings(command.form)
      case 'copyBaseUrl':
        surroundings.copy(baseUrlOf(portOf(this.#state)))
        return DONE
      case 'copySignInCommand':
        surroundings.copy(SIGN_IN_COMMAND)
        this.#dispatch({ kind: 'signInCommandCopied' })
        return DONE
      case 'useLogin':
        return this.#engine.use(command.pick)
      case 'runDoctor':
        await this.#checkUp.run()
        return DONE
      case 'copyReport':
        this.#copyReport()
        return DONE
      case 'signIn':
        this.#ownLogin.begin()
        this.#dispatch({ kind: 'face', face: 'status' })
        surroundings.openWindow()
        return DONE
      case 'cancelSignIn':
        this.#ownLogin.cancel()
        return DONE
      case 'copySignInCode':
        this.#ownLogin.copyCode()
        return DONE
      case 'openSignInPage':
        this.#ownLogin.openPage()
        return DONE
      case 'signOut':
        if (await this.#may('signOut')) await this.#ownLogin.signOut()
        return DONE
      case 'openTerminal':
        return this.#openTerminal()
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
      case 'installCommand':
        await this.#commandTool.install()
        return DONE
      case 'removeCommand':
        this.#commandTool.remove()
        return DONE
      case 'setPreferences':
        return this.#setPreferences(command.changes)
      case 'saveSettings':
        return this.#saveSettings(command.changes)
      case 'dismissNote':
        this.#dispatch({ kind: 'noteDismissed', note: command.note })
        return DONE
      case 'lookForNewVersion':
        await this.#newVersion.look()
        return DONE
      case 'showNewVersion':
        return this.#showNewVersion()
      case 'dismissNewVersion':
        this.#dismissVersion(notedRelease(this.#state)?.version ?? this.#state.dismissedVersion)
        return DONE
      case 'openNewVersion':
        this.#openNewVersion()
        return DONE
      case 'about':
        surroundings.about()
        return DONE
      case 'quit':
        if (this.#ending !== null || (await this.#may('quit'))) await this.quit()
        return DONE
    }
  }

  async #openTerminal(): Promise<CommandResult> {
    if (!(await this.#options.surroundings.openTerminal())) {
      const recovery = 'Open one yourself and paste the command.'
      throw new KimiProxyError('NO_TERMINAL', 'No terminal program was found.', recovery)
    }
    this.#dispatch({ kind: 'terminalOpened' })
    return DONE
  }

  /** In the window, which is where a person looks after a click in the menu. */
  #showOutcome(note: Note, former: Note['kind']): void {
    this.#dispatch({ kind: 'noteDismissed', note: former })
    this.note(note)
    this.#options.surroundings.openWindow()
  }

  /** False where there is none, by now; what it serves at this moment is asked first. */
  async #mayEndOther(): Promise<boolean> {
    if (this.#state.other === null) return false
    await this.#engine.lookForOther()
    return this.#state.other !== null && (await this.#may('stopOther'))
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
    this.#settings.remember({ stoppedByPerson: wanted === 'stopped' ? true : undefined })
  }

  /** Drains at most 5 s; only a renewal under way is waited for longer, since its token would be lost. */
  async quit(): Promise<void> {
    this.#dispatch({ kind: 'quitting' })
    this.#options.surroundings.closeWindow()
    this.#ending ??= Promise.all([this.#ownLogin.close(), this.#engine.end(DRAIN_MS)])
      .catch(() => undefined)
      .then(() => undefined)
    await this.#ending
    this.#close()
    this.#ended = true
    this.#options.log.flush()
    this.#options.surroundings.exit()
  }

  #close(): void {
    this.#signIn.close()
    this.#homeWatch?.close()
    this.#options.surroundings.holdAwake(false)
  }

  /** Not under the hand of somebody who has gone on to the settings, or is being asked something. */
  #endGuide(): void {
    if (this.#state.face === 'status' && !this.#asking) this.#options.surroundings.closeWindow()
    this.#dispatch({ kind: 'guideOver' })
  }

  #endSignIn(): void {
    if (this.#state.signIn.kind !== 'signedIn') return
    this.#endGuide()
    this.#ownLogin.cancel()
  }

  /** Whether that may be done; asks only where something would be cut or lost, and one question at a time. */
  async #may(deed: Deed): Promise<boolean> {
    const question = questionBefore(deed, this.#state)
    if (question === null) return true
    if (this.#asking) {
      this.#options.surroundings.openWindow()
      return false
    }
    this.#asking = true
    try {
      return await this.#options.surroundings.ask(question)
    } finally {
      this.#asking = false
    }
  }

  #copySettings(form: 'shell' | 'json'): CommandResult {
    const port = portOf(this.#state)
    const text = copiedSettings(this.#settings.claude(port), form, this.#options.platform)
    this.#options.surroundings.copy(text)
    this.#dispatch({ kind: 'copied', port })
    this.#settings.remember({ copiedPort: port })
    return DONE
  }

  #copyReport(): void {
    const report = reportOf(this.#state.doctor)
    if (report === null) return
    this.#options.surroundings.copy(`${reportLines(report, this.#state.language).join('\n')}\n`)
  }

  /** Where a sign-in takes the place of its note, Settings tells of it too. */
  #showNewVersion(): CommandResult {
    if (this.#state.dismissedVersion !== null) this.#dismissVersion(null)
    const face = showsSignIn(this.#state, this.nowMs()) ? 'settings' : 'status'
    this.#dispatch({ kind: 'face', face })
    this.#options.surroundings.openWindow()
    return DONE
  }

  #dismissVersion(version: string | null): void {
    this.#dispatch({ kind: 'newVersionDismissed', version })
    this.#settings.remember({ dismissedVersion: version ?? undefined })
  }

  #openNewVersion(): void {
    const { newVersion, settings } = this.#state
    const release = knownRelease(newVersion)
    if (release !== null) this.#options.surroundings.openReleasePage(release.page, settings.updateFeed.value)
  }

  #setPreferences(changes: Partial<Preferences>): CommandResult {
    this.#settings.save(changes)
    const preferences = { ...this.#state.preferences, ...changes }
    this.#dispatch({ kind: 'preferences', preferences, language: this.#settings.languageFor(preferences) })
    return DONE
  }

  async #saveSettings(changes: SettingsChanges): Promise<CommandResult> {
    const checked = this.#settings.check(changes, this.#state.settings)
    if (checked.kind === 'refused') {
      return { ok: false, problem: checked.error.toProblem(), field: checked.field }
    }
    if (Object.keys(checked.patch).length === 0) return DONE
    // The engine has no use for the feed of new versions: no answer is cut for its sake.
    const concernsEngine = Object.keys(checked.patch).some((key) => key !== 'updateFeed')
    if (concernsEngine && this.#serves && !(await this.#may('restart'))) return DONE
    this.#settings.save(checked.patch)
    const settings = this.#settings.currentOrDefault()
    this.#dispatch({ kind: 'settings', settings: this.#settings.editable(settings) })
    if (!concernsEngine) this.#engine.tellSettings(settings.origins)
    // Asked again: a question may have stood there for minutes.
    else if (this.#serves) await this.#engine.restart(DRAIN_MS)
    return DONE
  }

  get #serves(): boolean {
    return this.#state.wanted === 'running' && this.#state.other === null
  }

  #tick(): void {
    for (const ticker of this.#tickers) this.#guarded(ticker)
    this.#guarded(() => this.#newVersion.tick())
  }

  #dispatch(event: DesktopEvent): void {
    const before = this.#state
    const { state, announce } = updateDesktop(before, event, this.nowMs())
    this.#state = state
    if (announce !== null) this.#announce(announce, state)
    if (state === before) return
    this.#guarded(() => this.#follow(before, state))
    // What followed may have changed it again: nobody is to be left with the older one.
    for (const listener of this.#listeners) this.#guarded(() => listener(this.#state))
  }

  #announce(what: Announcement, state: DesktopState): void {
    this.#options.log.info('announced', { what })
    if (!state.preferences.notifications) return
    this.#guarded(() => this.#options.surroundings.notify(noticeOf(what, state, this.nowMs())))
  }

  /** A view that fails must not keep the engine from being looked after. */
  #guarded(action: () => void): void {
    guarded(this.#options.log, action)
  }

  /** What the app does by itself when the state changes. */
  #follow(before: DesktopState, after: DesktopState): void {
    this.#signIn.follow(before, after)
    this.#ownLogin.follow(before, after)
    this.#newVersion.follow(before, after)
    const busy = after.engine.traffic.activeRequests > 0
    if (busy !== before.engine.traffic.activeRequests > 0) this.#options.surroundings.holdAwake(busy)
    // Somebody is being kept waiting: a notice alone may be off, or not seen.
    if (waitsForPerson(after) && !waitsForPerson(before)) this.#options.surroundings.presentWindow()
    // Once the command line's engine is gone, the app serves in its place.
    if (before.other !== null && after.other === null && after.wanted === 'running') void this.#engine.start()
  }

  #initialState(): DesktopState {
    const { version, clock, platform, loginItem, commandLink, notes } = this.#options
    const memory = this.#settings.memory()
    const settings = this.#settings.currentOrDefault()
    return initialDesktop({
      version,
      pid: process.pid,
      now: { wallMs: clock.wallMs(), elapsedMs: clock.elapsedMs() },
      platform,
      language: this.#settings.languageFor(memory.preferences),
      memory,
      settings,
      editable: this.#settings.editable(settings),
      loginItem: loginItem.status(),
      commandLink: commandLink.status(),
      notes,
    })
  }
}
