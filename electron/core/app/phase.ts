/**
 * The phase of the app, for every view alike: icon, menu, window and notices. Pure.
 *
 * - The phase follows from what is served and, while this app serves, from the state of its login.
 * - A view calls `standingOf` once and passes the answer on.
 */

import type { AppState } from '../../contract/app'
import type { EngineState } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import type { Serving } from '../../contract/serving'
import { healthOf, needsSignIn } from '../engine/health'
import { limitNow } from '../plan/left'
import { problem as problemNamed } from '../words/problem'

export type Phase =
  | Exclude<Serving['kind'], 'serving'>
  | 'elsewhereHung'
  | 'looking'
  | 'running'
  | 'refreshing'
  /** A renewal failed and the token still serves. */
  | 'expiring'
  /** Kimi refuses requests until a limit of the plan is reset. */
  | 'limited'
  /** The proxy serves, and something needs attention all the same. */
  | 'trouble'
  | 'signIn'

export interface Standing {
  readonly phase: Phase
  /** The problem that keeps the app from the phase `running`; null where there is nothing to explain. */
  readonly problem: Problem | null
}

/** `nowMs`: wall clock. */
export function standingOf({ serving, engine }: AppState, nowMs: number): Standing {
  const phase = serving.kind
  switch (phase) {
    case 'serving':
      return servingStanding(engine, nowMs)
    case 'off':
      return { phase, problem: engine.unsaved }
    case 'starting':
    case 'draining':
      return { phase, problem: null }
    case 'elsewhere':
      return { phase: serving.other.answers ? phase : 'elsewhereHung', problem: null }
    case 'cannotStart':
    case 'portTaken':
      return { phase, problem: serving.problem }
    case 'backingOff':
      return { phase, problem: problemNamed('RESTARTING', {}) }
    case 'gaveUp':
      return { phase, problem: problemNamed('GAVE_UP', { count: serving.restarts }) }
  }
}

function servingStanding(engine: EngineState, nowMs: number): Standing {
  const { login } = engine
  if (login.kind === 'looking') return { phase: 'looking', problem: null }
  const { healthy, problem } = healthOf(engine, { wallMs: nowMs })
  if (login.kind === 'signedOut' || login.renewal.kind === 'dead') return { phase: 'signIn', problem }
  if (problem === null && limitNow(engine.plan, nowMs) !== null) return { phase: 'limited', problem }
  if (login.renewal.kind === 'running') return { phase: 'refreshing', problem }
  if (login.renewal.kind === 'failing' && healthy) return { phase: 'expiring', problem }
  return { phase: problem === null ? 'running' : 'trouble', problem }
}

/** Whether a sign-in takes the place of the Status face. */
export function showsSignIn({ guide, signIn }: AppState, { phase }: Standing): boolean {
  return phase === 'signIn' || guide.kind === 'done' || signIn.kind !== 'idle'
}

/** Whether the page of the first run takes the place of the Status face. */
export function showsSetUp({ setUp, serving, engine }: AppState): boolean {
  return setUp === 'open' && serving.kind === 'serving' && engine.login.kind !== 'looking'
}

/**
 * What the window does once the success of a sign-in has been shown. It leads on to Claude Code's settings where they lead
 * elsewhere and no client has found its way here without them.
 */
export function afterSignIn({
  face,
  setUp,
  claude,
  engine,
  windowOpen,
}: AppState): 'close' | 'claude' | 'stay' {
  // The person has opened another face, or the page of the first run shows what comes next.
  if (face !== 'status' || setUp === 'open') return 'stay'
  const isUnused = claude.kind === 'none' && engine.traffic.lastRequestAtMs === null
  return windowOpen && isUnused ? 'claude' : 'close'
}

/** Whether requests wait for a person to sign in. */
export function waitsForPerson({ engine }: AppState): boolean {
  return engine.traffic.waitingRequests > 0 && needsSignIn(engine)
}

/** The time left of the token in use; null without a token, or when its end is not known. */
export function tokenLeftMs({ login }: EngineState, nowMs: number): number | null {
  if (login.kind !== 'signedIn' || login.token.expiresAtMs === null) return null
  return Math.max(0, login.token.expiresAtMs - nowMs)
}

/** The port that Claude Code should use: the one served now, else the one in the settings. */
export function portOf({ serving, settings }: AppState): number {
  switch (serving.kind) {
    case 'serving':
    case 'draining':
      return serving.port
    case 'elsewhere':
      return serving.other.port
    case 'off':
    case 'starting':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
      return settings.port.value
  }
}

/** The running requests of the engine that serves, whether it is the app's own or another. */
export function activeRequestsOf({ serving, engine }: AppState): number {
  return serving.kind === 'elsewhere' ? serving.other.activeRequests : engine.traffic.activeRequests
}
