/** The lines that tray, menu and window share. Pure. */
import type { AppState } from '../../contract/app'
import type { EngineState, LoginOwner } from '../../contract/engine'
import type { Account } from '../../contract/login'
import type { Problem } from '../../contract/problem'
import { type Standing, tokenLeftMs } from '../app/phase'
import { needsSignIn } from '../engine/health'
import type { Say } from '../words/say'
import { reachedLine } from './limit-lines'

/** How the proxy stands, in a few words: a trouble is named for what it is. */
export function phaseLine(state: AppState, { phase, problem }: Standing, say: Say, nowMs: number): string {
  const { serving } = state
  switch (phase) {
    case 'limited':
      return reachedLine(state, say, nowMs) ?? say('phase.running')
    case 'elsewhere':
    case 'elsewhereHung':
      return say(`phase.${phase}`, { pid: serving.kind === 'elsewhere' ? serving.other.pid : 0 })
    case 'refreshing':
      // While the old token serves, nobody need know of a renewal.
      return say(problem === null ? 'phase.running' : 'phase.refreshing')
    case 'expiring':
    case 'trouble':
    case 'cannotStart':
      return say(troubleKey(problem) ?? `phase.${phase}`)
    case 'signIn':
      return say(problem?.code === 'LOGIN_MISSING' ? 'phase.signInFirst' : 'phase.signIn')
    default:
      return say(`phase.${phase}`)
  }
}

/** The heading of a problem that has one of its own. */
function troubleKey(problem: Problem | null) {
  switch (problem?.code) {
    case 'RENEWAL_FAILED':
      return problem.variant === 'expired' ? 'trouble.expired' : 'phase.expiring'
    case 'UPSTREAM_UNREACHABLE':
    case 'UPSTREAM_TIMEOUT':
      return 'phase.expiring'
    case 'REFUSED':
      return 'trouble.refused'
    case 'RENEWAL_DOUBTED':
      return 'trouble.renewalRefused'
    case 'RENEWAL_MALFORMED':
      return 'trouble.malformed'
    case 'LOCK_BUSY':
    case 'LOCK_FAILED':
      return 'trouble.locked'
    case 'SAVE_FAILED':
      return 'trouble.unsaved'
    case 'SETTING_INVALID':
      return 'trouble.setting'
    case 'HOME_UNWRITABLE':
      return 'trouble.folder'
    default:
      return null
  }
}

/** Null without a token. `counting`: name the time left, which is out of date a minute later. */
export function tokenLine(state: AppState, nowMs: number, counting: boolean, say: Say): string | null {
  const { login } = state.engine
  if (login.kind !== 'signedIn') return null
  const { expiresAtMs } = login.token
  const leftMs = tokenLeftMs(state.engine, nowMs)
  if (expiresAtMs === null || leftMs === null) return say('token.endUnknown')
  if (leftMs === 0) return say('token.expired')
  const left = shortLeft(leftMs, say)
  const time = timeOfDay(expiresAtMs)
  const renews = login.renewal.kind === 'idle' || login.renewal.kind === 'running'
  if (counting) return renews ? say('token.left', { left }) : say('token.leftOnly', { left })
  return renews ? say('token.until', { time }) : say('token.untilOnly', { time })
}

/** Whose login is in use. */
export function loginWords(owner: LoginOwner, say: Say): string {
  switch (owner) {
    case 'own':
      return say('login.own')
    case 'kimi-code':
      return say('login.kimiCode')
    case 'kimi-cli':
      return say('login.kimiCli')
    case 'file':
      return say('login.file')
  }
}

/** "Lin · Moderato", as far as Kimi has told; null while it has told neither. */
export function accountLine({ login, plan: { account, quota } }: EngineState, say: Say): string | null {
  if (login.kind !== 'signedIn') return null
  const isKnown = quota.kind === 'known' || quota.kind === 'stale'
  const plan = account?.plan ?? (isKnown ? quota.quota.membership : null)
  const name = nameIn(account)
  return name === null || plan === null ? (name ?? plan) : say('tray.accountPlan', { name, plan })
}

export function nameIn(account: Account | null): string | null {
  return account?.nickname ?? account?.contact ?? null
}

/** Null while no request waits. */
export function waitingLine({ engine }: AppState, say: Say): string | null {
  const count = engine.traffic.waitingRequests
  if (count === 0) return null
  const kind = needsSignIn(engine) ? 'signIn' : 'network'
  return count === 1 ? say(`waiting.${kind}One`) : say(`waiting.${kind}`, { count })
}

/** The time left in minutes, "12m"; the last minute is "<1m". */
export function shortLeft(leftMs: number, say: Say): string {
  const minutes = Math.floor(leftMs / 60_000)
  if (minutes < 1) return say('token.lastMinute')
  const hours = Math.floor(minutes / 60)
  return hours === 0
    ? say('token.minutes', { minutes })
    : say('token.hours', { hours, minutes: minutes % 60 })
}

/** The local time of day, "14:05". */
export function timeOfDay(atMs: number): string {
  return new Date(atMs).toTimeString().slice(0, 5)
}
