/**
 * The engine: everything put together, used unchanged by the app and the command line.
 *
 * - `EngineStore` holds the one state, `Pulse` the one timer, `Hosts` the way to Kimi, `TokenKeeper` the token, the listener
 *   the port. This class joins them: it carries out effects, starts, stops, and performs commands.
 * - One engine per home: `start` claims it, and rejects where another one lives.
 * - A stop never loses a token: a renewal under way is waited for.
 */
import type { CommandResult, EngineCommand } from '../../contract/commands'
import type { EngineState } from '../../contract/engine'
import { KimiProxyError, systemReason, toKimiProxyError } from '../../core/basics/errors'
import { safely } from '../../core/basics/safely'
import type { Now } from '../../core/engine/health'
import { nextRenewalAtMs, nextTickInMs } from '../../core/engine/schedule'
import { problem } from '../../core/words/problem'
import { isShortage } from '../files/disk-trouble'
import { removeOwnFile } from '../files/json-file'
import { type Listener, type ListenerHandlers, listen } from '../proxy/listener'
import { warmUp } from '../proxy/warm-up'
import { logged } from './event-log'
import { handlersFor } from './handlers'
import { claimHome, keepRunFile } from './home-claim'
import type { EngineOptions } from './options'
import { type EngineParts, makeParts } from './parts'
import { holderOnIpv6 } from './port-holder'
import { Pulse, type WakeReason } from './pulse'
import type { RunRecord } from './run-file'

/** Resume, unlock and a late timer tell of the same awakening. */
const ONE_WAKE_MS = 2_000

export class Engine {
  readonly #parts: EngineParts
  readonly #pulse: Pulse
  #record: RunRecord
  #listener: Listener | null = null
  #stopping: Promise<void> | null = null
  #wokeAtElapsedMs = Number.NEGATIVE_INFINITY
  #unwritable: KimiProxyError | null = null

  /** Throws SETTING_INVALID for a CA file that cannot be used. */
  constructor(options: EngineOptions) {
    this.#parts = makeParts(options, (before, now) => this.#onChange(before, now))
    const { clock, record } = this.#parts
    this.#record = record
    this.#pulse = new Pulse({
      clock,
      nextBeatInMs: () => nextTickInMs(this.state, clock.wallMs()),
      beat: () => this.#tick(),
      wake: (reason, lateMs) => this.wake(reason, lateMs),
    })
  }

  get state(): EngineState {
    return this.#parts.store.state
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    return this.#parts.store.subscribe(listener)
  }

  /** The port it is to have. */
  get port(): number {
    return this.#parts.options.settings.port
  }

  /** Why no other command could find it when it started; null where one can. */
  get unwritable(): KimiProxyError | null {
    return this.#unwritable
  }

  /** Where a login may appear, for whoever wants to watch. */
  get loginPaths(): readonly string[] {
    return this.#parts.hosts.stores.map(({ source }) => source.path)
  }

  /** Looks at the files for a login, when something says that one may have appeared. Never rejects. */
  look(): Promise<void> {
    return this.#parts.logins.look()
  }

  /** Tells in the state which logins there are now, whichever is in use. */
  survey(): Promise<void> {
    return this.#parts.keeper.survey()
  }

  /** The machine or its surroundings changed: connections are made anew, the token is looked at now. */
  wake(reason: WakeReason, lateMs = 0): void {
    if (this.#listener === null || this.#stopping !== null) return
    const nowMs = this.#parts.clock.elapsedMs()
    this.#parts.options.log.info('woke', { reason, lateMs: Math.round(lateMs) })
    if (nowMs - this.#wokeAtElapsedMs > ONE_WAKE_MS) {
      this.#parts.hosts.destination.agent.dropIdle()
      void this.#parts.hosts.destination.agent.prewarm()
    }
    this.#wokeAtElapsedMs = nowMs
    this.#parts.keeper.ease()
    this.#parts.parking.wake()
    this.#tick(true)
  }

  /** Rejects with PORT_TAKEN, PORT_REFUSED or OTHER_ENGINE; then nothing has been started. */
  async start(): Promise<EngineState> {
    const { port } = this.#parts.options.settings
    this.#parts.store.dispatch({ kind: 'listener', listener: { kind: 'starting', port } })
    try {
      await this.#claim(port)
    } catch (error) {
      const problem = toKimiProxyError(error).toProblem()
      this.#parts.store.dispatch({ kind: 'listener', listener: { kind: 'failed', port, problem } })
      throw error
    }
    this.#parts.keeper.open()
    await this.#parts.keeper.look().catch(() => undefined)
    // A stop may have been asked for meanwhile.
    if (this.#listener === null || this.#stopping !== null) return this.state
    this.#tick()
    const { hosts, options } = this.#parts
    // A client that has asked already would only be held up.
    void hosts.destination.agent.prewarm().then(async () => this.state.traffic.lastRequestAtMs ?? warmUp())
    options.log.info('started', { port: this.#record.port, pid: process.pid, host: options.host })
    return this.state
  }

  /** Tries once more to write down a renewed login, while the engine is stopped or at the end of the process. */
  saveUnsaved(): Promise<void> {
    return this.#listener === null ? this.#parts.keeper.close() : Promise.resolve()
  }

  /**
   * Lets requests end for `drainMs`, then cuts them; waits for a renewal under way, so that its token is saved. What waits
   * for a sign-in or its turn is told so, or to ask again where another engine takes this one's place.
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
    this.#pulse.stop()
    this.#parts.store.dispatch({ kind: 'listener', listener: { kind: 'draining', port: listener.port } })
    const instead = isRestart ? restarting() : null
    for (const waiting of [this.#parts.parking, this.#parts.turnstile]) waiting.close(instead)
    this.#parts.logins.stop()
    // No renewal may begin any more: whoever waits for our end would not wait for that one too.
    await Promise.all([this.#parts.keeper.close(), listener.close(drainMs), this.#parts.quotaWatch.stop()])
    await this.#parts.recorder.keep()
    this.#parts.hosts.destination.agent.destroy()
    this.#listener = null
    await removeOwnFile(this.#parts.options.paths.runFile)
    this.#parts.store.dispatch({ kind: 'listener', listener: { kind: 'stopped' } })
    this.#parts.options.log.info('stopped', {})
    this.#parts.options.log.flush()
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
        return this.#parts.keeper.renewNow()
      case 'stop':
        return this.#parts.options.onStopRequested()
      case 'use':
        return this.#parts.logins.use(command.pick)
      case 'lookAgain':
        return this.#parts.logins.lookAgain()
      case 'secure':
        return this.#parts.keeper.secure()
    }
  }

  now(): Now {
    return this.#parts.now()
  }

  async #claim(port: number): Promise<void> {
    const open = () => listen(port, this.#handlers())
    const { paths, log } = this.#parts.options
    const { listener, record, unwritable } = await claimHome(paths, this.#record, port, open)
    this.#listener = listener
    this.#record = record
    this.#unwritable = unwritable
    if (unwritable !== null) log.warn('no-run-file', logged(unwritable.toProblem()))
    if (listener.isTakenOnIpv6) {
      this.#parts.store.dispatch({ kind: 'otherOnIpv6', holder: holderOnIpv6(record.port) })
    }
    this.#parts.store.dispatch({ kind: 'listener', listener: { kind: 'listening', port: record.port } })
  }

  #handlers(): ListenerHandlers {
    return handlersFor(this.#parts, {
      secret: this.#record.secret,
      command: (command) => this.command(command),
      lost: (error) => this.#lose(error),
      keepRunFile: () => keepRunFile(this.#parts.options.paths, this.#record),
    })
  }

  /** Whatever fails in it, the next one comes. */
  #tick(afterWake = false): void {
    const { log, onTick } = this.#parts.options
    this.#pulse.rearm()
    safely(log, () => this.#lookAround())
    this.#pulse.rearm()
    safely(log, () => onTick?.(afterWake))
  }

  #lookAround(): void {
    if (this.#listener !== null) {
      void keepRunFile(this.#parts.options.paths, this.#record)
      // Nothing says when the system's proxies change, and a connection in steady use would never ask.
      void this.#parts.hosts.destination.agent.followSystem()
    }
    this.#parts.anchor()
    this.#parts.store.dispatch({ kind: 'tick', nowMs: this.#parts.clock.wallMs() })
  }

  /** Without a port no drain helps; what runs is cut by the system anyway. */
  #lose(error: Error): void {
    const { log, onLost } = this.#parts.options
    // No connection could be taken for now; the port is still ours.
    if (isShortage(error)) return log.warn('connection-not-taken', { message: error.message })
    log.error('port-lost', { message: error.message })
    const why = systemReason(error)
    void this.stop(0).then(() => onLost?.(problem('RESTARTING.portLost', { reason: why })))
  }

  /** A new due time must not wait for the next tick. */
  #onChange(before: EngineState, now: EngineState): void {
    const serves = this.#listener !== null && this.#stopping === null
    if (serves && nextRenewalAtMs(now) !== nextRenewalAtMs(before)) this.#pulse.rearm()
  }
}

/** A 503, after which clients ask again by themselves: by then it waits anew. */
function restarting(): KimiProxyError {
  return new KimiProxyError('RESTARTING.settings', {})
}
