/**
 * Keeps one token fresh for everyone who asks.
 *
 * - `peek` and, while a token is valid, `token` answer at once. Whatever asks Kimi is one of `RenewalFlights`.
 * - After a 401, `replacementFor` hands over a newer token, waits out a short refusal, or says that the 401 is to be passed on.
 * - Each change is reported as an event without tokens; a token is handed to its caller only.
 * - Made by the engine; used by the exchange of each request and by the engine's tick.
 */
import type { LoginPick, TokenTimes } from '../../contract/engine'
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import { type HeldToken, isDue, isUsable, TokenInHand } from './held-token'
import { KeeperMemory } from './keeper-memory'
import type { Candidate } from './login-choice'
import { noSuchLogin } from './login-problems'
import { LoginShelf } from './login-shelf'
import type { AuthApi, CredentialStore } from './ports'
import { RefusalCooldown, type RefusedRequest } from './refusal-cooldown'
import { RefusedTokens } from './refused-tokens'
import type { RenewalContext } from './renewal'
import { RenewalFlights } from './renewal-flights'
import type { EmitTokenEvent } from './token-events'

export interface TokenKeeperOptions {
  /** In order of preference. */
  readonly stores: readonly CredentialStore[]
  readonly auth: AuthApi
  readonly clock: Clock
  readonly emit: EmitTokenEvent
  /** The login that the person wants used; default `auto`. */
  readonly pick?: LoginPick
  /** The memory of the keeper before this one in the same process. */
  readonly memory?: KeeperMemory
}

export class TokenKeeper {
  readonly #clock: Clock
  readonly #cooldown: RefusalCooldown
  readonly #hand: TokenInHand
  readonly #shelf: LoginShelf
  readonly #flights: RenewalFlights
  readonly #refusals: RefusedTokens
  readonly #memory: KeeperMemory
  #context: RenewalContext
  #looking: Promise<HeldToken> | null = null
  #closing = false

  constructor({ stores, auth, clock, emit, pick = 'auto', memory = new KeeperMemory() }: TokenKeeperOptions) {
    this.#clock = clock
    this.#memory = memory
    const { rotated, refused, maybeUsed } = memory
    const asks = { auth, pause: memory.pauseOf(auth.host), isAwaited: () => this.#flights.isAwaited }
    this.#context = { clock, rotated, refused, maybeUsed, ...asks, isClosing: () => this.#closing }
    this.#cooldown = new RefusalCooldown(clock)
    this.#hand = new TokenInHand(clock, emit, () => this.#cooldown.wake())
    this.#shelf = new LoginShelf(stores, pick, memory, clock, emit)
    this.#flights = new RenewalFlights({
      hand: this.#hand,
      shelf: this.#shelf,
      memory,
      emit,
      context: () => this.#context,
      look: () => this.look(),
    })
    this.#refusals = new RefusedTokens({
      clock,
      emit,
      hand: this.#hand,
      flights: this.#flights,
      cooldown: this.#cooldown,
      isClosing: () => this.#closing,
    })
  }

  /** The token to send now, or null when there is none that is still valid. Never waits. */
  peek(): Secret | null {
    return this.#hand.peek()
  }

  /** A valid token, renewed first if it must be. Rejects with the reason (see `core/basics/errors.ts`). */
  async token(): Promise<Secret> {
    const ready = this.peek()
    if (ready !== null) {
      this.renewIfDue()
      return ready
    }
    const held = this.#hand.held ?? (await this.look())
    if (isUsable(held, this.#clock)) return held.login.accessToken
    return (await this.#flights.renewSoon(false)).login.accessToken
  }

  /** Renews in the background when due. A failure is reported as an event only. */
  renewIfDue(): void {
    const { held } = this.#hand
    if (held === null || !isDue(held, this.#clock) || this.isRenewing || this.#closing) return
    if (this.#hand.standsBack || this.#shelf.isRefused(held)) return
    this.#flights.renewQuietly()
  }

  /** Renews even a fresh token. */
  async renewNow(): Promise<void> {
    if (this.#hand.held === null) await this.look()
    await this.#flights.renew(true)
  }

  /** See `RefusedTokens.replacementFor`. */
  replacementFor(rejected: Secret, request: RefusedRequest): Promise<Secret | null> {
    return this.#refusals.replacementFor(rejected, request)
  }

  /** See `RefusedTokens.confirm`. */
  confirm(accepted: Secret, path: string, success = true): void {
    this.#refusals.confirm(accepted, path, success)
  }

  /** Looks at the files for a login to use: at start, and for as long as there is none. */
  look(): Promise<HeldToken> {
    this.#looking ??= this.#choose().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #choose(): Promise<HeldToken> {
    await this.#shelf.findSpares()
    const before = this.#hand.held
    const unsaved = this.#shelf.unsavedFor(before)
    const isLive = unsaved !== null && !this.#shelf.isRefused(unsaved)
    if (isLive && (before === null || before.login === unsaved.login)) {
      if (before === null) this.#hand.takeFound(unsaved)
      return unsaved
    }
    const alive = before !== null && !this.#shelf.isRefused(before)
    const next = await this.#shelf.candidate(alive ? before.store : null)
    // A renewal came to its end meanwhile: what was read is from before it.
    if (this.#hand.held !== before) return this.#choose()
    if (next !== null) return this.#hand.takeIfNew(next)
    // Between Kimi's rotation and our save the file looks as if it were over: the renewal will show.
    if (before !== null && (isUsable(before, this.#clock) || this.isRenewing)) return before
    const problem = await this.#shelf.whyNone()
    if (this.#hand.held !== before) return this.#choose()
    this.#hand.lose(problem.toProblem())
    throw problem
  }

  /** The times of the token in hand on the wall clock as it stands now; null without one. */
  times(): TokenTimes | null {
    return this.#hand.times()
  }

  /** Called now and then: notices a new login, and room on the disk. Never asks Kimi. */
  async tend(): Promise<void> {
    const { held } = this.#hand
    if (this.isRenewing) return
    await this.#shelf.saveUnsaved(this.#context)
    const serves = held !== null && !this.#shelf.isRefused(held) && isUsable(held, this.#clock)
    if (!serves) await this.look().catch(() => undefined)
  }

  /**
   * Uses that login from now on, as long as it lives; `auto` leaves it to the rules. Rejects with LOGIN_MISSING where
   * there is none of that kind; then nothing has changed.
   */
  async use(pick: LoginPick): Promise<void> {
    let candidates: readonly Candidate[]
    do {
      await this.#settle()
      candidates = await this.#shelf.read()
    } while (this.#isBusy)
    const next = this.#shelf.ofPick(candidates, pick)
    if (next === null && pick !== 'auto') throw noSuchLogin(pick)
    this.#shelf.prefer(pick)
    if (next !== null) this.#hand.takeIfNew(next)
  }

  /** A login was written or removed by somebody who says so: what was held and is gone is not used on. Never rejects. */
  async lookAgain(): Promise<void> {
    await this.#settle()
    const { held } = this.#hand
    if (held !== null && (await held.store.read()).kind === 'missing') {
      this.#hand.drop()
      this.#shelf.markSaved(held.store)
    }
    await this.look().catch(() => undefined)
  }

  /** Reports which logins there are now. */
  async survey(): Promise<void> {
    await this.#shelf.read()
  }

  /** Other hosts, and the logins for them: a token of the former ones is not sent to these. */
  async rehost(stores: readonly CredentialStore[], auth: AuthApi): Promise<void> {
    do await this.#settle()
    while (this.#isBusy)
    this.#shelf.replaceStores(stores)
    this.#context = { ...this.#context, auth, pause: this.#memory.pauseOf(auth.host) }
    this.#hand.drop()
  }

  /** A renewal or a look under way would take the place of whatever is chosen meanwhile. */
  get #isBusy(): boolean {
    return this.#flights.isBusy || this.#looking !== null
  }

  /** Waits for what is under way. Something else may begin before the caller goes on. */
  async #settle(): Promise<void> {
    await this.#flights.settled()
    await this.#looking?.catch(() => undefined)
    await this.#shelf.saveUnsaved(this.#context)
  }

  /** Undoes `close`. */
  open(): void {
    this.#closing = false
  }

  /** Resolves when nothing is under way that must not be lost; from the call on no further try is started. */
  async close(): Promise<void> {
    this.#closing = true
    this.#cooldown.wake()
    this.#flights.wake()
    await this.#flights.current?.done.catch(() => undefined)
    await this.#shelf.saveUnsaved(this.#context)
  }

  /** Rejects with SAVE_FAILED while a renewed login is in memory only, so that the end of the process would lose it. */
  async secure(): Promise<void> {
    const problem = await this.#shelf.keepAside()
    if (problem !== null) throw problem
  }

  /** How long a renewal that a request needs is put off, because the sign-in host failed or asked for it; else 0. */
  get pauseMs(): number {
    return this.#context.pause.leftMs(this.#clock.elapsedMs(), true)
  }

  /** After a sleep or in another network: a renewal that is put off because others failed is tried at once. */
  ease(): void {
    this.#context.pause.ease()
    this.#flights.wake()
  }

  get isRenewing(): boolean {
    return this.#flights.current !== null
  }
}
