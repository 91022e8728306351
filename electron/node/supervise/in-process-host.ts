/**
 * The engine in the app's own process.
 *
 * - Every start creates a new `Engine` with the settings of that moment; `KeeperMemory` and the list of requests pass from one
 *   to the next.
 * - A renewed login that could not be saved is saved later, also while no engine runs.
 * - Called by `SupervisorLoop` for start, stop and probe, and by `shell/app/own-engine.ts` for everything else.
 */
import type { CommandResult } from '../../contract/commands'
import type { EngineState, LoginPick } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import type { RequestList } from '../../contract/recorder'
import { type KimiProxyError, systemCode, toKimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import { KeeperMemory } from '../../core/login/keeper-memory'
import { LIVE_PATH } from '../../core/proxy/routes'
import { DEFAULT_PARK_MINUTES, type Settings } from '../../core/settings/schema'
import { PROBE_LIMIT_MS } from '../../core/supervise/supervisor'
import type { Say } from '../../core/words/say'
import { Engine } from '../engine/engine'
import { logged } from '../engine/event-log'
import { findOtherEngine } from '../engine/other'
import { namingHolder } from '../engine/port-holder'
import { ask, probePort } from '../engine/probe'
import type { LogFile } from '../files/log-file'
import type { Paths } from '../files/paths'
import { writeLoginPick } from '../login/login-pick'
import type { SystemProxy } from '../network/way'
import { KeptRecorder } from '../recorder/kept-recorder'
import type { Host, StartOutcome } from './supervisor-loop'

export interface InProcessHostOptions {
  readonly paths: Paths
  readonly version: string
  readonly log: LogFile
  readonly clock: Clock
  readonly systemProxy?: SystemProxy | undefined
  /** The language of what clients are answered, asked for each time. */
  readonly say: () => Say
  /** Called for every start, so that a changed file counts. Throws SETTING_INVALID. */
  readonly settings: () => Settings
  /** Called with the state of the engine that was started last. */
  readonly onState: (state: EngineState) => void
  /** The engine's regular tick, shared with the app, so that the app needs no timer of its own. */
  readonly onTick: (afterWake: boolean) => void
  /** Somebody ran `kimi-proxy --stop`. */
  readonly onStopRequested: () => void
  /** The engine lost its port. */
  readonly onEnded: (problem: Problem) => void
}

/** How often a stopped engine tries again to save its login. */
const SAVE_AGAIN_EVERY_MS = 30_000
/** When to try a port again that the system refused: Windows reserves whole ranges of ports for a while. */
const TRY_PORT_AGAIN_MS = 60_000

export class InProcessHost implements Host {
  /** The probe is made on the engine's tick, so that an idle app has no other timer. */
  readonly probeEveryMs = null
  readonly #options: InProcessHostOptions
  readonly #memory = new KeeperMemory()
  readonly #recorder: KeptRecorder
  #engine: Engine | null = null
  #cancelSave: () => void = () => undefined
  #closed = false

  constructor(options: InProcessHostOptions) {
    this.#options = options
    this.#recorder = new KeptRecorder(options.paths)
  }

  /** The engine that was started last, running or not; null before the first start. */
  get engine(): Engine | null {
    return this.#engine
  }

  /** Of all engines of this process. `after`: the number of a request. */
  requests(after: number): RequestList {
    return this.#recorder.list(after)
  }

  async start(): Promise<StartOutcome> {
    this.#cancelSave()
    let engine: Engine
    try {
      engine = this.#createEngine()
    } catch (error) {
      return cannotStart(toKimiProxyError(error))
    }
    this.#engine = engine
    engine.subscribe((state) => {
      // An engine that was replaced may still end what it had begun, and its state no longer counts.
      if (engine === this.#engine) this.#options.onState(state)
    })
    try {
      await engine.start()
      return { kind: 'started', atMs: this.#options.clock.elapsedMs(), port: engine.port }
    } catch (error) {
      await this.stop(0, false)
      return this.#outcomeOf(await namingHolder(toKimiProxyError(error), engine.port))
    }
  }

  /** Also waits for a renewal under way, since its token would be lost. */
  async stop(drainMs: number, isRestart: boolean): Promise<void> {
    await this.#engine?.stop(drainMs, isRestart)
    // The engine's last renewal may have failed to save its login during this stop.
    this.#saveAgainLater()
  }

  kill(): Promise<void> {
    return this.stop(0, false)
  }

  /**
   * Whether this process still accepts connections on its port and answers them.
   *
   * - Finds a listener that was lost without an event, and a process without free file descriptors.
   * - Cannot find a hang: the event loop that would ask is the one that hangs. Only another process could find it, and the
   *   app has none.
   */
  async probe(): Promise<boolean> {
    const listener = this.#engine?.state.listener
    if (listener?.kind !== 'listening') return false
    const answer = await ask(listener.port, 'GET', LIVE_PATH, {}, PROBE_LIMIT_MS)
    return typeof answer !== 'string' && answer.status === 200
  }

  async isPortFree(): Promise<boolean> {
    if (this.#engine === null) return false
    return (await probePort(this.#engine.port, PROBE_LIMIT_MS)).kind === 'free'
  }

  /** Uses another login from now on. While no engine runs, the choice is only saved. */
  async use(pick: LoginPick): Promise<CommandResult> {
    if (this.#engine !== null) return this.#engine.command({ kind: 'use', pick })
    await writeLoginPick(this.#options.paths, pick)
    return { ok: true }
  }

  /** Call after this app has written or removed a login. */
  async lookAgain(): Promise<void> {
    await this.#engine?.command({ kind: 'lookAgain' })
  }

  /** For the end of the process, after `stop`: saves a login that is not saved yet. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelSave()
    await this.#engine?.saveUnsaved()
  }

  #createEngine(): Engine {
    const { settings, onEnded, onState: _, ...options } = this.#options
    const present = settings()
    this.#recorder.readAgain()
    return new Engine({
      ...options,
      settings: present,
      parkMs: (present.parkMinutes ?? DEFAULT_PARK_MINUTES) * 60_000,
      currentSettings: settings,
      host: 'tray',
      memory: this.#memory,
      recorder: this.#recorder,
      onLost: onEnded,
    })
  }

  async #outcomeOf(failure: KimiProxyError): Promise<StartOutcome> {
    const { code } = failure
    const problem = failure.toProblem()
    const atMs = this.#options.clock.elapsedMs()
    const passing: StartOutcome = { kind: 'exited', atMs, problem }
    this.#options.log.error('not-started', logged(problem))
    switch (code) {
      case 'PORT_TAKEN':
        return { kind: 'portTaken', problem }
      case 'ALREADY_RUNNING':
      case 'OTHER_ENGINE': {
        const other = await findOtherEngine(this.#options.paths)
        return other === null ? passing : { kind: 'looked', other }
      }
      case 'PORT_REFUSED':
        return cannotStart(failure, atMs + TRY_PORT_AGAIN_MS)
      case 'SETTING_INVALID':
        return cannotStart(failure)
      case 'HOME_UNWRITABLE':
        return isPassing(failure) ? passing : cannotStart(failure)
      default:
        return passing
    }
  }

  /** A stopped engine has no tick, and the token in memory may be the only copy. */
  #saveAgainLater(): void {
    this.#cancelSave()
    if (this.#memory.unsaved.size === 0 || this.#closed) return
    this.#cancelSave = this.#options.clock.after(SAVE_AGAIN_EVERY_MS, () => {
      void Promise.resolve(this.#engine?.saveUnsaved()).then(() => this.#saveAgainLater())
    })
  }
}

function cannotStart(failure: KimiProxyError, retryAtMs: number | null = null): StartOutcome {
  return { kind: 'cannotStart', problem: failure.toProblem(), retryAtMs }
}

/** Whether the failure may pass without a person. A full disk may; missing rights have to be given. */
function isPassing(failure: KimiProxyError): boolean {
  const code = systemCode(failure)
  return code !== null && ['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'].includes(code)
}
