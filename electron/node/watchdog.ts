/**
 * The watchdog process: carries out what `core/supervisor` decides for an engine in a child process, or for one
 * that was already running. Writes its state where `--check` finds it.
 */
import type { ChildProcess } from 'node:child_process'
import type { Clock, Logger } from '../core/ports'
import {
  PROBE_EVERY_MS,
  PROBE_LIMIT_MS,
  type SupervisorEvent,
  type SupervisorState,
  supervise,
} from '../core/supervisor'
import { findEngine, type StartReport, startProcess, stopEngine, waitForEnd } from './engine-process'
import type { Paths } from './paths'
import { isEngineOf, probePort } from './probe'
import { isSameProcess, processMarker, signalProcess } from './process-identity'
import { type RunRecord, readRunFile } from './run-file'

export interface WatchdogOptions {
  readonly paths: Paths
  readonly port: number
  /** What tells the engine its port, where the settings do not. */
  readonly args: readonly string[]
  readonly clock: Clock
  readonly log: Logger
  readonly env: NodeJS.ProcessEnv
  /** Called on every change. */
  readonly onState: (state: SupervisorState) => void
}

/** An adopted engine is no child, so its end is not told: it is looked for this often. */
const LOOK_EVERY_MS = 1_000
/** A tick this much too late, or a wall clock this far off, means that a missed probe says nothing. */
const JUMP_MS = 2_000
/** A renewal that is under way is waited for. */
const LONGEST_STOP_MS = 40_000

export class Watchdog {
  readonly #options: WatchdogOptions
  #state: SupervisorState = { kind: 'stopped' }
  #record: RunRecord | null = null
  #child: ChildProcess | null = null
  #cancelTick: (() => void) | null = null
  #probing = false
  #probeAtMs = 0
  #lastTick = { elapsedMs: 0, wallMs: 0 }
  #report: StartReport | null = null

  constructor(options: WatchdogOptions) {
    this.#options = options
  }

  get state(): SupervisorState {
    return this.#state
  }

  /** Takes over a running engine or starts one. Resolves with the first start's report, null when taken over. */
  async begin(): Promise<StartReport | null> {
    const running = await findEngine(this.#options.paths)
    this.#noteTick()
    if (running !== null) {
      this.#record = running.record
      this.#send({ kind: 'started', atMs: this.#now() })
    } else {
      this.#apply({ kind: 'begin' })
      await this.#start()
    }
    this.#arm()
    return this.#report
  }

  /** Ends the engine too, also one that is only just starting. */
  async end(): Promise<void> {
    this.#cancelTick?.()
    // Who gave up has no engine; one that runs by now is somebody else's.
    const gaveUp = this.#state.kind === 'gaveUp'
    this.#send({ kind: 'stop' })
    if (gaveUp) return
    const child = this.#child
    await stopEngine(this.#options.paths)
    if (child?.pid === undefined) return
    const identity = { pid: child.pid, marker: processMarker(child.pid) }
    if (child.kill('SIGTERM') && !(await waitForEnd(identity, LONGEST_STOP_MS))) child.kill('SIGKILL')
  }

  #now(): number {
    return this.#options.clock.elapsedMs()
  }

  #arm(): void {
    const waitMs = this.#state.kind === 'backoff' ? this.#state.untilMs - this.#now() : LOOK_EVERY_MS
    this.#cancelTick = this.#options.clock.after(Math.min(LOOK_EVERY_MS, Math.max(20, waitMs)), () => {
      void this.#tick().finally(() => {
        if (this.#state.kind !== 'stopped') this.#arm()
      })
    })
  }

  async #tick(): Promise<void> {
    const atMs = this.#now()
    const jumped = this.#noteTick()
    this.#send({ kind: 'tick', atMs })
    if (this.#state.kind === 'running' && this.#child === null) this.#lookAfterAdopted()
    if (atMs < this.#probeAtMs || this.#probing) return
    this.#probeAtMs = atMs + PROBE_EVERY_MS
    if (this.#state.kind === 'running') void this.#probe(jumped)
    if (
      this.#state.kind === 'blocked' &&
      (await probePort(this.#options.port, PROBE_LIMIT_MS)).kind === 'free'
    ) {
      this.#send({ kind: 'portFree' })
    }
  }

  /** True when the machine slept or a clock was set since the last tick. */
  #noteTick(): boolean {
    const { clock } = this.#options
    const now = { elapsedMs: clock.elapsedMs(), wallMs: clock.wallMs() }
    const passedMs = now.elapsedMs - this.#lastTick.elapsedMs
    const wallPassedMs = now.wallMs - this.#lastTick.wallMs
    this.#lastTick = now
    return passedMs > LOOK_EVERY_MS + JUMP_MS || Math.abs(wallPassedMs - passedMs) > JUMP_MS
  }

  #lookAfterAdopted(): void {
    if (this.#record !== null && isSameProcess(this.#record)) return
    this.#send({ kind: 'exited', atMs: this.#now(), reason: 'it ended' })
  }

  async #probe(afterJump: boolean): Promise<void> {
    this.#probing = true
    const record = this.#record
    const probe = await probePort(record?.port ?? this.#options.port, PROBE_LIMIT_MS)
    this.#probing = false
    if (this.#record !== record) return
    const atMs = this.#now()
    // Answering is enough: a dead login is no reason to restart.
    if (isEngineOf(probe, record)) this.#send({ kind: 'probeOk', atMs })
    else this.#send({ kind: 'probeMissed', atMs, afterJump: afterJump || this.#noteTick() })
  }

  async #start(): Promise<void> {
    const { env, args, log } = this.#options
    const { child, report } = startProcess(['--foreground', ...args], env)
    this.#child = child
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return
      this.#child = null
      this.#send({
        kind: 'exited',
        atMs: this.#now(),
        reason: `it ended (${signal ?? `code ${code ?? '?'}`})`,
      })
    })
    this.#report = await report
    if (this.#state.kind === 'stopped') return
    if (this.#report.kind === 'listening') {
      this.#record = readRunFile(this.#options.paths.runFile)
      log.info('engine started', { pid: this.#report.pid, port: this.#report.port })
      this.#probeAtMs = this.#now() + PROBE_EVERY_MS
      this.#send({ kind: 'started', atMs: this.#now() })
    } else if (this.#report.problem.code === 'PORT_TAKEN') {
      this.#send({ kind: 'portTaken', holder: this.#report.problem.message })
    } else if (child.pid === undefined) {
      // Not even started, so no exit will be told.
      this.#child = null
      this.#send({ kind: 'exited', atMs: this.#now(), reason: this.#report.problem.message })
    } else if (isRunning(this.#report.problem.code)) await this.#adopt()
  }

  /** Somebody else has started the engine of this home in the meantime. */
  async #adopt(): Promise<void> {
    // Its end is that of the attempt, not of the engine.
    this.#child = null
    const running = await findEngine(this.#options.paths)
    if (this.#state.kind === 'stopped') return
    if (running === null) return this.#send({ kind: 'exited', atMs: this.#now(), reason: 'it ended' })
    this.#record = running.record
    this.#report = null
    this.#send({ kind: 'started', atMs: this.#now() })
  }

  #send(event: SupervisorEvent): void {
    const effects = this.#apply(event)
    for (const effect of effects) {
      if (effect.kind === 'start') void this.#start()
      else this.#kill()
    }
  }

  #apply(event: SupervisorEvent) {
    const before = this.#state
    const { state, effects } = supervise(before, event)
    this.#state = state
    if (state !== before && state.kind !== before.kind) {
      this.#options.log.info('supervisor', {
        state: state.kind,
        reason: 'reason' in state ? state.reason : null,
      })
      this.#options.onState(state)
    }
    return effects
  }

  #kill(): void {
    const child = this.#child
    this.#child = null
    if (child !== null) child.kill('SIGKILL')
    else if (this.#record !== null) signalProcess(this.#record, 'SIGKILL')
  }
}

function isRunning(code: string): boolean {
  return code === 'ALREADY_RUNNING' || code === 'OTHER_ENGINE'
}
