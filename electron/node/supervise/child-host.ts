/**
 * The engine in a process of its own, as `--watchdog` runs it: a child, or an engine of this home that already runs.
 *
 * - Where an engine of this home already runs, none is started: that one is adopted, and watched like a child.
 * - The system does not report the end of an adopted engine, so its process is checked every second.
 * - Called by `SupervisorLoop`; `cli/engine/watchdog.ts` reads how the first start went.
 */
import type { ChildProcess } from 'node:child_process'
import type { Problem } from '../../contract/problem'
import type { Clock, Logger } from '../../core/basics/ports'
import { PROBE_EVERY_MS, PROBE_LIMIT_MS } from '../../core/supervise/supervisor'
import { problem } from '../../core/words/problem'
import { isSameProcess, processMarker, signalProcess } from '../basics/process-identity'
import { isEngineOf, probePort } from '../engine/probe'
import {
  findEngine,
  type Listening,
  type StartReport,
  startProcess,
  stopEngine,
  waitForEnd,
} from '../engine/process'
import { type RunRecord, readRunFile } from '../engine/run-file'
import type { Paths } from '../files/paths'
import type { Host, StartOutcome } from './supervisor-loop'

export interface ChildHostOptions {
  readonly paths: Paths
  /** The port that the engine will listen on. */
  readonly port: number
  /** Arguments that give the engine its port, where the settings do not. */
  readonly args: readonly string[]
  readonly clock: Clock
  readonly log: Logger
  readonly env: NodeJS.ProcessEnv
  /** The engine ended without being asked to. */
  readonly onEnded: (problem: Problem) => void
}

const LOOK_EVERY_MS = 1_000
/** How long a stop may take: a renewal under way is waited for. */
const LONGEST_STOP_MS = 130_000

export class ChildHost implements Host {
  readonly probeEveryMs = PROBE_EVERY_MS
  readonly #options: ChildHostOptions
  #child: ChildProcess | null = null
  /** The run record of the engine that serves. */
  #record: RunRecord | null = null
  #report: StartReport | null = null
  #cancelLook: () => void = () => undefined

  constructor(options: ChildHostOptions) {
    this.#options = options
  }

  /** How the child that was started last reported its start; null where an engine was adopted. */
  get report(): StartReport | null {
    return this.#report
  }

  async start(): Promise<StartOutcome> {
    const { paths, env, args, log } = this.#options
    this.#report = null
    const running = await findEngine(paths)
    if (running !== null) return this.#adopt(running.record)
    const { child, report } = startProcess(['--foreground', ...args], env)
    this.#child = child
    child.once('exit', (code, signal) => this.#childEnded(child, signal ?? String(code ?? '?')))
    const told = await report
    if (told.kind === 'listening') {
      this.#report = told
      this.#record = await this.#recordOf(told)
      log.info('engine-started', { pid: told.pid, port: told.port })
      return this.#started(told.port)
    }
    // An end of this child now belongs to the failed start, and is not reported as the end of an engine.
    this.#child = null
    const { code } = told.problem
    const other = isRunning(code) ? await findEngine(paths) : null
    if (other !== null) return this.#adopt(other.record)
    this.#report = told
    if (code === 'PORT_TAKEN') return { kind: 'portTaken', problem: told.problem }
    return { kind: 'exited', atMs: this.#options.clock.elapsedMs(), problem: told.problem }
  }

  /** Ends an engine that is still starting, too. */
  async stop(): Promise<void> {
    const child = this.#child
    if (child === null && this.#record === null) return
    this.#forget()
    await stopEngine(this.#options.paths)
    if (child?.pid === undefined) return
    const identity = { pid: child.pid, marker: processMarker(child.pid) }
    if (child.kill('SIGTERM') && !(await waitForEnd(identity, LONGEST_STOP_MS))) child.kill('SIGKILL')
  }

  async kill(): Promise<void> {
    const child = this.#child
    const record = this.#record
    this.#forget()
    if (child !== null) child.kill('SIGKILL')
    else if (record !== null) signalProcess(record, 'SIGKILL')
  }

  /**
   * Whether the engine of the run file answers on its port. Finds a process that hangs. Any answer is enough: a dead login is
   * no reason to restart.
   */
  async probe(): Promise<boolean> {
    const record = this.#record
    return isEngineOf(await probePort(record?.port ?? this.#options.port, PROBE_LIMIT_MS), record)
  }

  async isPortFree(): Promise<boolean> {
    return (await probePort(this.#options.port, PROBE_LIMIT_MS)).kind === 'free'
  }

  /** Without a run file (a full disk) it is known all the same: it has just said where it is. */
  async #recordOf({ pid, port }: Listening): Promise<RunRecord> {
    const written = readRunFile(this.#options.paths.runFile)
    if (written?.pid === pid) return written
    const probe = await probePort(port)
    const nonce = probe.kind === 'kimiProxy' ? probe.nonce : ''
    return { pid, marker: processMarker(pid), port, startedAtMs: 0, nonce, secret: '', host: 'watchdog' }
  }

  #adopt(record: RunRecord): StartOutcome {
    this.#record = record
    this.#lookSoon(record)
    return this.#started(record.port)
  }

  #started(port: number): StartOutcome {
    return { kind: 'started', atMs: this.#options.clock.elapsedMs(), port }
  }

  #lookSoon(record: RunRecord): void {
    this.#cancelLook = this.#options.clock.after(LOOK_EVERY_MS, () => {
      if (isSameProcess(record)) return this.#lookSoon(record)
      this.#forget()
      this.#options.onEnded(problem('RESTARTING.gone', {}))
    })
  }

  #childEnded(child: ChildProcess, how: string): void {
    if (this.#child !== child) return
    const wasServing = this.#record !== null
    this.#forget()
    // The end of an engine that is still starting is reported by the outcome of `start`.
    if (wasServing) this.#options.onEnded(problem('RESTARTING.ended', { how }))
  }

  /** From here on the end of the engine is not reported. */
  #forget(): void {
    this.#cancelLook()
    this.#child = null
    this.#record = null
  }
}

function isRunning(code: string): boolean {
  return code === 'ALREADY_RUNNING' || code === 'OTHER_ENGINE'
}
