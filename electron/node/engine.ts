/**
 * The engine: everything put together, used unchanged by tray and command line. Holds the one state, carries out
 * its effects, and owns port, run file and token keeper.
 */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { networkInterfaces } from 'node:os'
import type { CommandResult, EngineCommand } from '../contract/commands'
import type { AppState, EngineHost, LoginPick } from '../contract/state'
import { type Effect, type Event, initialState, nextRenewalAtMs, nextTickInMs, update } from '../core/app'
import { KimiProxyError, systemCode, toKimiProxyError } from '../core/errors'
import { type HealthAnswer, healthAnswer, type Now } from '../core/health'
import type { AuthApi, Clock, CredentialStore } from '../core/ports'
import type { Settings } from '../core/settings'
import { type KeeperMemory, TokenKeeper } from '../core/token-keeper'
import { createAuthApi } from './auth-api'
import { type ClientIdentity, createIdentity } from './client-identity'
import { createSystemClock } from './clock'
import { answerControl, type ControlTarget } from './control'
import { logEvent } from './event-log'
import {
  DEFAULT_LIMITS,
  type ExchangeContext,
  type ExchangeRequest,
  exchange,
  type ProxyLimits,
  type Upstream,
} from './exchange'
import { guarded } from './guarded'
import { type Listener, listen } from './listener'
import type { LogFile } from './log-file'
import { readLoginPick, writeLoginPick } from './login-pick'
import { credentialFiles } from './logins'
import { ParkingLot } from './parking-lot'
import type { Paths } from './paths'
import type { RouteOptions, SystemProxy } from './route'
import { lockHome, refuseIfAlive, unwritableHome } from './run-claim'
import { newRunRecord, type RunRecord, readRunFile, removeOwnFile, writeRunFile } from './run-file'
import { targetOf } from './target'
import { createAgent, trustFrom } from './upstream'
import { warmUp } from './warm-up'

export interface EngineOptions {
  readonly settings: Settings
  readonly paths: Paths
  readonly host: EngineHost
  readonly version: string
  readonly log: LogFile
  readonly clock?: Clock
  readonly limits?: Partial<ProxyLimits>
  /** How long requests may wait for a new sign-in or the network instead of failing; default 0: not at all. */
  readonly parkMs?: number
  /** The settings as they are now: asked while there is no login, since the next one may be of another region. */
  readonly currentSettings?: () => Settings
  /** The system's own proxies, where they can be asked for: they count where no setting names one. */
  readonly systemProxy?: SystemProxy | undefined
  /** That of the engine before this one in the same process. */
  readonly memory?: KeeperMemory
  /** Somebody asked over the control endpoint to stop. */
  readonly onStopRequested: () => void
  /** The regular look around, at most every 30 s while idle: whoever needs a timer too shares this one. */
  readonly onTick?: (afterWake: boolean) => void
  /** The port was lost; nobody is served until the engine is started again. */
  readonly onLost?: (reason: string) => void
}

/** Why nothing of before is to be trusted: idle connections, timers, the clock on the wall. */
export type WakeReason = 'resume' | 'unlock' | 'late timer' | 'clock moved' | 'network changed'

/** A timer this much too late means that the machine slept: idle connections are not to be trusted any more. */
const SLEPT_MS = 5_000
/** The wall clock and the time passed differ by so much only when somebody set the clock. */
const CLOCK_MOVED_MS = 5_000
/** Resume, unlock and a late timer tell of the same awakening. */
const ONE_WAKE_MS = 2_000
/** Times are rounded and timers fire early: a tick a moment too soon would leave a renewal to the next one. */
const ROUNDING_MS = 10
/** How long running requests get to end when a person ends the engine. */
export const DRAIN_MS = 5_000
/** How long a stop may take when a renewal is under way whose outcome must not be lost. */
export const RENEWAL_WAIT_MS = 33_000
/** For a login that appears while requests wait for one. */
const LOOK_WHILE_PARKED_MS = 2_000
const STOP_WAIT_MS = 3_000
/** Below that, after which `kimi-proxy --stop` becomes firm. */
export const COMMAND_DRAIN_MS = 2_500

export class Engine {
  readonly #options: EngineOptions
  readonly #clock: Clock
  readonly #keeper: TokenKeeper
  #stores: readonly CredentialStore[]
  /** The settings whose hosts are in use. */
  #hosts: Settings
  /** Where requests go; another only when the region changes. */
  #upstream: Upstream
  readonly #way: RouteOptions
  readonly #parking: ParkingLot
  readonly #exchangeContext: ExchangeContext
  readonly #listeners = new Set<(state: AppState) => void>()
  #record: RunRecord
  #state: AppState
  #listener: Listener | null = null
  #stopping: Promise<void> | null = null
  #cancelTick: (() => void) | null = null
  #cancelLook: (() => void) | null = null
  #tickAtElapsedMs = 0
  /** Wall clock less time passed, at the last tick. */
  #offsetMs: number
  #wokeAtElapsedMs = Number.NEGATIVE_INFINITY
  #network = networkSignature()

  /** Throws SETTING_INVALID for a CA file that cannot be used. */
  constructor(options: EngineOptions) {
    const { settings, paths } = options
    this.#options = options
    this.#hosts = settings
    this.#clock = options.clock ?? createSystemClock()
    this.#parking = new ParkingLot({
      clock: this.#clock,
      limitMs: options.parkMs ?? 0,
      onChange: (count) => this.#onParked(count),
    })
    this.#way = { systemProxy: options.systemProxy, clock: this.#clock }
    const { upstream, auth } = connectionsFor(settings, createIdentity(paths, options.version), this.#way)
    this.#upstream = upstream
    this.#stores = credentialFiles(settings, paths)
    const pick = readLoginPick(paths)
    this.#keeper = new TokenKeeper({
      stores: this.#stores,
      auth,
      clock: this.#clock,
      emit: (event) => this.#dispatch(event),
      pick,
      ...(options.memory === undefined ? {} : { memory: options.memory }),
    })
    this.#exchangeContext = {
      keeper: this.#keeper,
      upstream: () => this.#upstream,
      parking: this.#parking,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      onStream: (change) => this.#dispatch({ kind: change === 'started' ? 'streamStarted' : 'streamEnded' }),
      onError: ({ code, message, cause }, requestId) =>
        options.log.warn('request failed', {
          requestId,
          code,
          message,
          cause: cause instanceof Error ? cause.message : null,
        }),
    }
    this.#offsetMs = this.#clock.wallMs() - this.#clock.elapsedMs()
    this.#record = newRunRecord(settings.port, options.host, this.#clock.wallMs())
    this.#state = initialState({
      version: options.version,
      pid: process.pid,
      host: options.host,
      nonce: this.#record.nonce,
      startedAtMs: this.#clock.wallMs(),
      startedAtElapsedMs: this.#clock.elapsedMs(),
      settings: settings.origins,
      region: settings.region,
      pick,
    })
  }

  get state(): AppState {
    return this.#state
  }

  subscribe(listener: (state: AppState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The port it is to have. */
  get port(): number {
    return this.#options.settings.port
  }

  /** Where a login may appear, for whoever wants to watch. */
  get loginPaths(): readonly string[] {
    return this.#stores.map(({ source }) => source.path)
  }

  /** Looks at the files for a login, when something says that one may have appeared. Never rejects. */
  async look(): Promise<void> {
    if (this.#state.login.kind === 'signedOut') await this.#followRegion()
    await this.#keeper.tend()
  }

  /** Tells in the state which logins there are now, whichever is in use. */
  survey(): Promise<void> {
    return this.#keeper.survey()
  }

  /** The machine or its surroundings changed: connections are made anew, the token is looked at now. */
  wake(reason: WakeReason, lateMs = 0): void {
    if (this.#listener === null || this.#stopping !== null) return
    const nowMs = this.#clock.elapsedMs()
    this.#options.log.info('woke', { reason, lateMs: Math.round(lateMs) })
    if (nowMs - this.#wokeAtElapsedMs > ONE_WAKE_MS) {
      this.#upstream.agent.dropIdle()
      void this.#upstream.agent.prewarm()
    }
    this.#wokeAtElapsedMs = nowMs
    this.#parking.wake()
    this.#tick(true)
  }

  /** Rejects with PORT_TAKEN, PORT_REFUSED or OTHER_ENGINE; then nothing has been started. */
  async start(): Promise<AppState> {
    const { port } = this.#options.settings
    this.#dispatch({ kind: 'listener', listener: { kind: 'starting', port } })
    try {
      await this.#claim(port)
    } catch (error) {
      const problem = toKimiProxyError(error).toProblem()
      this.#dispatch({ kind: 'listener', listener: { kind: 'failed', port, problem } })
      throw error
    }
    this.#keeper.open()
    await this.#keeper.look().catch(() => undefined)
    // A stop may have been asked for meanwhile.
    if (this.#listener === null || this.#stopping !== null) return this.#state
    this.#tick()
    void this.#upstream.agent.prewarm().then(() => this.#warmUp())
    this.#options.log.info('started', { port: this.#record.port, pid: process.pid, host: this.#options.host })
    return this.#state
  }

  /** Never rejects. */
  async #warmUp(): Promise<void> {
    // Whoever has asked already would only be held up.
    if (this.#listener === null || this.#state.traffic.lastRequestAtMs !== null) return
    await warmUp().catch(() => undefined)
  }

  /** Tries once more to write down a renewed login, while the engine is stopped or at the end of the process. */
  saveUnsaved(): Promise<void> {
    return this.#listener === null ? this.#keeper.close() : Promise.resolve()
  }

  /**
   * Lets requests end for `drainMs`, then cuts them; waits for a renewal under way, so that its token is saved. What waits
   * for a sign-in is told so, or to ask again where another engine takes this one's place.
   */
  stop(drainMs: number, isRestart = false): Promise<void> {
    const listener = this.#listener
    if (listener === null) return Promise.resolve()
    this.#stopping ??= this.#shutDown(listener, drainMs, isRestart).finally(() => {
      this.#stopping = null
    })
    return this.#stopping
  }

  async #shutDown(listener: Listener, drainMs: number, isRestart: boolean): Promise<void> {
    this.#cancelTick?.()
    this.#dispatch({ kind: 'listener', listener: { kind: 'draining', port: listener.port } })
    this.#parking.close(isRestart ? restarting() : null)
    this.#cancelLook?.()
    // No renewal may begin any more: whoever waits for our end would not wait for that one too.
    await Promise.all([this.#keeper.close(), listener.close(drainMs)])
    this.#upstream.agent.destroy()
    this.#listener = null
    await removeOwnFile(this.#options.paths.runFile)
    this.#dispatch({ kind: 'listener', listener: { kind: 'stopped' } })
    this.#options.log.info('stopped', {})
    this.#options.log.flush()
  }

  async command(command: EngineCommand): Promise<CommandResult> {
    try {
      await this.#perform(command)
      return { ok: true }
    } catch (error) {
      return { ok: false, problem: toKimiProxyError(error).toProblem() }
    }
  }

  async #perform(command: EngineCommand): Promise<void> {
    switch (command.kind) {
      case 'refresh':
        return this.#keeper.renewNow()
      case 'stop':
        return this.#options.onStopRequested()
      case 'use':
        await this.#followRegion()
        await this.#keeper.use(command.pick)
        return this.#rememberPick(command.pick)
      case 'lookAgain':
        await this.#followRegion()
        return this.#keeper.lookAgain()
    }
  }

  /** Already in use; a disk that refuses only means that the next start chooses anew. */
  async #rememberPick(pick: LoginPick): Promise<void> {
    await writeLoginPick(this.#options.paths, pick).catch((error: unknown) =>
      this.#options.log.warn('login pick not remembered', { code: systemCode(error) }),
    )
  }

  /** While somebody waits the files are looked at more often than at every tick. */
  #onParked(count: number): void {
    this.#dispatch({ kind: 'parked', count })
    if (this.#cancelLook !== null || count === 0) return
    this.#cancelLook = this.#clock.after(LOOK_WHILE_PARKED_MS, () => {
      this.#cancelLook = null
      if (this.#state.login.kind === 'signedOut') void this.look()
      if (this.#parking.count > 0) this.#onParked(this.#parking.count)
    })
  }

  /** A new login may be of the other region than the one so far. Never rejects. */
  async #followRegion(): Promise<void> {
    const { currentSettings, paths, version } = this.#options
    try {
      const settings = currentSettings?.() ?? this.#hosts
      if (settings.oauthHost === this.#hosts.oauthHost && settings.upstream === this.#hosts.upstream) return
      const { upstream, auth } = connectionsFor(settings, createIdentity(paths, version), this.#way)
      this.#hosts = settings
      this.#stores = credentialFiles(settings, paths)
      await this.#keeper.rehost(this.#stores, auth)
      // What is being answered there goes on to its end.
      this.#upstream.agent.dropIdle()
      this.#upstream = upstream
      this.#dispatch({ kind: 'rehosted', region: settings.region })
    } catch (error) {
      this.#options.log.warn('region not followed', { code: toKimiProxyError(error).code })
    }
  }

  now(): Now {
    return { wallMs: this.#clock.wallMs(), elapsedMs: this.#clock.elapsedMs() }
  }

  /** One engine per home: under a short lock, look for a living one, take the port, write the run file. */
  async #claim(port: number): Promise<void> {
    const { runFile } = this.#options.paths
    const lock = await lockHome(this.#options.paths)
    try {
      const other = readRunFile(runFile)
      if (other !== null && other.nonce !== this.#record.nonce) await refuseIfAlive(other, port)
      this.#listener = await listen(port, {
        allowedOrigins: this.#options.settings.allowedOrigins,
        health: () => this.#health(),
        control: (action, request, response) => answerControl(this.#controls(), action, request, response),
        forward: (client, response, request) => this.#forward(client, response, request),
        refused: (requestId, reason) => this.#options.log.warn('refused', { requestId, reason }),
        lost: (error) => this.#lose(error),
      })
      this.#record = { ...this.#record, port: this.#listener.port }
      await writeRunFile(runFile, this.#record).catch(async (error: unknown) => {
        await this.#listener?.close(0)
        this.#listener = null
        throw unwritableHome(this.#options.paths.home, error)
      })
      this.#dispatch({ kind: 'listener', listener: { kind: 'listening', port: this.#record.port } })
    } finally {
      await lock.release()
    }
  }

  async #health(): Promise<HealthAnswer> {
    // A login that appeared a moment ago should show. This reads files and never asks Kimi.
    if (this.#state.login.kind !== 'signedIn') await this.#keeper.look().catch(() => undefined)
    this.#anchor()
    return healthAnswer(this.#state, this.now())
  }

  async #forward(client: IncomingMessage, response: ServerResponse, request: ExchangeRequest) {
    const { log } = this.#options
    const startedAtMs = this.#clock.elapsedMs()
    this.#dispatch({ kind: 'requestStarted', atMs: this.#clock.wallMs() })
    const report = await exchange(this.#exchangeContext, client, response, request)
    this.#dispatch({ kind: 'requestEnded' })
    log.info('request', {
      requestId: request.requestId,
      method: client.method ?? '',
      // A query may hold anything; the path is enough to recognise a request.
      path: request.path.split('?', 1)[0] ?? '',
      ...report,
      durationMs: Math.round(this.#clock.elapsedMs() - startedAtMs),
    })
    return report
  }

  #controls(): ControlTarget {
    return {
      secret: this.#record.secret,
      view: () => {
        this.#anchor()
        return { state: this.#state, now: this.now() }
      },
      command: (command) => this.command(command),
      prepareStop: () => {
        void this.#keeper.close()
        return this.#keeper.isRenewing || this.#state.unsaved !== null ? RENEWAL_WAIT_MS : STOP_WAIT_MS
      },
    }
  }

  #tick(afterWake = false): void {
    // Without it nobody could find, check or stop this engine.
    const { runFile } = this.#options.paths
    if (this.#listener !== null && !existsSync(runFile)) {
      void writeRunFile(runFile, this.#record).catch(() => undefined)
    }
    // Nothing says when the system's proxies change, and a connection in steady use would never ask.
    if (this.#listener !== null) void this.#upstream.agent.followSystem()
    this.#anchor()
    this.#dispatch({ kind: 'tick', nowMs: this.#clock.wallMs() })
    this.#armTick()
    this.#options.onTick?.(afterWake)
  }

  #armTick(): void {
    this.#cancelTick?.()
    const delayMs = nextTickInMs(this.#state, this.#clock.wallMs()) + ROUNDING_MS
    this.#tickAtElapsedMs = this.#clock.elapsedMs() + delayMs
    this.#cancelTick = this.#clock.after(delayMs, () => {
      const lateMs = this.#clock.elapsedMs() - this.#tickAtElapsedMs
      const reason = this.#whatChanged(lateMs)
      if (reason === null) this.#tick()
      else this.wake(reason, lateMs)
    })
  }

  #whatChanged(lateMs: number): WakeReason | null {
    const network = networkSignature()
    const offsetMs = this.#clock.wallMs() - this.#clock.elapsedMs()
    const sameNetwork = network === this.#network
    const moved = Math.abs(offsetMs - this.#offsetMs) > CLOCK_MOVED_MS
    this.#network = network
    this.#offsetMs = offsetMs
    if (lateMs > SLEPT_MS) return 'late timer'
    if (!sameNetwork) return 'network changed'
    return moved ? 'clock moved' : null
  }

  /** Without a port no drain helps; what runs is cut by the system anyway. */
  #lose(error: Error): void {
    this.#options.log.error('port lost', { message: error.message })
    void this.stop(0).then(() => this.#options.onLost?.(error.message))
  }

  /** Puts the token's times right after the clock was set. */
  #anchor(): void {
    const token = this.#keeper.times()
    if (token !== null) this.#dispatch({ kind: 'tokenMoved', token })
  }

  #dispatch(event: Event): void {
    const before = this.#state
    const { state, effects } = update(before, event)
    this.#state = state
    logEvent(this.#options.log, event, state !== before)
    for (const effect of effects) this.#carryOut(effect)
    if (event.kind === 'loginFound' || event.kind === 'renewed' || event.kind === 'adopted')
      this.#parking.wake()
    if (state === before) return
    // A new due time must not wait for the next tick.
    if (
      this.#listener !== null &&
      this.#stopping === null &&
      nextRenewalAtMs(state) !== nextRenewalAtMs(before)
    )
      this.#armTick()
    // A view that fails must not stop a renewal.
    for (const listener of this.#listeners) guarded(this.#options.log, () => listener(state))
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'tend':
        void this.look()
        return
      case 'renewIfDue':
        this.#keeper.renewIfDue()
    }
  }
}

/** The ways to both hosts. Throws SETTING_INVALID. */
function connectionsFor(
  settings: Settings,
  identity: ClientIdentity,
  way: RouteOptions,
): { upstream: Upstream; auth: AuthApi } {
  const trust = trustFrom(settings.extraCaFile)
  const target = targetOf(settings.upstream)
  const authTarget = targetOf(settings.oauthHost)
  return {
    upstream: { target, agent: createAgent(target, settings, trust, way) },
    auth: createAuthApi({
      target: authTarget,
      agent: createAgent(authTarget, settings, trust, way),
      identity,
    }),
  }
}

/** A 503, after which clients ask again by themselves: by then it waits anew. */
function restarting(): KimiProxyError {
  const message = 'Kimi Proxy starts again with other settings.'
  return new KimiProxyError('RESTARTING', message, 'Please try again in a moment.')
}

/** Changes when the machine joins another network, or any at all. */
function networkSignature(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ')
}
