/** The verdict on a state at a time, and `/health` as the origin's users know it. Pure; never causes a renewal. */
import type { EngineState, Refusal } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import { REFUSAL_PATIENCE_MS } from '../login/refusal-cooldown'
import { problem } from '../words/problem'
import { problemWords } from '../words/problem-words'
import type { Say } from '../words/say'

export interface Now {
  readonly wallMs: number
  readonly elapsedMs: number
}

/** `problem` may accompany health: the token still serves, but something needs attention. */
export interface Health {
  readonly healthy: boolean
  readonly tokenExpiresInMs: number
  readonly problem: Problem | null
}

const EXPIRED = problem('RENEWAL_FAILED.expired', {})
const REFUSED = problem('REFUSED', {})
const LOOKING = problem('SIGNED_OUT', {})

export function healthOf(state: EngineState, now: Pick<Now, 'wallMs'>): Health {
  const { login } = state
  if (login.kind === 'looking') return { healthy: false, tokenExpiresInMs: 0, problem: LOOKING }
  if (login.kind === 'signedOut') return { healthy: false, tokenExpiresInMs: 0, problem: login.problem }
  const { expiresAtMs, lifetimeMs } = login.token
  // Without a known end the token counts as just issued.
  const leftMs = expiresAtMs === null ? (lifetimeMs ?? 0) : expiresAtMs - now.wallMs
  const healthy = expiresAtMs === null || leftMs > 0
  return {
    healthy,
    tokenExpiresInMs: Math.max(0, leftMs),
    problem: attention(state) ?? (healthy ? null : EXPIRED),
  }
}

/** The token serves, but it is the last one, or the next start would not know it. */
export function losesLogin({ unsaved }: EngineState, { problem }: Health): boolean {
  return unsaved !== null || problem?.code === 'SAVE_FAILED'
}

function attention(state: EngineState): Problem | null {
  if (state.listener.kind === 'failed') return state.listener.problem
  if (state.login.kind !== 'signedIn') return null
  const { renewal } = state.login
  if (renewal.kind === 'failing' || renewal.kind === 'dead') return renewal.problem
  return state.unsaved ?? (isLasting(state.refusal) ? REFUSED : null)
}

/** A shorter one is waited out by the requests that meet it, so nobody has to do anything. */
function isLasting(refusal: Refusal | null): boolean {
  return refusal !== null && refusal.lengthMs > REFUSAL_PATIENCE_MS
}

/** Units on the wire: seconds. `last_refresh` is unix seconds, 0 for never. */
export interface HealthAnswer {
  readonly httpStatus: 200 | 503
  readonly body: Readonly<Record<string, string | number | boolean | null>>
}

/** Its sentences are those of `say`. */
export function healthAnswer(state: EngineState, now: Now, say: Say): HealthAnswer {
  const { healthy, tokenExpiresInMs, problem } = healthOf(state, now)
  const words = problem === null ? null : problemWords(say, problem, 'terminal')
  return {
    httpStatus: healthy ? 200 : 503,
    body: {
      status: healthy ? 'healthy' : 'unhealthy',
      token_valid: healthy,
      token_expires_in: Math.floor(tokenExpiresInMs / 1000),
      last_refresh: state.lastRefreshAtMs === null ? 0 : Math.floor(state.lastRefreshAtMs / 1000),
      uptime: Math.floor((now.elapsedMs - state.startedAtElapsedMs) / 1000),
      pid: state.pid,
      error: words?.message ?? null,
      recovery: words?.recovery ?? null,
      code: problem?.code ?? null,
      product: 'kimi-proxy',
      version: state.version,
      nonce: state.nonce,
    },
  }
}

/** Only a person can mend it: Kimi has ended the login, or there is none. */
export function needsSignIn({ login }: EngineState): boolean {
  return login.kind === 'signedOut' || (login.kind === 'signedIn' && login.renewal.kind === 'dead')
}
