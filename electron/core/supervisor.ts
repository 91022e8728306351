/**
 * The watchdog as a policy: what to do when the supervised engine ends, falls silent, or cannot start. Pure; the
 * tray applies it to the listener in its own process, `--watchdog` to a child.
 *
 *     stopped -> starting -> running -> backoff -> starting ...
 *                   |           '-- two missed probes: kill, then as an exit
 *                   |-> blocked -> starting            (port taken; tried again once it is free)
 *                   '-> gaveUp                         (8 restarts without 300 s of stability)
 *
 * A dead login is no reason to restart: it changes nothing.
 */

import type { SupervisorState } from '../contract/supervision'

export type { SupervisorState }

/** Times are those of `Clock.elapsedMs`. */
export type SupervisorEvent =
  | { readonly kind: 'begin' }
  /** It answers; also sent when a running engine is taken over for watching. */
  | { readonly kind: 'started'; readonly atMs: number }
  | { readonly kind: 'exited'; readonly atMs: number; readonly reason: string }
  | { readonly kind: 'portTaken'; readonly holder: string }
  | { readonly kind: 'portFree' }
  | { readonly kind: 'probeOk'; readonly atMs: number }
  /** `afterJump`: the machine has just slept or its clock was set, so the miss says nothing. */
  | { readonly kind: 'probeMissed'; readonly atMs: number; readonly afterJump: boolean }
  | { readonly kind: 'tick'; readonly atMs: number }
  | { readonly kind: 'stop' }

export type SupervisorEffect = { readonly kind: 'start' } | { readonly kind: 'kill' }

export interface SupervisorStep {
  readonly state: SupervisorState
  readonly effects: readonly SupervisorEffect[]
}

export const PROBE_EVERY_MS = 5_000
export const PROBE_LIMIT_MS = 3_000
const MISSES_BEFORE_ACTING = 2
const STABLE_AFTER_MS = 300_000
const MOST_RESTARTS = 8
const LONGEST_BACKOFF_MS = 60_000

/** 1, 2, 4 … 60 seconds before restart number 1, 2, 3 … */
export function backoffMs(restarts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** Math.max(0, restarts - 1))
}

export function supervise(state: SupervisorState, event: SupervisorEvent): SupervisorStep {
  switch (event.kind) {
    case 'begin':
      return { state: { kind: 'starting', restarts: 0 }, effects: [{ kind: 'start' }] }
    case 'stop':
      return same({ kind: 'stopped' })
    case 'started':
      return same({ kind: 'running', restarts: restartsOf(state), sinceMs: event.atMs, misses: 0 })
    case 'exited':
      return isIdle(state) ? same(state) : failed(state, event.atMs, event.reason)
    case 'portTaken':
      return isIdle(state)
        ? same(state)
        : same({ kind: 'blocked', restarts: restartsOf(state), reason: event.holder })
    case 'portFree':
      return state.kind === 'blocked' ? start(state.restarts) : same(state)
    case 'probeOk':
      return state.kind === 'running' ? same({ ...state, misses: 0 }) : same(state)
    case 'probeMissed':
      return missed(state, event.atMs, event.afterJump)
    case 'tick':
      return state.kind === 'backoff' && event.atMs >= state.untilMs ? start(state.restarts) : same(state)
  }
}

function missed(state: SupervisorState, atMs: number, afterJump: boolean): SupervisorStep {
  if (state.kind !== 'running' || afterJump) return same(state)
  const misses = state.misses + 1
  if (misses < MISSES_BEFORE_ACTING) return same({ ...state, misses })
  const step = failed(state, atMs, 'it no longer answered')
  return { state: step.state, effects: [{ kind: 'kill' }, ...step.effects] }
}

function failed(state: SupervisorState, atMs: number, reason: string): SupervisorStep {
  const stable = state.kind === 'running' && atMs - state.sinceMs >= STABLE_AFTER_MS
  const restarts = (stable ? 0 : restartsOf(state)) + 1
  if (restarts > MOST_RESTARTS) return same({ kind: 'gaveUp', restarts: MOST_RESTARTS, reason })
  return same({ kind: 'backoff', restarts, untilMs: atMs + backoffMs(restarts), reason })
}

/** In these states nothing is running, so nothing can end. */
function isIdle(state: SupervisorState): boolean {
  return state.kind !== 'starting' && state.kind !== 'running'
}

function start(restarts: number): SupervisorStep {
  return { state: { kind: 'starting', restarts }, effects: [{ kind: 'start' }] }
}

function restartsOf(state: SupervisorState): number {
  return state.kind === 'stopped' ? 0 : state.restarts
}

function same(state: SupervisorState): SupervisorStep {
  return { state, effects: [] }
}
