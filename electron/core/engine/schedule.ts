/** When the engine must look again, and whether it is in use: read off its state. Pure. */
import type { EngineState } from '../../contract/engine'

const TICK_MS = 30_000
const AMPLE_MS = 300_000
const BUSY_MS = 120_000

/** Requests run, or one came within the last two minutes. */
export function isBusy({ traffic }: EngineState, nowMs: number): boolean {
  return traffic.activeRequests > 0 || nowMs - (traffic.lastRequestAtMs ?? Number.NEGATIVE_INFINITY) < BUSY_MS
}

/**
 * When the next tick must come: often enough for a countdown and a moved clock, and in time for a renewal. A renewal
 * that has ample time waits for the regular tick, so that an idle machine is woken no more often than that.
 */
export function nextTickInMs(state: EngineState, nowMs: number): number {
  const atMs = nextRenewalAtMs(state)
  if (atMs === null || atMs <= nowMs || hasAmpleTime(state, nowMs + TICK_MS)) return TICK_MS
  return Math.min(TICK_MS, Math.max(50, atMs - nowMs))
}

function hasAmpleTime({ login }: EngineState, atMs: number): boolean {
  return login.kind === 'signedIn' && (login.token.expiresAtMs ?? 0) - atMs > AMPLE_MS
}

/** When the token is due, or a failed renewal is tried again; null when neither is planned. */
export function nextRenewalAtMs({ login }: EngineState): number | null {
  if (login.kind !== 'signedIn') return null
  return login.renewal.kind === 'failing' ? login.renewal.retryAtMs : login.token.dueAtMs
}
