/**
 * One try to renew a login: look at the file, lock it, look again, ask Kimi, save, and only then use.
 *
 *     read -> (newer there: take it)
 *       '-> lock -> read again -> (newer there: take it)
 *             '-> reserve room -> ask -> granted -> read again -> save -> use
 *                                   '-> refused -> wait -> read again -> (a peer was faster: take it)
 *
 * Never rejects; the lock is always given back.
 */
import type { Reason } from '../../contract/problem'
import { KimiProxyError, toKimiProxyError } from '../basics/errors'
import { type LockHandle, sleep } from '../basics/ports'
import { reason } from '../words/reason'
import { type HeldToken, holdFromFile, holdFromGrant, isDue, isUsable } from './held-token'
import type { UsedTokens } from './keeper-memory'
import { failedRenewal, unusableLogin } from './login-problems'
import type { AuthApi, CredentialStore, SaveReservation } from './ports'
import {
  heard,
  laterAfter,
  type PauseContext,
  pausedNow,
  type TransientOutcome,
  transient,
} from './renewal-pause'
import type { Login, StoredLogin } from './stored-login'
import { loginFromGrant, unquoted } from './token-answer'

export interface RenewalContext extends PauseContext {
  readonly auth: AuthApi
  /** Refresh tokens that a received answer has rotated. */
  readonly rotated: UsedTokens
  /** Refresh tokens that Kimi has refused. */
  readonly refused: UsedTokens
  /** From then on Kimi is not asked any more: nobody would wait for the answer. */
  readonly isClosing: () => boolean
}

export interface RenewalRequest {
  readonly store: CredentialStore
  /** The token in hand, where it comes from this same store; null otherwise. */
  readonly held: HeldToken | null
  /** Renew even a token that looks fresh. */
  readonly forced: boolean
}

export type RenewalOutcome =
  /** Granted just now. `unsaved` tells why it is not on disk yet. */
  | { readonly kind: 'minted'; readonly held: HeldToken; readonly unsaved: KimiProxyError | null }
  /** A newer token lay in the file; nothing was asked of Kimi. */
  | { readonly kind: 'found'; readonly held: HeldToken }
  /** The login is over: refused by Kimi, or its file is gone or says so. */
  | { readonly kind: 'over'; readonly error: KimiProxyError }
  /** The renewal cannot be made now, and another try at once would not help. */
  | { readonly kind: 'blocked'; readonly error: KimiProxyError }
  | TransientOutcome

export async function renewOnce(context: RenewalContext, request: RenewalRequest): Promise<RenewalOutcome> {
  const early = judge(context, request, await request.store.read())
  if (early.kind !== 'ask') return early
  const paused = pausedNow(context, early.login.refreshToken)
  if (paused !== null) return paused
  let lock: LockHandle
  try {
    lock = await request.store.lock()
  } catch (error) {
    return { kind: 'blocked', error: toKimiProxyError(error) }
  }
  try {
    return await renewLocked(context, request, lock)
  } finally {
    await lock.release()
  }
}

/** A verdict on what the file holds: take it, give up, or ask Kimi with `login`. */
type Verdict = Exclude<RenewalOutcome, { kind: 'minted' }> | { readonly kind: 'ask'; readonly login: Login }

function judge(
  context: RenewalContext,
  { store, held, forced }: RenewalRequest,
  stored: StoredLogin,
): Verdict {
  if (stored.kind !== 'login') {
    const error = unusableLogin(stored, store.source)
    // A damaged file may be one that a program without atomic writes is writing this moment.
    return stored.kind === 'invalid' ? transient(error) : notALogin(stored.kind, error)
  }
  // A file older than what is in hand (its save failed) is no news.
  const outdated = held !== null && context.rotated.has(stored.login.refreshToken)
  const login = outdated ? held.login : stored.login
  if (held === null || !login.accessToken.equals(held.login.accessToken)) {
    const candidate = holdFromFile(store, login, context.clock)
    if (isUsable(candidate, context.clock) && (forced ? held !== null : !isDue(candidate, context.clock))) {
      return { kind: 'found', held: candidate }
    }
  }
  if (login.refreshToken.isEmpty)
    return {
      kind: 'over',
      error: new KimiProxyError('RENEWAL_REFUSED.unrenewable', { path: store.source.path }),
    }
  if (context.refused.has(login.refreshToken))
    return { kind: 'over', error: new KimiProxyError('RENEWAL_REFUSED', {}) }
  if (context.rotated.has(login.refreshToken))
    return { kind: 'over', error: new KimiProxyError('RENEWAL_REFUSED', {}) }
  return { kind: 'ask', login }
}

function notALogin(kind: 'revoked' | 'missing' | 'unreadable', error: KimiProxyError): Verdict {
  return kind === 'unreadable' ? { kind: 'blocked', error } : { kind: 'over', error }
}

async function renewLocked(
  context: RenewalContext,
  request: RenewalRequest,
  lock: LockHandle,
): Promise<RenewalOutcome> {
  const verdict = judge(context, request, await request.store.read())
  if (verdict.kind !== 'ask') return verdict
  let room: SaveReservation
  try {
    room = await request.store.reserve()
  } catch (error) {
    return { kind: 'blocked', error: toKimiProxyError(error) }
  }
  try {
    if (!(await lock.isHeld())) return transient(failedRenewal(reason('lockTaken')))
    if (context.isClosing()) return transient(failedRenewal(reason('stopping')))
    return await ask(context, { ...request, lock }, verdict.login, room)
  } finally {
    await room.discard()
  }
}

interface LockedRequest extends RenewalRequest {
  readonly lock: LockHandle
}

async function ask(
  context: RenewalContext,
  request: LockedRequest,
  login: Login,
  room: SaveReservation,
): Promise<RenewalOutcome> {
  const sentAtWallMs = context.clock.wallMs()
  const sentAtElapsedMs = context.clock.elapsedMs()
  const answer = unquoted(await context.auth.refresh(login.refreshToken), login.refreshToken)
  switch (answer.kind) {
    case 'granted': {
      heard(context, login.refreshToken)
      const renewed = loginFromGrant(answer.grant, sentAtWallMs, login.refreshToken)
      if (!renewed.refreshToken.equals(login.refreshToken)) context.rotated.add(login.refreshToken)
      const held = holdFromGrant(request.store, renewed, sentAtElapsedMs)
      return keep(context, request, login, held, room)
    }
    case 'refused':
      heard(context, login.refreshToken)
      return settleRefusal(context, request, login, answer.reason)
    case 'transient':
    case 'rejected':
    case 'foreign':
    case 'unreadable':
      return laterAfter(context, login.refreshToken, answer)
  }
}

/** Saves what was granted for `sent`, unless the file has moved on to another login meanwhile. */
async function keep(
  context: RenewalContext,
  { store, lock }: LockedRequest,
  sent: Login,
  held: HeldToken,
  room: SaveReservation,
): Promise<RenewalOutcome> {
  const now = await store.read()
  if (now.kind === 'missing') return { kind: 'over', error: unusableLogin(now, store.source) }
  if (now.kind === 'login' && !isOlder(context, now.login, sent)) {
    const found = holdFromFile(store, now.login, context.clock)
    if (isUsable(found, context.clock)) return { kind: 'found', held: found }
    return transient(failedRenewal(reason('otherSignedIn')))
  }
  // A tombstone here was written by a peer that was refused the very token we rotated: our answer revives it.
  try {
    await room.commit(held.login)
    if (!(await lock.isHeld())) await unearth(context, store, held.login)
    return { kind: 'minted', held, unsaved: null }
  } catch (error) {
    return { kind: 'minted', held, unsaved: toKimiProxyError(error) }
  }
}

/**
 * A peer that took our lock over while we slept was refused the token we rotated, and may write its tombstone a moment
 * after our save.
 */
async function unearth(context: RenewalContext, store: CredentialStore, login: Login): Promise<void> {
  await sleep(context.clock, store.settleMs)
  if ((await store.read()).kind !== 'revoked') return
  const room = await store.reserve()
  await room.commit(login).finally(room.discard)
}

function isOlder(context: RenewalContext, onDisk: Login, sent: Login): boolean {
  return onDisk.refreshToken.equals(sent.refreshToken) || context.rotated.has(onDisk.refreshToken)
}

/** A refusal may mean that a peer rotated the token first: give it the time to write, and look. */
async function settleRefusal(
  context: RenewalContext,
  request: LockedRequest,
  sent: Login,
  why: Reason,
): Promise<RenewalOutcome> {
  context.refused.add(sent.refreshToken)
  await sleep(context.clock, request.store.settleMs)
  const now = await request.store.read()
  if (now.kind === 'login' && !isOlder(context, now.login, sent)) {
    const found = holdFromFile(request.store, now.login, context.clock)
    if (isUsable(found, context.clock)) return { kind: 'found', held: found }
    return transient(failedRenewal(reason('otherRenewed')))
  }
  // A peer that took the lock over meanwhile may be about to save the token it was granted.
  if (!(await request.lock.isHeld())) return transient(failedRenewal(reason('lockTaken')))
  if (now.kind === 'login') await request.store.markRevoked(now.login.refreshToken).catch(() => undefined)
  return { kind: 'over', error: new KimiProxyError('RENEWAL_REFUSED.because', { reason: why }) }
}

/** Writes down a login that could not be saved when it was granted. True once nothing is left to save. */
export async function saveAgain(context: RenewalContext, held: HeldToken): Promise<boolean> {
  const { store, login } = held
  let lock: LockHandle
  try {
    lock = await store.lock()
  } catch {
    return false
  }
  try {
    if (context.rotated.has(login.refreshToken)) return false
    const now = await store.read()
    if (now.kind === 'missing') return true
    if (now.kind === 'login' && !context.rotated.has(now.login.refreshToken)) return true
    const room = await store.reserve()
    try {
      await room.commit(login)
      return true
    } finally {
      await room.discard()
    }
  } catch {
    return false
  } finally {
    await lock.release()
  }
}
