/**
 * The one state of a running engine, and the only place where it changes.
 *
 * - `dispatch` runs the reducer of `core/app`, writes the log line, hands each effect to `carryOut`, then calls
 *   `onChange` and every subscriber, in this order and only where the state is another one.
 * - `count` is for requests and streams: a request leaves one line at its end, and nothing else follows from them.
 * - A subscriber that throws is logged and stops nobody else: a view that fails must not stop a renewal.
 * - Made and used by `Engine`.
 */
import type { EngineState } from '../../contract/engine'
import type { Logger } from '../../core/basics/ports'
import { safely } from '../../core/basics/safely'
import { type Effect, type Event, type TrafficEvent, update } from '../../core/engine/update'
import { logEvent } from './event-log'

export interface EngineStoreOptions {
  readonly initial: EngineState
  readonly log: Logger
  readonly carryOut: (effect: Effect) => void
  readonly onChange: (before: EngineState, now: EngineState) => void
}

export class EngineStore {
  readonly #options: EngineStoreOptions
  readonly #subscribers = new Set<(state: EngineState) => void>()
  #state: EngineState

  constructor(options: EngineStoreOptions) {
    this.#options = options
    this.#state = options.initial
  }

  get state(): EngineState {
    return this.#state
  }

  /** Returns what ends the subscription. */
  subscribe(subscriber: (state: EngineState) => void): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  count(event: TrafficEvent): void {
    this.#state = update(this.#state, event).state
    this.#announce()
  }

  dispatch(event: Exclude<Event, TrafficEvent>): void {
    const { log, carryOut, onChange } = this.#options
    const before = this.#state
    const { state, effects } = update(before, event)
    this.#state = state
    logEvent(log, event, state !== before)
    for (const effect of effects) carryOut(effect)
    if (state === before) return
    onChange(before, state)
    this.#announce()
  }

  #announce(): void {
    const state = this.#state
    for (const subscriber of this.#subscribers) safely(this.#options.log, () => subscriber(state))
  }
}
