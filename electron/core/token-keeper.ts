/**
 * Keeps one token fresh for everyone who asks. The hot path is `peek`, without waiting; everything that asks Kimi
 * goes through one flight at a time. Tells what happens as events; hands tokens only to its callers.
 */
import type { FoundLogin, LoginPick, LoginSource, Problem, Refusal, TokenTimes } from '../contract/state'
import { KimiProxyError } from './errors'
import { type HeldToken, isDue, isUsable, tokenTimes } from './held-token'
import { type Candidate, chooseLogin, foundLogins } from './login-choice'
import { failedRenewal, noSuchLogin, unrenewableLogin, unusableLogin } from './login-problems'
import type { AuthApi, Clock, CredentialStore } from './ports'
import { sleep } from './ports'
import { REFRESH_TRIES, RETRY_AFTER_FAILED_RENEWAL_MS, retryDelayMs } from './refresh-policy'
import { RefusalCooldown, type RefusedRequest } from './refusal-cooldown'
import { type RenewalContext, type RenewalOutcome, renewOnce, saveAgain } from './renewal'
import type { Secret } from './secret'
import type { Login, StoredLogin } from './token'
import { UsedTokens } from './used-tokens'

export type TokenEvent =
  | { readonly kind: 'loginFound'; readonly source: LoginSource; readonly token: TokenTimes }
  | { readonly kind: 'loginLost'; readonly problem: Problem }
  /** What lies on the disk, whichever is in use. */
  | { readonly kind: 'loginsFound'; readonly logins: readonly FoundLogin[] }
  | { readonly kind: 'picked'; readonly pick: LoginPick }
  | { readonly kind: 'tokenMoved'; readonly token: TokenTimes }
  | { readonly kind: 'renewalStarted'; readonly atMs: number }
  | {
      readonly kind: 'renewed'
      readonly source: LoginSource
      readonly token: TokenTimes
      readonly atMs: number
    }
  | { readonly kind: 'adopted'; readonly token: TokenTimes }
  | { readonly kind: 'renewalFailed'; readonly problem: Problem; readonly retryAtMs: number }
  | { readonly kind: 'renewalDead'; readonly problem: Problem }
  | { readonly kind: 'unsaved'; readonly problem: Problem | null }
  /** Kimi refuses even a new token (`lengthMs` until the next is asked for), or no longer does (null). */
  | { readonly kind: 'refusalChanged'; readonly refusal: Refusal | null }

/** What must outlive a keeper: an engine that is started again must not send a dead token, nor lose an unsaved one. */
export class KeeperMemory {
  /** Refresh tokens that a received answer has rotated. */
  readonly rotated = new UsedTokens()
  /** Refresh tokens that Kimi has refused. */
  readonly refused = new UsedTokens()
  readonly refusedAccess = new UsedTokens()
  /** Granted, but not on disk yet; by the path of its file. */
  readonly unsaved = new Map<string, HeldToken>()
}

export interface TokenKeeperOptions {
  /** In order of preference. */
  readonly stores: readonly CredentialStore[]
  readonly auth: AuthApi
  readonly clock: Clock
  readonly emit: (event: TokenEvent) => void
  /** What the person wants used; default `auto`. */
  readonly pick?: LoginPick
  /** That of the keeper before this one in the same process. */
  readonly memory?: KeeperMemory
}

interface Flight {
  readonly forced: boolean
  readonly done: Promise<HeldToken>
}

export class TokenKeeper {
  readonly #options: TokenKeeperOptions
  #stores: readonly CredentialStore[]
  #pick: LoginPick
  readonly #clock: Clock
  #context: RenewalContext
  readonly #cooldown: RefusalCooldown
  readonly #memory: KeeperMemory
  #held: HeldToken | null = null
  #flight: Flight | null = null
  #queuedForced: Promise<HeldToken> | null = null
  #looking: Promise<HeldToken> | null = null
  #notBeforeElapsedMs = Number.NEGATIVE_INFINITY
  #closing = false
  /** What was told of the logins last, so that a look that finds the same is not told. */
  #toldLogins = ''

  constructor(options: TokenKeeperOptions) {
    this.#options = options
    this.#clock = options.clock
    this.#stores = options.stores
    this.#pick = options.pick ?? 'auto'
    this.#cooldown = new RefusalCooldown(options.clock)
    this.#memory = options.memory ?? new KeeperMemory()
    const { auth, clock } = options
    const { rotated, refused } = this.#memory
    this.#context = { auth, clock, rotated, refused, isClosing: () => this.#closing }
  }

  /** The token to send now, or null when there is none that is still valid. Never waits. */
  peek(): Secret | null {
    const held = this.#held
    return held !== null && isUsable(held, this.#clock) ? held.login.accessToken : null
  }

  /** A valid token, renewed first if it must be. Rejects with the reason (see `errors.ts`). */
  async token(): Promise<Secret> {
    const ready = this.peek()
    if (ready !== null) {
      this.renewIfDue()
      return ready
    }
    const held = this.#held ?? (await this.look())
    if (isUsable(held, this.#clock)) return held.login.accessToken
    return (await this.#renew(false)).login.accessToken
  }

  /** Renews in the background when due. Failures are told as events only. */
  renewIfDue(): void {
    const held = this.#held
    if (held === null || this.#flight !== null || this.#closing || !isDue(held, this.#clock)) return
    if (this.#clock.elapsedMs() < this.#notBeforeElapsedMs) return
    if (this.#context.refused.has(held.login.refreshToken)) return
    this.#renew(false).catch(() => undefined)
  }

  /** Renews even a fresh token. */
  async renewNow(): Promise<void> {
    if (this.#held === null) await this.look()
    await this.#renew(true)
  }

  /**
   * Kimi answered 401 to `rejected`: what to try the request with next, or null when the 401 should be passed on. Waits
   * where a renewal may be forced only later, as long as the request has patience. Rejects when the login is over or
   * cannot be renewed now.
   */
  async replacementFor(rejected: Secret, request: RefusedRequest): Promise<Secret | null> {
    while (!request.isGone()) {
      const held = this.#held
      if (held !== null && isUsable(held, this.#clock)) {
        if (!held.login.accessToken.equals(rejected)) return held.login.accessToken
        this.#noteRefusal(held, request.path)
      }
      const advice = this.#cooldown.advice(request)
      if (advice.kind === 'passOn') return null
      if (advice.kind === 'wait' && !this.#closing) {
        await this.#waitOut(advice.waitMs, request)
        continue
      }
      const flight = this.#flight
      if (flight === null) return (await this.#renew(true, rejected)).login.accessToken
      if (flight.forced) {
        const { accessToken } = (await flight.done).login
        if (!accessToken.equals(rejected)) return accessToken
        continue
      }
      // Its outcome may already be the newer token; then no forced renewal is needed.
      await flight.done.catch(() => undefined)
    }
    return null
  }

  async #waitOut(waitMs: number, request: RefusedRequest): Promise<void> {
    const sinceMs = this.#clock.elapsedMs()
    await this.#cooldown.wait(waitMs)
    request.waits += 1
    request.patienceMs -= this.#clock.elapsedMs() - sinceMs
  }

  /** One that has ended meanwhile (a sleep) is refused for its age, which says nothing about the login: not told here. */
  #noteRefusal(held: HeldToken, path: string): void {
    if (held.probation === 'none') return
    this.#cooldown.refusedOn(path, held.login.accessToken)
    if (held.probation === 'over') return
    this.#held = { ...held, probation: 'over' }
    const lengthMs = this.#cooldown.refusedForAll()
    const untilMs = this.#clock.wallMs() + lengthMs
    this.#options.emit({ kind: 'refusalChanged', refusal: { untilMs, lengthMs } })
  }

  /** Kimi answered something else than 401 to this token; `success`: it did what was asked. `path`: without its query. */
  confirm(accepted: Secret, path: string, success = true): void {
    const held = this.#held
    if (held?.probation === 'running' && held.login.accessToken.equals(accepted))
      this.#held = { ...held, probation: 'over' }
    if (!success) return
    const wasEngaged = this.#cooldown.isEngaged
    this.#cooldown.succeeded(path)
    if (wasEngaged) this.#options.emit({ kind: 'refusalChanged', refusal: null })
  }

  /** Looks at the files for a login to use: at start, and for as long as there is none. */
  look(): Promise<HeldToken> {
    this.#looking ??= this.#choose().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  /** The times of the token in hand on the wall clock as it stands now; null without one. */
  times(): TokenTimes | null {
    return this.#held === null ? null : tokenTimes(this.#held, this.#clock)
  }

  /** Called now and then: notices a new login, and room on the disk. Never asks Kimi. */
  async tend(): Promise<void> {
    const held = this.#held
    if (this.#flight !== null) return
    await this.#saveUnsaved()
    const over = held !== null && this.#context.refused.has(held.login.refreshToken)
    if (held === null || over || !isUsable(held, this.#clock)) await this.look().catch(() => undefined)
  }

  /**
   * Uses that login from now on, as long as it lives; `auto` leaves it to the rules. Rejects with LOGIN_MISSING where
   * there is none of that kind; then nothing has changed.
   */
  async use(pick: LoginPick): Promise<void> {
    let candidates: readonly Candidate[]
    do {
      await this.#settle()
      candidates = await this.#read()
    } while (this.#isBusy)
    const next = this.#among(ofPick(candidates, pick))
    if (next === null && pick !== 'auto') throw noSuchLogin(pick)
    this.#pick = pick
    this.#options.emit({ kind: 'picked', pick })
    if (next !== null) this.#take(next)
  }

  /** A login was written or removed by somebody who says so: what was held and is gone is not used on. Never rejects. */
  async lookAgain(): Promise<void> {
    await this.#settle()
    const held = this.#held
    if (held !== null && (await held.store.read()).kind === 'missing') {
      this.#held = null
      this.#markSaved(held.store)
    }
    await this.look().catch(() => undefined)
  }

  /** Tells which logins there are now. */
  async survey(): Promise<void> {
    await this.#read()
  }

  /** Other hosts, and the logins for them: a token of the former ones is not sent to these. */
  async rehost(stores: readonly CredentialStore[], auth: AuthApi): Promise<void> {
    do await this.#settle()
    while (this.#isBusy)
    this.#stores = stores
    this.#context = { ...this.#context, auth }
    this.#held = null
  }

  /** A renewal or a look under way would take the place of whatever is chosen meanwhile. */
  get #isBusy(): boolean {
    return this.#flight !== null || this.#queuedForced !== null || this.#looking !== null
  }

  /** Waits for what is under way. Something else may begin before the caller goes on. */
  async #settle(): Promise<void> {
    await this.#flight?.done.catch(() => undefined)
    await this.#queuedForced?.catch(() => undefined)
    await this.#looking?.catch(() => undefined)
    await this.#saveUnsaved()
  }

  /** Undoes `close`. */
  open(): void {
    this.#closing = false
  }

  /** Resolves when nothing is under way that must not be lost; from the call on no further try is started. */
  async close(): Promise<void> {
    this.#closing = true
    this.#cooldown.wake()
    await this.#flight?.done.catch(() => undefined)
    await this.#saveUnsaved()
  }

  get isRenewing(): boolean {
    return this.#flight !== null
  }

  /** Single flight: a forced caller waits out an unforced flight, and all who wait share the forced one after it. */
  #renew(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    const flight = this.#flight
    if (flight === null) return this.#takeOff(forced, rejected)
    if (flight.forced || !forced) return flight.done
    this.#queuedForced ??= flight.done
      .catch(() => undefined)
      .then(() => {
        this.#queuedForced = null
        return this.#renew(true)
      })
    return this.#queuedForced
  }

  #takeOff(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    if (this.#closing) return Promise.reject(failedRenewal('Kimi Proxy is stopping'))
    const done = this.#fly(forced, rejected).finally(() => {
      this.#flight = null
    })
    this.#flight = { forced, done }
    return done
  }

  async #fly(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    const held = this.#held
    if (held === null) return this.look()
    this.#options.emit({ kind: 'renewalStarted', atMs: this.#clock.wallMs() })
    let outcome = await renewOnce(this.#context, { store: held.store, held, forced })
    for (let tries = 1; outcome.kind === 'transient' && tries < REFRESH_TRIES && !this.#closing; tries += 1) {
      await sleep(this.#clock, retryDelayMs(tries))
      if (this.#closing) break
      outcome = await renewOnce(this.#context, { store: held.store, held, forced })
    }
    return this.#land(held, outcome, rejected)
  }

  async #land(before: HeldToken, outcome: RenewalOutcome, rejected?: Secret): Promise<HeldToken> {
    switch (outcome.kind) {
      case 'minted': {
        const held: HeldToken = { ...outcome.held, probation: rejected === undefined ? 'none' : 'running' }
        if (outcome.unsaved === null) this.#memory.unsaved.delete(held.store.source.path)
        else this.#memory.unsaved.set(held.store.source.path, held)
        this.#hold(held, {
          kind: 'renewed',
          source: held.store.source,
          token: tokenTimes(held, this.#clock),
          atMs: this.#clock.wallMs(),
        })
        // Another one that still waits to be saved is still to be told.
        if (outcome.unsaved !== null || this.#memory.unsaved.size === 0) {
          this.#options.emit({ kind: 'unsaved', problem: outcome.unsaved?.toProblem() ?? null })
        }
        return held
      }
      case 'found':
        this.#hold(outcome.held, { kind: 'adopted', token: tokenTimes(outcome.held, this.#clock) })
        this.#markSaved(outcome.held.store)
        return outcome.held
      case 'over':
        return this.#over(before, outcome.error, rejected)
      case 'blocked':
        // Kimi refuses the token and the file cannot be read: nothing is left to go on with.
        if (rejected !== undefined && outcome.error.code === 'LOGIN_UNREADABLE') {
          return this.#over(before, outcome.error, rejected)
        }
        return this.#failed(outcome.error)
      case 'transient':
        return this.#failed(outcome.error)
    }
  }

  #failed(error: KimiProxyError): never {
    this.#notBeforeElapsedMs = this.#clock.elapsedMs() + RETRY_AFTER_FAILED_RENEWAL_MS
    const retryAtMs = this.#clock.wallMs() + RETRY_AFTER_FAILED_RENEWAL_MS
    this.#options.emit({ kind: 'renewalFailed', problem: error.toProblem(), retryAtMs })
    throw error
  }

  /** The login in use is over: another file may hold a live one; else the old token serves out its time. */
  async #over(before: HeldToken, error: KimiProxyError, rejected?: Secret): Promise<HeldToken> {
    const refusedAccess = rejected?.equals(before.login.accessToken) === true
    if (refusedAccess) this.#memory.refusedAccess.add(before.login.accessToken)
    const next = await this.#candidate(null)
    if (next !== null && !next.login.accessToken.equals(before.login.accessToken)) {
      this.#holdFound(next)
      if (isUsable(next, this.#clock)) return next
      if (!this.#context.refused.has(next.login.refreshToken)) return this.#fly(false)
    }
    if (!refusedAccess && isUsable(before, this.#clock)) {
      this.#notBeforeElapsedMs = this.#clock.elapsedMs() + RETRY_AFTER_FAILED_RENEWAL_MS
      this.#options.emit({ kind: 'renewalDead', problem: error.toProblem() })
      return before
    }
    this.#held = null
    this.#options.emit({ kind: 'loginLost', problem: error.toProblem() })
    throw new KimiProxyError('SIGNED_OUT', error.message, error.recovery, error, error.detail)
  }

  async #choose(): Promise<HeldToken> {
    const before = this.#held
    const unsaved = this.#unsavedHere(before)
    const isOver = unsaved !== null && this.#context.refused.has(unsaved.login.refreshToken)
    if (unsaved !== null && !isOver && (before === null || before.login === unsaved.login)) {
      if (before === null) this.#holdFound(unsaved)
      return unsaved
    }
    const alive = before !== null && !this.#context.refused.has(before.login.refreshToken)
    const next = await this.#candidate(alive ? before.store : null)
    // A renewal came to its end meanwhile: what was read is from before it.
    if (this.#held !== before) return this.#choose()
    if (next !== null) return this.#take(next)
    // Between Kimi's rotation and our save the file looks as if it were over: the renewal will tell.
    if (before !== null && (isUsable(before, this.#clock) || this.#flight !== null)) return before
    const problem = await this.#whyNone()
    if (this.#held !== before) return this.#choose()
    this.#held = null
    this.#options.emit({ kind: 'loginLost', problem: problem.toProblem() })
    throw new KimiProxyError('SIGNED_OUT', problem.message, problem.recovery, problem)
  }

  async #candidate(kept: CredentialStore | null): Promise<HeldToken | null> {
    const candidates = await this.#read()
    // One that Kimi has refused only serves out its time: any other that can be renewed comes before it.
    const lasting = candidates.filter(({ stored }) => stored.kind === 'login' && !this.#isSpent(stored.login))
    return (
      this.#among(candidates.filter(({ store }) => store === kept)) ??
      this.#among(ofPick(lasting, this.#pick)) ??
      this.#among(lasting) ??
      this.#among(candidates)
    )
  }

  /** Every login there is; tells which could be used. */
  async #read(): Promise<readonly Candidate[]> {
    const candidates = await Promise.all(
      this.#stores.map(async (store) => ({ store, stored: this.#withUnsaved(store, await store.read()) })),
    )
    const logins = foundLogins(candidates, (one) => this.#among([one]) !== null)
    const told = JSON.stringify(logins)
    if (told !== this.#toldLogins) this.#options.emit({ kind: 'loginsFound', logins })
    this.#toldLogins = told
    return candidates
  }

  /** A file that still holds what was rotated stands for the login that waits to be saved there. */
  #withUnsaved({ source }: CredentialStore, stored: StoredLogin): StoredLogin {
    const unsaved = this.#memory.unsaved.get(source.path)
    if (unsaved === undefined || stored.kind !== 'login') return stored
    return this.#context.rotated.has(stored.login.refreshToken)
      ? { kind: 'login', login: unsaved.login }
      : stored
  }

  #isSpent({ refreshToken }: Login): boolean {
    return this.#context.refused.has(refreshToken) || this.#context.rotated.has(refreshToken)
  }

  #among(candidates: readonly Candidate[]): HeldToken | null {
    const spent = [this.#context.refused, this.#context.rotated]
    return chooseLogin(candidates, spent, this.#clock, this.#memory.refusedAccess)
  }

  /** The one in hand stays as it is where the file holds the same: it knows more than the file. */
  #take(next: HeldToken): HeldToken {
    const before = this.#held
    const isSame = before !== null && next.login.accessToken.equals(before.login.accessToken)
    if (isSame && before.store === next.store) return before
    this.#holdFound(next)
    return next
  }

  /** The most telling reason: a login that is there but unusable says more than one that is missing. */
  async #whyNone(): Promise<KimiProxyError> {
    let reason: KimiProxyError | null = null
    for (const store of this.#stores) {
      const stored = await store.read()
      if (stored.kind === 'login') {
        return stored.login.refreshToken.isEmpty
          ? unrenewableLogin(store.source.path)
          : unusableLogin({ kind: 'revoked' }, store.source)
      }
      if (reason === null || reason.code === 'LOGIN_MISSING') reason = unusableLogin(stored, store.source)
    }
    return reason ?? unusableLogin({ kind: 'missing' }, { owner: 'own', path: '' })
  }

  #holdFound(held: HeldToken): void {
    this.#hold(held, { kind: 'loginFound', source: held.store.source, token: tokenTimes(held, this.#clock) })
  }

  #hold(held: HeldToken, event: TokenEvent): void {
    this.#held = held
    this.#notBeforeElapsedMs = Number.NEGATIVE_INFINITY
    this.#cooldown.wake()
    this.#options.emit(event)
  }

  /** One for other hosts waits for its file as well, but is not used here. */
  #unsavedHere(before: HeldToken | null): HeldToken | null {
    const stores = before === null ? this.#stores : [before.store]
    const waiting = stores.map(({ source }) => this.#memory.unsaved.get(source.path))
    return waiting.find((held) => held !== undefined) ?? null
  }

  async #saveUnsaved(): Promise<void> {
    for (const held of [...this.#memory.unsaved.values()]) {
      const isSaved = await saveAgain(this.#context, held)
      if (isSaved && this.#memory.unsaved.get(held.store.source.path) === held) this.#markSaved(held.store)
    }
  }

  #markSaved({ source }: CredentialStore): void {
    if (this.#memory.unsaved.delete(source.path) && this.#memory.unsaved.size === 0) {
      this.#options.emit({ kind: 'unsaved', problem: null })
    }
  }
}

function ofPick(candidates: readonly Candidate[], pick: LoginPick): readonly Candidate[] {
  return pick === 'auto' ? candidates : candidates.filter(({ store }) => store.source.owner === pick)
}
