/**
 * The one supervisor: carries out what `core/supervise/supervisor.ts` decides, for any host of an engine.
 *
 * - Starts, stops and looks happen in the order in which they were asked for. A stop cancels a start that still waits.
 * - Timers run only where something is waited for. While a host serves, the host says how often it is probed.
 * - Called by the app (`shell/app/own-engine.ts`, with `InProcessHost`) and by `--watchdog` (`cli/engine/watchdog.ts`, with
 *   `ChildHost`).
 */

import type { Problem } from '../../contract/problem'
import type { OtherEngine, Serving } from '../../contract/serving'
import { watchForJump } from '../../core/basics/clock-jump'
import { toKimiProxyError } from '../../core/basics/errors'
import type { Clock, Logger } from '../../core/basics/ports'
import {
  PROBE_EVERY_MS,
  PROBE_LIMIT_MS,
  type SupervisorEffect,
  type SupervisorEvent,
  supervise,
} from '../../core/supervise/supervisor'
import { logged } from '../engine/event-log'

/** How a start went. `exited`: it failed for a reason that may pass, so it is tried again with growing waits. */
export type StartOutcome = Extract<
  SupervisorEvent,
  { kind: 'started' | 'portTaken' | 'cannotStart' | 'looked' | 'exited' }
>

/** The side of the engine that is supervised. A host that ends unasked calls `SupervisorLoop.ended`. */
export interface Host {
  /** Null: the loop sets no timer, and the owner of a timer calls `SupervisorLoop.probe`. */
  readonly probeEveryMs: number | null
  /** Never rejects. After any outcome but `started`, nothing runs. */
  start(): Promise<StartOutcome>
  /** Lets requests end for `drainMs`. Does nothing where no engine runs. `isRestart`: another start follows. */
  stop(drainMs: number, isRestart: boolean): Promise<void>
  /** Ends at once an engine that no longer answers. */
  kill(): Promise<void>
  /** Whether the engine answers within `PROBE_LIMIT_MS`. Each host says what its probe can find, and what it cannot. */
  probe(): Promise<boolean>
  /** Whether the port of the last start, which could not be had, is free now. */
  isPortFree(): Promise<boolean>
}

export interface SupervisorLoopOptions {
  readonly host: Host
  readonly clock: Clock
  readonly log: Logger
  /** Called on every change. */
  readonly onChange: (serving: Serving) => void
}

export class SupervisorLoop {
  readonly #options: SupervisorLoopOptions
  #serving: Serving = { kind: 'off' }
  #wanted = false
  #ended = false
  #queue: Promise<void> = Promise.resolve()
  #probing: Promise<void> | null = null
  #cancelTimer: () => void = () => undefined

  constructor(options: SupervisorLoopOptions) {
    this.#options = options
  }

  get serving(): Serving {
    return this.#serving
  }

  /** Whether the last request was a start, also while that is still under way. */
  get wanted(): boolean {
    return this.#wanted
  }

  /** Starts, unless a start is under way or planned. Resolves when the first try is over, however it went. */
  start(): Promise<void> {
    this.#wanted = true
    return this.inOrder(async () => {
      const { kind } = this.#serving
      if (kind !== 'backingOff' && kind !== 'portTaken') await this.#begin()
    })
  }

  /** Ends a planned wait and tries to start at once. */
  retry(): Promise<void> {
    this.#wanted = true
    return this.inOrder(() => this.#begin())
  }

  /** Lets requests end for `drainMs`. */
  stop(drainMs: number): Promise<void> {
    this.#wanted = false
    return this.inOrder(async () => {
      this.#send({ kind: 'stop' })
      await this.#options.host.stop(drainMs, false)
      this.#send({ kind: 'stopped' })
    })
  }

  /** Stops and starts again, with the settings as they are now. */
  restart(drainMs: number): Promise<void> {
    return this.inOrder(async () => {
      if (this.#serving.kind === 'serving') this.#send({ kind: 'stop' })
      await this.#options.host.stop(drainMs, true)
      if (this.#wanted) await this.#begin()
      else this.#send({ kind: 'stopped' })
    })
  }

  /** For the end of the process: nothing is started any more. Does not wait for earlier requests, which may take long. */
  async end(drainMs: number): Promise<void> {
    this.#ended = true
    this.#send({ kind: 'stop' })
    await this.#options.host.stop(drainMs, false)
    this.#send({ kind: 'stopped' })
  }

  /** The engine ended without being asked to. */
  ended(problem: Problem): void {
    this.#send({ kind: 'exited', atMs: this.#options.clock.elapsedMs(), problem })
  }

  /**
   * Takes the outcome of a look for another engine. Once that has ended, the own engine starts where it is wanted. Call it
   * within `inOrder`.
   */
  async looked(other: OtherEngine | null): Promise<void> {
    if (other === null && this.#serving.kind === 'elsewhere' && this.#wanted) await this.#begin()
    else this.#send({ kind: 'looked', other })
  }

  /** Runs an action after everything that was asked for before. Rejects as the action does. After `end` no action runs. */
  inOrder(action: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(() => (this.#ended ? undefined : action()))
    this.#queue = done.catch((error: unknown) => {
      const { code, message } = toKimiProxyError(error)
      this.#options.log.error('supervisor-failed', { code, message })
    })
    return done
  }

  /** Probes the engine, one probe at a time: one stall must not count as two misses. `afterJump`: a miss has no effect. */
  probe(afterJump = false): Promise<void> {
    this.#probing ??= this.#probeOnce(afterJump).finally(() => {
      this.#probing = null
    })
    return this.#probing
  }

  async #probeOnce(afterJump: boolean): Promise<void> {
    if (this.#serving.kind !== 'serving') return
    const { sinceMs } = this.#serving
    const { host, clock } = this.#options
    const hasJumped = watchForJump(clock, PROBE_LIMIT_MS)
    const answers = await host.probe()
    // The engine was restarted during the probe, so the answer belongs to an earlier one.
    if (this.#serving.kind !== 'serving' || this.#serving.sinceMs !== sinceMs) return
    const jumped = afterJump || hasJumped()
    const atMs = clock.elapsedMs()
    this.#send(answers ? { kind: 'probeOk' } : { kind: 'probeMissed', atMs, afterJump: jumped })
    if (this.#serving.kind !== 'serving') return
    if (host.probeEveryMs !== null || !answers) this.#armProbe()
  }

  async #begin(): Promise<void> {
    if (this.#serving.kind === 'serving' || this.#ended || !this.#wanted) return
    this.#apply({ kind: 'begin' })
    await this.#start()
  }

  async #start(): Promise<void> {
    // A stop in the queue may have come first.
    if (this.#serving.kind !== 'starting') return
    const outcome = await this.#options.host.start()
    if (this.#serving.kind === 'starting') this.#send(outcome)
    else if (outcome.kind === 'started') await this.#options.host.stop(0, false)
  }

  #send(event: SupervisorEvent): void {
    for (const effect of this.#apply(event)) {
      const action = effect.kind === 'kill' ? () => this.#options.host.kill() : () => this.#start()
      // `inOrder` logs a failure.
      void this.inOrder(action).catch(() => undefined)
    }
  }

  #apply(event: SupervisorEvent): readonly SupervisorEffect[] {
    const before = this.#serving
    const { state, effects } = supervise(before, event)
    this.#serving = state
    if (state === before) return effects
    if (state.kind !== before.kind) {
      const why = 'problem' in state ? logged(state.problem) : {}
      this.#options.log.info('supervisor', { state: state.kind, ...why })
      this.#armFor(state)
    }
    this.#options.onChange(state)
    return effects
  }

  #armFor(state: Serving): void {
    switch (state.kind) {
      case 'backingOff':
        return this.#armUntil(state.untilMs)
      case 'cannotStart':
        return state.retryAtMs === null ? this.#cancelTimer() : this.#armUntil(state.retryAtMs)
      case 'portTaken':
        return this.#arm(PROBE_EVERY_MS, () => void this.#lookAtPort())
      case 'serving':
        return this.#options.host.probeEveryMs === null ? this.#cancelTimer() : this.#armProbe()
      case 'off':
      case 'starting':
      case 'draining':
      case 'gaveUp':
      case 'elsewhere':
        return this.#cancelTimer()
    }
  }

  #armUntil(atMs: number): void {
    const { clock } = this.#options
    const waiting = this.#serving
    this.#arm(atMs - clock.elapsedMs(), () => {
      this.#send({ kind: 'tick', atMs: clock.elapsedMs() })
      // A timer may fire a moment too early.
      if (this.#serving === waiting) this.#armUntil(atMs)
    })
  }

  #armProbe(): void {
    const everyMs = this.#options.host.probeEveryMs ?? PROBE_EVERY_MS
    const hasJumped = watchForJump(this.#options.clock, everyMs)
    this.#arm(everyMs, () => void this.probe(hasJumped()))
  }

  async #lookAtPort(): Promise<void> {
    const isFree = await this.#options.host.isPortFree()
    if (this.#serving.kind !== 'portTaken') return
    if (isFree) this.#send({ kind: 'portFree' })
    else this.#armFor(this.#serving)
  }

  #arm(delayMs: number, callback: () => void): void {
    this.#cancelTimer()
    if (!this.#ended) this.#cancelTimer = this.#options.clock.after(Math.max(0, delayMs), callback)
  }
}
