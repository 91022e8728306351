/** The doctor's findings about the login files on this machine. Pure. */
import type { Finding } from '../../contract/doctor'
import type { LoginOwner, Region } from '../../contract/engine'
import type { Reason } from '../../contract/problem'
import { found, type Situation } from './situation'

export interface LoginFacts {
  readonly owner: LoginOwner
  readonly path: string
  /** The region that the file name belongs to; `other` for hosts of no region. */
  readonly site: Region | 'other'
  /** Whether Kimi Proxy may choose this file with the present settings. */
  readonly isCandidate: boolean
  readonly state: StoredFacts
  /** Whether other users may read the file. */
  readonly exposed: boolean
  /** The other files that hold the same refresh token. */
  readonly sameTokenAs: readonly string[]
}

export type StoredFacts =
  | {
      readonly kind: 'login'
      readonly expiresAtMs: number | null
      /** When the token was issued: from the file's own values, or else the time when the file was written. */
      readonly issuedAtMs: number
      readonly renewable: boolean
      readonly rotatedBy: 'kimi-proxy' | 'other'
    }
  | { readonly kind: 'revoked' | 'missing' }
  | { readonly kind: 'invalid' | 'unreadable'; readonly reason: Reason }

/** The tolerance for an issue time in the future: clocks differ a little, and files keep whole seconds. */
const FUTURE_MS = 60_000

const SIGN_IN: Readonly<Record<LoginOwner, string | null>> = {
  own: 'kimi-proxy login',
  'kimi-code': 'kimi login',
  'kimi-cli': 'kimi login',
  file: null,
}

export function judgeLogins(logins: readonly LoginFacts[], situation: Situation): Finding[] {
  const seen = logins.filter(({ state }) => state.kind !== 'missing')
  return [
    ...inUse(situation),
    ...seen.flatMap((login) => [...stateOf(login, situation.atMs), ...exposureOf(login)]),
    ...sharing(seen),
    ...noneAtAll(situation, logins),
    ...pickFindings(situation, logins),
    ...mixedRegion(situation, seen),
  ]
}

function inUse({ engine }: Situation): Finding[] {
  if (engine?.kind !== 'answers' || engine.state.login.kind !== 'signedIn') return []
  return [found('LOGIN_IN_USE', { owner: engine.state.login.source.owner })]
}

function stateOf({ owner, path, site, state }: LoginFacts, nowMs: number): Finding[] {
  const command = SIGN_IN[owner]
  switch (state.kind) {
    case 'missing':
      return []
    case 'revoked':
      return [found('LOGIN_REVOKED', { owner, path, site }, command)]
    case 'invalid':
      return [found('LOGIN_DAMAGED', { owner, path, reason: state.reason }, command)]
    case 'unreadable':
      return [found('LOGIN_UNREADABLE', { owner, path, reason: state.reason })]
    case 'login': {
      const { expiresAtMs, issuedAtMs, renewable, rotatedBy } = state
      if (expiresAtMs === null) return [found('LOGIN_ENDLESS', { owner, path, site })]
      const ended = expiresAtMs <= nowMs
      if (ended && !renewable) return [found('LOGIN_UNRENEWABLE', { owner, path, site }, command)]
      const times = { owner, path, site, expiresAtMs, issuedAtMs, by: rotatedBy }
      const aheadMs = issuedAtMs - nowMs
      return [
        found(ended ? 'LOGIN_RESTING' : 'LOGIN_GOOD', times),
        ...(aheadMs > FUTURE_MS ? [found('LOGIN_FROM_FUTURE', { owner, path, aheadMs })] : []),
      ]
    }
  }
}

function exposureOf({ owner, path, exposed }: LoginFacts): Finding[] {
  return exposed ? [found('LOGIN_EXPOSED', { owner, path }, `chmod 600 ${forShell(path)}`)] : []
}

/** Quotes a path for a shell. A path that begins with ~ must not be quoted as a whole. */
function forShell(path: string): string {
  return path.replace(/[^\w./~:@%+,=-]/g, '\\$&')
}

/** Reports each pair of files once. */
function sharing(logins: readonly LoginFacts[]): Finding[] {
  const shared = logins.flatMap(({ owner, path, sameTokenAs }, index) =>
    logins.slice(index + 1).flatMap((other) => {
      if (!sameTokenAs.includes(other.path)) return []
      const command = SIGN_IN[owner] ?? SIGN_IN[other.owner]
      const values = { owner, path, otherOwner: other.owner, otherPath: other.path }
      return [found('LOGIN_SHARED', values, command)]
    }),
  )
  const living = logins.filter(({ state }) => state.kind === 'login')
  return shared.length === 0 && living.length > 1 ? [found('LOGINS_SEPARATE', {})] : shared
}

function noneAtAll(situation: Situation, logins: readonly LoginFacts[]): Finding[] {
  const named = situation.namesLogin ? logins.find(({ isCandidate }) => isCandidate) : undefined
  if (named?.state.kind === 'missing') return [found('NAMED_LOGIN_MISSING', { path: named.path })]
  const signedIn = situation.engine?.kind === 'answers' && situation.engine.state.login.kind === 'signedIn'
  if (signedIn || logins.some((login) => login.isCandidate && isUsable(login, situation.atMs))) return []
  return [found('NO_LOGIN', { site: situation.region ?? 'other' }, 'kimi-proxy login')]
}

function pickFindings({ pick, atMs }: Situation, logins: readonly LoginFacts[]): Finding[] {
  if (pick === 'auto') return []
  const usable = logins.some((login) => login.owner === pick && login.isCandidate && isUsable(login, atMs))
  return [
    usable
      ? found('PICK_SET', { owner: pick })
      : found('PICK_UNUSABLE', { owner: pick }, 'kimi-proxy use auto'),
  ]
}

function mixedRegion({ region, atMs }: Situation, logins: readonly LoginFacts[]): Finding[] {
  const own = logins.filter(
    (login) => login.owner === 'own' && login.site !== 'other' && isUsable(login, atMs),
  )
  const [other] = own
  if (region === null || other === undefined || own.some(({ site }) => site === region)) return []
  return [found('REGION_MIXED', { site: region, otherSite: other.site, path: other.path })]
}

function isUsable({ state }: LoginFacts, nowMs: number): boolean {
  return state.kind === 'login' && (state.renewable || (state.expiresAtMs ?? 0) > nowMs)
}
