/**
 * The tray app without Electron: creates its parts and holds the one state.
 *
 * - Whatever happens in a part becomes a new state; tray, window and notices follow that state.
 * - A person's command is carried out by its row in `intents.ts`, which asks first where something would be cut or lost.
 * - Everything of the system comes in as a port. Called by `main.ts`, the tray, the window and the app menu.
 */
import type { AppState, Note } from '../../contract/app'
import type { Command, CommandResult } from '../../contract/commands'
import type { RequestList } from '../../contract/recorder'
import { afterSignIn, waitsForPerson } from '../../core/app/phase'
import { type AppEvent, updateApp } from '../../core/app/update'
import { toKimiProxyError } from '../../core/basics/errors'
import { sleep } from '../../core/basics/ports'
import { safely } from '../../core/basics/safely'
import { failureNotice, type Notice, noticeOf } from '../../core/views/notice'
import { planNoticeOf } from '../../core/views/plan-notice'
import { type Deed, type Question, questionBefore } from '../../core/views/question'
import { DRAIN_MS, RENEWAL_WAIT_MS } from '../../node/engine/options'
import type { WakeReason } from '../../node/engine/pulse'
import { type AppOptions, type AppParts, createParts, firstState } from './app-parts'
import { perform } from './intents'
import { AppSettings } from './settings'
import { SignInWatch } from './sign-in-watch'

export class App {
  readonly #options: AppOptions
  readonly #parts: AppParts
  readonly #signIn: SignInWatch
  readonly #listeners = new Set<(state: AppState) => void>()
  readonly #tickers = new Set<() => void>()
  #state: AppState
  #asking = false
  #ended = false
  #ending: Promise<void> | null = null

  constructor(options: AppOptions) {
    this.#options = options
    const settings = new AppSettings(options)
    this.#parts = createParts(options, settings, {
      state: () => this.#state,
      dispatch: (event) => this.#dispatch(event),
      nowMs: () => this.nowMs(),
      may: (deed) => this.#may(deed),
      ask: (question) => this.#ask(question),
      quit: () => this.quit(),
      onTick: () => this.#tick(),
      onSignedIn: () => this.#endSignIn(),
      showOutcome: (note, former) => this.#showOutcome(note, former),
    })
    const { engine } = this.#parts
    this.#signIn = new SignInWatch(options.clock, {
      loginPaths: () => engine.current?.loginPaths ?? [],
      lookForLogin: () => engine.lookForLogin(),
      over: () => this.#endGuide(),
    })
    this.#state = firstState(options, settings)
  }

  get state(): AppState {
    return this.#state
  }

  /** Wall clock, for views. */
  nowMs(): number {
    return this.#options.clock.wallMs()
  }

  subscribe(listener: (state: AppState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** `ticker` is called at the engine's regular tick, for views that change with time alone. */
  onTick(ticker: () => void): void {
    this.#tickers.add(ticker)
  }

  /** Starts the proxy, unless the person last stopped it. */
  async start(): Promise<void> {
    void this.#parts.claudeTool.look()
    await this.#parts.engine.begin()
  }

  wake(reason: WakeReason): void {
    this.#parts.engine.current?.wake(reason)
  }

  /** Called after an uncaught error: checks that the port still answers. */
  checkEngine(): void {
    this.#parts.engine.probe()
  }

  windowChanged(open: boolean): void {
    this.#dispatch({ kind: 'window', open })
    if (!open) this.#dispatch({ kind: 'face', face: 'status' })
    this.refreshSystem()
    if (!open) return
    void this.#parts.engine.lookForOther()
    void this.#parts.engine.current?.survey()
  }

  /** Asks the system again, because the person may have changed something in its settings or in a terminal. */
  refreshSystem(): void {
    this.#parts.commandTool.look()
    void this.#parts.claudeTool.look()
    this.#dispatch({ kind: 'loginItem', loginItem: this.#options.loginItem.status() })
  }

  note(note: Note): void {
    this.#dispatch({ kind: 'noted', note })
  }

  /** Of this app's own engines: those that ended after the one with the number `after`, and those that run. */
  readonly requests = (after: number): RequestList => this.#parts.engine.host.requests(after)

  /** Never rejects: a failure is in the result. */
  async command(command: Command): Promise<CommandResult> {
    try {
      return await perform(this.#parts, command)
    } catch (error) {
      const failure = toKimiProxyError(error)
      this.#options.log.warn('command-failed', { command: command.kind, code: failure.code })
      return { ok: false, problem: failure.toProblem() }
    }
  }

  /** A command of the tray. A failure becomes a notice. */
  async commandFromTray(command: Command): Promise<void> {
    const result = await this.command(command)
    if (!result.ok) this.#options.services.notify(failureNotice(this.#state, result.problem))
  }

  /** True once the process may end without losing anything. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** For an end that must not be held up: does only what takes no time. */
  abandon(): void {
    this.#close()
    void this.#endParts(0)
    this.#options.log.flush()
  }

  /** For a relaunch: cuts the answers, but waits for a renewal under way, so that no token is lost. */
  async endAtOnce(): Promise<void> {
    this.#close()
    await Promise.race([this.#endParts(0), sleep(this.#options.clock, RENEWAL_WAIT_MS)])
    this.#options.log.flush()
  }

  /** Gives requests at most 5 s to end. Only a renewal under way is waited for longer, since its token would be lost. */
  async quit(): Promise<void> {
    this.#dispatch({ kind: 'quitting' })
    this.#options.services.closeWindow()
    this.#ending ??= this.#endParts(DRAIN_MS).catch(() => undefined)
    await this.#ending
    this.#close()
    this.#ended = true
    this.#options.log.flush()
    this.#options.services.exit()
  }

  async #endParts(drainMs: number): Promise<void> {
    await Promise.all([this.#parts.ownLogin.close(), this.#parts.engine.end(drainMs)])
  }

  #close(): void {
    this.#signIn.close()
    this.#parts.engine.close()
    this.#options.services.holdAwake(false)
  }

  /** While the person is asked a question the window stays as it is. */
  #endGuide(): void {
    const next = this.#asking ? 'stay' : afterSignIn(this.#state)
    if (next === 'close') this.#options.services.closeWindow()
    if (next === 'claude') this.#dispatch({ kind: 'face', face: 'claude' })
    this.#dispatch({ kind: 'guideOver' })
  }

  #endSignIn(): void {
    if (this.#state.signIn.kind !== 'signedIn') return
    this.#endGuide()
    this.#parts.ownLogin.cancel()
  }

  /** Whether the deed may be done. Asks only where it would cut or lose something. */
  async #may(deed: Deed): Promise<boolean> {
    const question = questionBefore(deed, this.#state)
    return question === null || this.#ask(question)
  }

  /** One question at a time. */
  async #ask(question: Question): Promise<boolean> {
    if (this.#asking) {
      this.#options.services.openWindow()
      return false
    }
    this.#asking = true
    try {
      return await this.#options.services.ask(question)
    } finally {
      this.#asking = false
    }
  }

  #tick(): void {
    this.#dispatch({ kind: 'tick' })
    for (const ticker of this.#tickers) this.#safely(ticker)
  }

  #dispatch(event: AppEvent): void {
    const before = this.#state
    const { state, announce, planNotices } = updateApp(before, event, this.nowMs())
    this.#state = state
    if (announce !== null) this.#announce(announce, () => noticeOf(announce, state, this.nowMs()))
    for (const notice of planNotices) {
      this.#announce(`limit ${notice.kind}`, () => planNoticeOf(notice, state, this.nowMs()))
    }
    if (state === before) return
    this.#safely(() => this.#follow(before, state))
    // `#follow` may have changed the state again, so each listener gets the newest one.
    for (const listener of this.#listeners) this.#safely(() => listener(this.#state))
  }

  #announce(what: string, notice: () => Notice): void {
    this.#options.log.info('announced', { what })
    if (!this.#state.preferences.notifications) return
    this.#safely(() => this.#options.services.notify(notice()))
  }

  /** A view that throws must not stop the engine or the other views. */
  #safely(action: () => void): void {
    safely(this.#options.log, action)
  }

  /** Carries out what the app does without a click when the state changes. */
  #follow(before: AppState, after: AppState): void {
    this.#signIn.follow(before, after)
    this.#parts.ownLogin.follow(before, after)
    if (after.setUp === 'over' && before.setUp !== 'over') this.#parts.settings.remember({ setUpOver: true })
    const busy = after.engine.traffic.activeRequests > 0
    if (busy !== before.engine.traffic.activeRequests > 0) this.#options.services.holdAwake(busy)
    // Requests wait for the person. A notice alone does not suffice: notices may be turned off, or not be seen.
    if (waitsForPerson(after) && !waitsForPerson(before)) this.#options.services.presentWindow()
  }

  /** Shows the outcome of a command in the window, which is where a person looks after a click in the menu. */
  #showOutcome(note: Note, former: Note['kind']): void {
    this.#dispatch({ kind: 'noteDismissed', note: former })
    this.note(note)
    this.#options.services.openWindow()
  }
}
