/** States of an engine, for tests of decisions that depend on them. */
import { NO_AUTO_MODE } from '../contract/auto-mode'
import type { EngineState, LoginOwner, LoginState, Renewal, TokenTimes } from '../contract/engine'
import { UNKNOWN_PLAN } from '../contract/plan'
import { problem } from '../core/words/problem'
import { reason } from '../core/words/reason'

/** The wall clock of these states. */
export const START_MS = 1_800_000_000_000

export const PROBLEM = problem('RENEWAL_FAILED', { reason: reason('notFound', { host: 'auth.kimi.com' }) })

export function engineState(changes: Partial<EngineState> = {}): EngineState {
  return {
    version: '1.2.3',
    pid: 4711,
    host: 'cli',
    nonce: 'nonce',
    startedAtMs: START_MS,
    startedAtElapsedMs: 1_000,
    listener: { kind: 'listening', port: 18462 },
    login: signedIn(),
    region: 'mainland-cn',
    pick: 'auto',
    logins: [],
    lastRefreshAtMs: null,
    renewals: 0,
    unsaved: null,
    refusal: null,
    traffic: {
      activeRequests: 0,
      activeStreams: 0,
      waitingRequests: 0,
      requestsServed: 0,
      lastRequestAtMs: null,
    },
    plan: UNKNOWN_PLAN,
    autoMode: NO_AUTO_MODE,
    settings: [],
    skipped: [],
    parkMs: 0,
    otherOnIpv6: null,
    ...changes,
  }
}

export function signedIn(
  token: Partial<TokenTimes> = {},
  renewal: Renewal = { kind: 'idle' },
  owner: LoginOwner = 'kimi-code',
): LoginState {
  const times = {
    expiresAtMs: START_MS + 900_000,
    lifetimeMs: 900_000,
    dueAtMs: START_MS + 450_000,
    ...token,
  }
  return { kind: 'signedIn', source: { owner, path: '/login.json' }, token: times, renewal }
}
