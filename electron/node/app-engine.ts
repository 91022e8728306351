/**
 * The engine in the app's own process: started, stopped and supervised as `core/supervisor` decides, and stepping
 * back where the command line runs one. Whatever happens is told as events; what is asked for happens in order.
 */
import type { CommandResult } from '../contract/commands'
import type { OtherEngine } from '../contract/desktop'
import type { AppState, LoginPick, Problem } from '../contract/state'
import type { SupervisorState } from '../contract/supervision'
import { type KimiProxyError, systemCode, toKimiProxyError } from '../core/errors'
import { KeeperMemory } from '../core/keeper-memory'
import type { Clock } from '../core/ports'
import { LIVE_PATH } from '../core/routes'
import { DEFAULT_PARK_MINUTES, type Settings } from '../core/settings'
import { PROBE_EVERY_MS, PROBE_LIMIT_MS, type SupervisorEvent, supervise } from '../core/supervisor'
import { Engine } from './engine'
import type { LogFile } from './log-file'
import { writeLoginPick } from './login-pick'
import { endOtherEngine, findOtherEngine } from './other-engine'
import type { Paths } from './paths'
import { namingHolder } from './port-holder'
import { ask, probePort } from './probe'
import type { WakeReason } from './pulse'
import type { SystemProxy } from './route'

export type AppEngineEvent =
  | { readonly kind: 'engine'; readonly state: AppState }
  | { readonly kind: 'supervisor'; readonly state: SupervisorState }
  | { readonly kind: 'other'; readonly other: OtherEngine | null }
  | { readonly kind: 'obstacle'; readonly problem: Problem | null }

export interface AppEngineOptions {
  readonly paths: Paths
  readonly version: string
  readonly log: LogFile
  readonly clock: Clock
  readonly systemProxy?: SystemProxy | undefined
  /** Read anew for every start. Throws SETTING_INVALID. */
  readonly settings: () => Settings
  /** Whether the person wants the proxy to run; asked again after whatever took time. */
  readonly wanted: () => boolean
  readonly emit: (event: AppEngineEvent) => void
  /** The engine's regular look around; whoever needs a timer too shares it. */
  readonly onTick: () => void
  /** Somebody used `kimi-proxy --stop`. */
  readonly onStopRequested: () => void
}

/** How often an engine of the command line is looked at; the app's own is idle meanwhile. */
const LOOK_EVERY_MS = 5_000
/** How often saving is tried again for a login that a stopped engine could not write down. */
const SAVE_AGAIN_EVERY_MS = 30_000
/** A port that the system refuses may be free again later: Windows reserves whole ranges for a while. */
const TRY_PORT_AGAIN_MS = 60_000

export class AppEngine {
  readonly #options: AppEngineOptions
  readonly #memory = new KeeperMemory()
  #supervisor: SupervisorState = { kind: 'stopped' }
  #engine: Engine | null = null
  #other: OtherEngine | null = null
  #queue: Promise<void> = Promise.resolve()
  #cancelTimer: (() => void) | null = null
  #cancelLook: (() => void) | null = null
  #cancelSave: (() => void) | null = null
  #probing: Promise<void> | null = null
  #ended = false
  #justWoke = false
  #looking: Promise<void> | null = null

  constructor(options: AppEngineOptions) {
    this.#options = options
  }

  /** Where a login may appear; none before the first start. */
  get loginPaths(): readonly string[] {
    return this.#engine?.loginPaths ?? []
  }

  /** Starts the engine unless it runs or the command line has one. */
  start(): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#supervisor.kind === 'stopped' || this.#supervisor.kind === 'gaveUp') await this.#begin()
    })
  }

  /** Ends waiting for a free port, a backoff, or a given up state, and tries at once. */
  retry(): Promise<void> {
    return this.#inOrder(() => this.#begin())
  }

  /** Lets requests end for `drainMs`; a renewal under way is always waited for. */
  stop(drainMs: number): Promise<void> {
    return this.#inOrder(() => this.#halt(drainMs))
  }

  /** With the settings as they are now. */
  restart(drainMs: number): Promise<void> {
    return this.#inOrder(async () => {
      await this.#halt(drainMs, true)
      await this.#begin()
    })
  }

  stopOther(): Promise<void> {
    return this.#inOrder(() => this.#endOther())
  }

  takeOver(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#endOther()
      await this.#begin()
    })
  }

  /**
   * For the end of the app: from here on nothing is started or looked after any more. Does not wait its turn, since
   * what is before it may take long; waits for the drain and for a renewal under way, and saves what is not saved yet.
   */
  async end(drainMs: number): Promise<void> {
    this.#ended = true
    this.#apply({ kind: 'stop' })
    this.#cancelLook?.()
    await this.#engine?.stop(drainMs)
    this.#cancelSave?.()
    await this.#engine?.saveUnsaved()
  }

  async #begin(): Promise<void> {
    if (this.#supervisor.kind === 'running') return
    this.#apply({ kind: 'stop' })
    if (this.#ended || !this.#options.wanted()) return
    await this.#perform(this.#apply({ kind: 'begin' }))
  }

  async #halt(drainMs: number, isRestart = false): Promise<void> {
    this.#apply({ kind: 'stop' })
    await this.#engine?.stop(drainMs, isRestart)
    // Its last renewal may have been granted and not been saved only now.
    this.#saveAgainLater()
  }

  async #endOther(): Promise<void> {
    try {
      await endOtherEngine(this.#options.paths)
    } finally {
      this.#setOther(await findOtherEngine(this.#options.paths))
    }
  }

  /** An engine that does not run has no tick of its own, and its token may be the only copy. */
  #saveAgainLater(): void {
    this.#cancelSave?.()
    this.#cancelSave = null
    if (this.#memory.unsaved.size === 0 || this.#ended || this.#supervisor.kind === 'running') return
    this.#cancelSave = this.#options.clock.after(SAVE_AGAIN_EVERY_MS, () => {
      void Promise.resolve(this.#engine?.saveUnsaved()).then(() => this.#saveAgainLater())
    })
  }

  async refresh(): Promise<CommandResult> {
    return (await this.#engine?.command({ kind: 'refresh' })) ?? { ok: true }
  }

  /** Which logins there are, told in the engine's state. */
  async survey(): Promise<void> {
    await this.#engine?.survey()
  }

  /** Settings have changed that need no start anew. */
  tellSettings(settings: AppState['settings']): void {
    this.#engine?.tellSettings(settings)
  }

  /** Uses that login from now on. While nothing runs it is only remembered. */
  async use(pick: LoginPick): Promise<CommandResult> {
    if (this.#engine !== null) return this.#engine.command({ kind: 'use', pick })
    await writeLoginPick(this.#options.paths, pick)
    return { ok: true }
  }

  /** A login was written or removed by this app. */
  async lookAgain(): Promise<void> {
    await this.#engine?.command({ kind: 'lookAgain' })
  }

  /** Something says that a login may have appeared. */
  async lookForLogin(): Promise<void> {
    if (this.#supervisor.kind === 'running') await this.#engine?.look()
  }

  /** Something says that the command line may have started or ended an engine. */
  lookForOther(): Promise<void> {
    this.#looking ??= this.#inBackground(async () => {
      if (this.#supervisor.kind === 'running') return
      this.#setOther(await findOtherEngine(this.#options.paths))
    }).finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  wake(reason: WakeReason): void {
    this.#engine?.wake(reason)
  }

  /** Asks its own port whether it still answers; also what an uncaught error calls for. */
  probe(): Promise<void> {
    // One stall must not count as two misses.
    this.#probing ??= this.#probeOnce().finally(() => {
      this.#probing = null
    })
    return this.#probing
  }

  async #probeOnce(): Promise<void> {
    const engine = this.#engine
    if (this.#supervisor.kind !== 'running' || engine?.state.listener.kind !== 'listening') return
    const afterJump = this.#justWoke
    this.#justWoke = false
    const answer = await ask(engine.state.listener.port, 'GET', LIVE_PATH, {}, PROBE_LIMIT_MS)
    if (engine !== this.#engine || this.#supervisor.kind !== 'running') return
    const atMs = this.#options.clock.elapsedMs()
    if (typeof answer !== 'string' && answer.status === 200) return this.#send({ kind: 'probeOk', atMs })
    this.#send({ kind: 'probeMissed', atMs, afterJump })
    if (this.#supervisor.kind === 'running') this.#arm(PROBE_EVERY_MS, () => void this.probe())
  }

  #inOrder(action: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(() => (this.#ended ? undefined : action()))
    this.#queue = done.catch((error: unknown) => this.#note(toKimiProxyError(error)))
    return done
  }

  /** Nobody waits for it; a failure is in the log. */
  #inBackground(action: () => Promise<void>): Promise<void> {
    return this.#inOrder(action).catch(() => undefined)
  }

  #note({ code, message }: KimiProxyError): void {
    this.#options.log.error('app engine', { code, message })
  }

  async #startEngine(): Promise<void> {
    const engine = this.#createEngine()
    if (engine === null) return
    this.#engine = engine
    engine.subscribe((state) => {
      // One that was replaced may still finish what it had begun.
      if (engine === this.#engine) this.#options.emit({ kind: 'engine', state })
    })
    try {
      await engine.start()
    } catch (error) {
      const failure = toKimiProxyError(error)
      return this.#startFailed(await namingHolder(failure, engine.port), engine)
    }
    this.#setOther(null)
    if (this.#supervisor.kind === 'starting') {
      this.#send({ kind: 'started', atMs: this.#options.clock.elapsedMs() })
    } else await engine.stop(0)
  }

  #createEngine(): Engine | null {
    const { paths, version, log, clock, systemProxy, settings, onTick, onStopRequested } = this.#options
    try {
      const present = settings()
      const engine = new Engine({
        settings: present,
        parkMs: (present.parkMinutes ?? DEFAULT_PARK_MINUTES) * 60_000,
        currentSettings: settings,
        paths,
        host: 'tray',
        version,
        log,
        clock,
        systemProxy,
        memory: this.#memory,
        onStopRequested,
        onTick: (afterWake) => {
          this.#justWoke ||= afterWake
          void this.probe()
          onTick()
        },
        onLost: (reason) => this.#send({ kind: 'exited', atMs: clock.elapsedMs(), reason }),
      })
      this.#options.emit({ kind: 'obstacle', problem: null })
      return engine
    } catch (error) {
      this.#meetObstacle(toKimiProxyError(error))
      return null
    }
  }

  async #startFailed(failure: KimiProxyError, engine: Engine): Promise<void> {
    this.#options.log.error('not started', { code: failure.code, message: failure.message })
    await engine.stop(0)
    if (this.#supervisor.kind !== 'starting') return
    switch (failure.code) {
      case 'PORT_TAKEN':
        return this.#send({ kind: 'portTaken', holder: failure.detail ?? failure.message })
      case 'ALREADY_RUNNING':
      case 'OTHER_ENGINE': {
        this.#setOther(await findOtherEngine(this.#options.paths))
        if (this.#other !== null) return this.#send({ kind: 'stop' })
        break
      }
      case 'PORT_REFUSED':
        this.#meetObstacle(failure)
        return this.#arm(TRY_PORT_AGAIN_MS, () => void this.#inBackground(() => this.#begin()))
      case 'SETTING_INVALID':
        return this.#meetObstacle(failure)
      case 'HOME_UNWRITABLE':
        // A full disk passes; rights have to be given.
        if (!isPassing(failure)) return this.#meetObstacle(failure)
        break
      default:
        break
    }
    this.#send({ kind: 'exited', atMs: this.#options.clock.elapsedMs(), reason: failure.message })
  }

  /** Trying again would not help: a setting has to change. */
  #meetObstacle(failure: KimiProxyError): void {
    this.#options.emit({ kind: 'obstacle', problem: failure.toProblem() })
    this.#send({ kind: 'stop' })
  }

  #setOther(other: OtherEngine | null): void {
    const before = this.#other
    this.#other = other
    if (before !== null || other !== null) this.#options.emit({ kind: 'other', other })
    this.#cancelLook?.()
    this.#cancelLook = null
    if (other === null || this.#ended) return
    this.#cancelLook = this.#options.clock.after(LOOK_EVERY_MS, () => void this.lookForOther())
  }

  #send(event: SupervisorEvent): void {
    const effects = this.#apply(event)
    if (effects.length > 0) void this.#inBackground(() => this.#perform(effects))
  }

  #apply(event: SupervisorEvent) {
    const before = this.#supervisor
    const { state, effects } = supervise(before, event)
    this.#supervisor = state
    if (state === before) return effects
    if (state.kind !== before.kind) {
      const reason = 'reason' in state ? state.reason : null
      this.#options.log.info('supervisor', { state: state.kind, reason })
      this.#options.emit({ kind: 'supervisor', state })
      this.#saveAgainLater()
    }
    this.#armFor(state)
    return effects
  }

  /** Timers only where something is waited for. */
  #armFor(state: SupervisorState): void {
    const { clock } = this.#options
    switch (state.kind) {
      case 'backoff':
        return this.#arm(state.untilMs - clock.elapsedMs(), () => {
          this.#send({ kind: 'tick', atMs: clock.elapsedMs() })
          // Timers may fire a moment early.
          if (this.#supervisor === state) this.#armFor(state)
        })
      case 'blocked':
        return this.#arm(PROBE_EVERY_MS, () => void this.#lookAtPort())
      case 'stopped':
      case 'starting':
      case 'running':
      case 'gaveUp':
        this.#cancelTimer?.()
        this.#cancelTimer = null
    }
  }

  async #lookAtPort(): Promise<void> {
    const port = this.#engine?.port
    if (this.#supervisor.kind !== 'blocked' || port === undefined) return
    const { kind } = await probePort(port, PROBE_LIMIT_MS)
    if (this.#supervisor.kind !== 'blocked') return
    if (kind === 'free') this.#send({ kind: 'portFree' })
    else this.#arm(PROBE_EVERY_MS, () => void this.#lookAtPort())
  }

  #arm(delayMs: number, callback: () => void): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.#options.clock.after(Math.max(0, delayMs), callback)
  }

  async #perform(effects: ReturnType<typeof supervise>['effects']): Promise<void> {
    for (const effect of effects) {
      if (effect.kind === 'kill') await this.#engine?.stop(0)
      // A stop may have come before it in the queue.
      else if (this.#supervisor.kind === 'starting') await this.#startEngine()
    }
  }
}

function isPassing(failure: KimiProxyError): boolean {
  const code = systemCode(failure)
  return code !== null && ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'].includes(code)
}
