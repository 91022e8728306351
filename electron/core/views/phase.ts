/** What the app is doing, in one word, and why: the verdict that icon, menu, window and notices share. Pure. */
import type { DesktopState } from '../../contract/desktop'
import type { AppState, Problem } from '../../contract/state'
import { healthOf } from '../health'

export type Phase =
  | 'stopped'
  | 'starting'
  | 'looking'
  | 'running'
  | 'refreshing'
  /** A renewal failed and the token still serves. */
  | 'expiring'
  /** It serves, and something needs attention all the same. */
  | 'trouble'
  | 'signIn'
  | 'stopping'
  | 'restarting'
  | 'portTaken'
  | 'gaveUp'
  | 'elsewhere'
  | 'elsewhereHung'

/** `nowMs`: wall clock. */
export function phaseOf(state: DesktopState, nowMs: number): Phase {
  const { engine, supervisor, other, obstacle } = state
  if (engine.listener.kind === 'draining') return 'stopping'
  if (other !== null) return other.answers ? 'elsewhere' : 'elsewhereHung'
  if (obstacle !== null) return 'trouble'
  switch (supervisor.kind) {
    case 'stopped':
      return 'stopped'
    case 'starting':
      return 'starting'
    case 'backoff':
      return 'restarting'
    case 'blocked':
      return 'portTaken'
    case 'gaveUp':
      return 'gaveUp'
    case 'running':
      return servingPhase(engine, nowMs)
  }
}

function servingPhase(engine: AppState, nowMs: number): Phase {
  const { login } = engine
  if (login.kind === 'looking') return 'looking'
  if (login.kind === 'signedOut' || login.renewal.kind === 'dead') return 'signIn'
  if (login.renewal.kind === 'running') return 'refreshing'
  const { healthy, problem } = healthOf(engine, { wallMs: nowMs })
  if (login.renewal.kind === 'failing' && healthy) return 'expiring'
  return problem === null ? 'running' : 'trouble'
}

/** Whether a sign-in takes the place of the Status face. */
export function showsSignIn(state: DesktopState, nowMs: number): boolean {
  return phaseOf(state, nowMs) === 'signIn' || state.guide.kind === 'done' || state.signIn.kind !== 'idle'
}

/** This app's own engine runs, and no other takes its place. */
export function runsHere({ supervisor, other }: DesktopState): boolean {
  return supervisor.kind === 'running' && other === null
}

/** Only a person can mend it: Kimi has ended the login, or there is none. */
export function needsSignIn({ login }: AppState): boolean {
  return login.kind === 'signedOut' || (login.kind === 'signedIn' && login.renewal.kind === 'dead')
}

/** Requests wait for somebody to sign in. */
export function waitsForPerson({ engine }: DesktopState): boolean {
  return engine.traffic.parkedRequests > 0 && needsSignIn(engine)
}

/** Why it is not simply running; null where there is nothing to explain. */
export function problemOf(state: DesktopState, nowMs: number): Problem | null {
  const { engine, supervisor, other, obstacle } = state
  if (other !== null) return null
  if (obstacle !== null) return obstacle
  switch (supervisor.kind) {
    case 'stopped':
      return engine.unsaved
    case 'starting':
      return null
    case 'blocked':
      return { code: 'PORT_TAKEN', message: supervisor.reason, recovery: '', detail: supervisor.reason }
    case 'backoff':
      return { code: 'RESTARTING', message: supervisor.reason, recovery: '' }
    case 'gaveUp':
      return { code: 'GAVE_UP', message: supervisor.reason, recovery: '' }
    case 'running':
      return engine.login.kind === 'looking' ? null : healthOf(engine, { wallMs: nowMs }).problem
  }
}

/** The time left of the token in hand; null without one, or when its end is not known. */
export function tokenLeftMs({ login }: AppState, nowMs: number): number | null {
  if (login.kind !== 'signedIn' || login.token.expiresAtMs === null) return null
  return Math.max(0, login.token.expiresAtMs - nowMs)
}

/** The port that Claude Code is to use: the one served now, else the one that is set. */
export function portOf({ engine, other, settings }: DesktopState): number {
  if (other !== null) return other.port
  return engine.listener.kind === 'listening' ? engine.listener.port : settings.port.value
}
