/**
 * Whose login is used. The own one first; among the CLIs' the one issued later. A login whose refresh token Kimi
 * has refused counts only while its access token still lives. Pure.
 */
import type { FoundLogin, LoginPick } from '../../contract/engine'
import type { Clock } from '../basics/ports'
import { type HeldToken, holdFromFile, isUsable } from './held-token'
import type { UsedTokens } from './keeper-memory'
import type { CredentialStore } from './ports'
import type { Login, StoredLogin } from './stored-login'

const PICKS: readonly LoginPick[] = ['auto', 'own', 'kimi-code', 'kimi-cli']

export function isLoginPick(value: unknown): value is LoginPick {
  return PICKS.some((pick) => pick === value)
}

export interface Candidate {
  readonly store: CredentialStore
  readonly stored: StoredLogin
}

/** The logins on this machine, as the state shows them. */
export function foundLogins(
  candidates: readonly Candidate[],
  canBeUsed: (candidate: Candidate) => boolean,
): FoundLogin[] {
  return candidates
    .filter(({ stored }) => stored.kind === 'login')
    .map((one) => ({ source: one.store.source, usable: canBeUsed(one) }))
}

/** Assumed where a file lacks `expires_in` (ARCHITECTURE, fact 1: about 900 s). */
const USUAL_LIFETIME_MS = 900_000

/** Null when no candidate can be used. Candidates come in order of preference. */
export function chooseLogin(
  candidates: readonly Candidate[],
  spent: readonly UsedTokens[],
  clock: Clock,
  refusedAccess: UsedTokens,
): HeldToken | null {
  const usable: HeldToken[] = []
  for (const { store, stored } of candidates) {
    if (stored.kind !== 'login') continue
    const held = holdFromFile(store, stored.login, clock)
    const { refreshToken } = stored.login
    const renewable = !refreshToken.isEmpty && !spent.some((tokens) => tokens.has(refreshToken))
    const alive = isUsable(held, clock) && !refusedAccess.has(stored.login.accessToken)
    if (renewable || alive) usable.push(held)
  }
  const [first, ...rest] = usable
  if (first === undefined) return null
  if (first.store.source.owner === 'own' || first.store.source.owner === 'file') return first
  return rest.reduce((best, next) => (issuedAtMs(next.login) > issuedAtMs(best.login) ? next : best), first)
}

function issuedAtMs(login: Login): number {
  return (login.expiresAtMs ?? 0) - (login.lifetimeMs ?? USUAL_LIFETIME_MS)
}
