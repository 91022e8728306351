/**
 * The policy of the supervisor: what follows when the engine ends, stops answering, or cannot start. Pure.
 *
 * - `node/supervise/supervisor-loop.ts` carries it out, for the engine in the app's process and for that of `--watchdog`.
 * - The diagram is in `contract/serving.ts`.
 * - A dead login changes nothing here, because a restart would not help.
 */

import type { Problem } from '../../contract/problem'
import type { OtherEngine, Serving } from '../../contract/serving'
import { problem as problemNamed } from '../words/problem'

/** Every `…Ms` is a time of `Clock.elapsedMs`. */
export type SupervisorEvent =
  | { readonly kind: 'begin' }
  /** The engine answers. Also sent when an engine that already runs is adopted. */
  | { readonly kind: 'started'; readonly atMs: number; readonly port: number }
  | { readonly kind: 'exited'; readonly atMs: number; readonly problem: Problem }
  | { readonly kind: 'portTaken'; readonly problem: Problem }
  | { readonly kind: 'portFree' }
  /** The start would fail in the same way again, at least until `retryAtMs`. */
  | { readonly kind: 'cannotStart'; readonly problem: Problem; readonly retryAtMs: number | null }
  /** The outcome of a look for another engine of this home. */
  | { readonly kind: 'looked'; readonly other: OtherEngine | null }
  | { readonly kind: 'probeOk' }
  /** `afterJump`: the machine has just slept or its clock was set, so the miss says nothing. */
  | { readonly kind: 'probeMissed'; readonly atMs: number; readonly afterJump: boolean }
  | { readonly kind: 'tick'; readonly atMs: number }
  | { readonly kind: 'stop' }
  /** The requests have ended, and the engine with them. */
  | { readonly kind: 'stopped' }

export type SupervisorEffect = { readonly kind: 'start' } | { readonly kind: 'kill' }

export interface SupervisorStep {
  /** The same object as before where nothing changed. */
  readonly state: Serving
  readonly effects: readonly SupervisorEffect[]
}

export const PROBE_EVERY_MS = 5_000
export const PROBE_LIMIT_MS = 3_000
const MISSES_BEFORE_ACTING = 2
const STABLE_AFTER_MS = 300_000
const MOST_RESTARTS = 8
const LONGEST_BACKOFF_MS = 60_000

/** The wait before restart number 1, 2, 3 …: 1, 2, 4 … 60 seconds. */
export function backoffMs(restarts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** Math.max(0, restarts - 1))
}

export function supervise(state: Serving, event: SupervisorEvent): SupervisorStep {
  switch (event.kind) {
    case 'begin':
      return start(0)
    case 'started': {
      const { atMs, port } = event
      return same({ kind: 'serving', port, restarts: restartsOf(state), sinceMs: atMs, misses: 0 })
    }
    case 'exited':
      return isLive(state) ? failed(state, event.atMs, event.problem) : same(state)
    case 'portTaken':
      if (!isLive(state)) return same(state)
      return same({ kind: 'portTaken', restarts: state.restarts, problem: event.problem })
    case 'portFree':
      return state.kind === 'portTaken' ? start(state.restarts) : same(state)
    case 'cannotStart':
      if (state.kind !== 'starting') return same(state)
      return same({ kind: 'cannotStart', problem: event.problem, retryAtMs: event.retryAtMs })
    case 'looked':
      return same(afterLook(state, event.other))
    case 'probeOk':
      return same(state.kind === 'serving' && state.misses > 0 ? { ...state, misses: 0 } : state)
    case 'probeMissed':
      return missed(state, event.atMs, event.afterJump)
    case 'tick':
      return ticked(state, event.atMs)
    case 'stop':
      return same(afterStop(state))
    case 'stopped':
      return same(state.kind === 'draining' ? { kind: 'off' } : state)
  }
}

function missed(state: Serving, atMs: number, afterJump: boolean): SupervisorStep {
  if (state.kind !== 'serving' || afterJump) return same(state)
  const misses = state.misses + 1
  if (misses < MISSES_BEFORE_ACTING) return same({ ...state, misses })
  const step = failed(state, atMs, problemNamed('RESTARTING.silent', {}))
  return { state: step.state, effects: [{ kind: 'kill' }, ...step.effects] }
}

type Live = Extract<Serving, { kind: 'starting' | 'serving' }>

/** In any other state no engine of ours runs, so none can end. */
function isLive(state: Serving): state is Live {
  return state.kind === 'starting' || state.kind === 'serving'
}

function failed(state: Live, atMs: number, problem: Problem): SupervisorStep {
  const stable = state.kind === 'serving' && atMs - state.sinceMs >= STABLE_AFTER_MS
  const restarts = (stable ? 0 : state.restarts) + 1
  if (restarts > MOST_RESTARTS) return same({ kind: 'gaveUp', restarts: MOST_RESTARTS, problem })
  return same({ kind: 'backingOff', restarts, untilMs: atMs + backoffMs(restarts), problem })
}

function ticked(state: Serving, atMs: number): SupervisorStep {
  if (state.kind === 'backingOff' && atMs >= state.untilMs) return start(state.restarts)
  if (state.kind === 'cannotStart' && state.retryAtMs !== null && atMs >= state.retryAtMs) return start(0)
  return same(state)
}

function afterStop(state: Serving): Serving {
  switch (state.kind) {
    case 'serving':
      return { kind: 'draining', port: state.port }
    case 'off':
    case 'draining':
    case 'elsewhere':
      return state
    case 'starting':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
      return { kind: 'off' }
  }
}

function afterLook(state: Serving, other: OtherEngine | null): Serving {
  if (state.kind === 'serving' || state.kind === 'draining') return state
  if (state.kind !== 'elsewhere') return other === null ? state : { kind: 'elsewhere', other }
  if (other === null) return { kind: 'off' }
  return isSame(state.other, other) ? state : { kind: 'elsewhere', other }
}

function isSame(one: OtherEngine, other: OtherEngine): boolean {
  return (
    one.pid === other.pid &&
    one.port === other.port &&
    one.answers === other.answers &&
    one.activeRequests === other.activeRequests &&
    one.watched === other.watched
  )
}

function start(restarts: number): SupervisorStep {
  return { state: { kind: 'starting', restarts }, effects: [{ kind: 'start' }] }
}

function restartsOf(state: Serving): number {
  return 'restarts' in state ? state.restarts : 0
}

function same(state: Serving): SupervisorStep {
  return { state, effects: [] }
}
