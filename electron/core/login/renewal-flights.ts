/**
 * Renewals, one at a time for all who ask.
 *
 *     idle -> unforced flight -> idle
 *       '---> forced flight ---> idle
 *
 * - Who asks during a flight shares it. Only a forced caller never shares an unforced flight: it waits for its end, and
 *   all who wait so share the forced flight after it.
 * - A flight tries three times where a failure may pass, and more often where a request waits, then says what came of it:
 *   the token in hand is another one, or the caller gets the reason as an error, or the login is over.
 * - Who waits for a flight waits 30 s; the flight goes on, since an answer may still come and must be saved.
 * - After `close` no flight and no further try begins. Used by `TokenKeeper`.
 */
import type { KimiProxyError } from '../basics/errors'
import type { Secret } from '../basics/secret'
import { reason } from '../words/reason'
import { type HeldToken, isUsable, type TokenInHand } from './held-token'
import type { KeeperMemory } from './keeper-memory'
import { failedRenewal } from './login-problems'
import type { LoginShelf } from './login-shelf'
import { type RenewalContext, type RenewalOutcome, type RenewalRequest, renewOnce } from './renewal'
import { ANSWER_PATIENCE_MS, REFRESH_TRIES, RENEWAL_PATIENCE_MS, retryDelayMs } from './token-answer'
import type { EmitTokenEvent } from './token-events'

export interface Flight {
  readonly forced: boolean
  readonly done: Promise<HeldToken>
}

export interface FlightParts {
  readonly hand: TokenInHand
  readonly shelf: LoginShelf
  readonly memory: KeeperMemory
  readonly emit: EmitTokenEvent
  /** Asked for each try: the hosts may change. */
  readonly context: () => RenewalContext
  /** Looks for a login where none is in hand. */
  readonly look: () => Promise<HeldToken>
}

export class RenewalFlights {
  readonly #parts: FlightParts
  #current: Flight | null = null
  #queuedForced: Promise<HeldToken> | null = null
  #waiting = 0
  /** How many of the waiting callers are requests. */
  #requests = 0
  #wake: () => void = () => undefined

  constructor(parts: FlightParts) {
    this.#parts = parts
  }

  get current(): Flight | null {
    return this.#current
  }

  get isBusy(): boolean {
    return this.#current !== null || this.#queuedForced !== null
  }

  /** Somebody waits for the outcome. */
  get isAwaited(): boolean {
    return this.#waiting > 0
  }

  /** `rejected`: the token that Kimi refused, if that is why. Rejects with the reason (see `core/basics/errors.ts`). */
  renew(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    // Before a flight begins, so that it knows.
    this.#waiting += 1
    return this.#join(forced, rejected).finally(() => {
      this.#waiting -= 1
    })
  }

  /** As `renew`, but rejects after 30 s, where an answer is still waited for. */
  renewSoon(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    this.#requests += 1
    const renewed = this.renew(forced, rejected)
    const { clock } = this.#parts.context()
    return new Promise<HeldToken>((resolve, reject) => {
      let cancel = () => {}
      const wait = () => {
        const sinceMs = clock.elapsedMs()
        cancel = clock.after(ANSWER_PATIENCE_MS, () => {
          // A timer that is so late has slept along with the answer.
          if (clock.elapsedMs() - sinceMs > 2 * ANSWER_PATIENCE_MS) wait()
          else reject(failedRenewal(reason('stillWaitedFor')))
        })
      }
      wait()
      renewed.then(resolve, reject).finally(() => cancel())
    }).finally(() => {
      this.#requests -= 1
    })
  }

  /** Renews while nobody waits: the outcome is told as an event only. */
  renewQuietly(): void {
    this.#join(false).catch(() => undefined)
  }

  #join(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    const current = this.#current
    if (current === null) return this.#takeOff(forced, rejected)
    if (current.forced || !forced) return current.done
    this.#queuedForced ??= current.done
      .catch(() => undefined)
      .then(() => {
        this.#queuedForced = null
        return this.#join(true)
      })
    return this.#queuedForced
  }

  /** Ends a wait between two tries. */
  wake(): void {
    this.#wake()
  }

  /** Waits for what is under way. Another may begin before the caller goes on. */
  async settled(): Promise<void> {
    await this.#current?.done.catch(() => undefined)
    await this.#queuedForced?.catch(() => undefined)
  }

  #takeOff(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    if (this.#parts.context().isClosing()) return Promise.reject(failedRenewal(reason('stopping')))
    const done = this.#fly(forced, rejected).finally(() => {
      this.#current = null
    })
    this.#current = { forced, done }
    return done
  }

  async #fly(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    const { hand, context, emit, look } = this.#parts
    const { held } = hand
    if (held === null) return look()
    const { clock, pause } = context()
    // Then only the file is looked at, and how it stands has been told.
    const isPaused = pause.leftMs(clock.elapsedMs(), this.isAwaited) > RENEWAL_PATIENCE_MS
    if (!isPaused) emit({ kind: 'renewalStarted', atMs: clock.wallMs() })
    const outcome = await this.#tries({ store: held.store, held, forced })
    if (isPaused && outcome.kind === 'transient') throw outcome.error
    return this.#land(held, outcome, rejected)
  }

  async #tries(request: RenewalRequest): Promise<RenewalOutcome> {
    const { context } = this.#parts
    let patienceMs = RENEWAL_PATIENCE_MS
    for (let tries = 1; ; tries += 1) {
      const outcome = await renewOnce(context(), request)
      // A request has nothing better to do than to wait: there are as many tries as its patience allows.
      const mayTry = tries < REFRESH_TRIES || this.#requests > 0
      if (outcome.kind !== 'transient' || !mayTry) return outcome
      const waitMs = outcome.waitMs > 0 ? outcome.waitMs : retryDelayMs(tries)
      if (waitMs > patienceMs || context().isClosing()) return outcome
      patienceMs -= waitMs
      await this.#wait(waitMs)
      if (context().isClosing()) return outcome
    }
  }

  #wait(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#parts.context().clock.after(durationMs, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }

  async #land(before: HeldToken, outcome: RenewalOutcome, rejected?: Secret): Promise<HeldToken> {
    const { hand, shelf } = this.#parts
    switch (outcome.kind) {
      case 'minted': {
        const held: HeldToken = { ...outcome.held, probation: rejected === undefined ? 'none' : 'running' }
        await shelf.keepUnsaved(held, outcome.unsaved)
        hand.takeRenewed(held)
        shelf.reportSaving(outcome.unsaved)
        return held
      }
      case 'found':
        hand.takeAdopted(outcome.held)
        shelf.markSaved(outcome.held.store)
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
    const { pause, clock } = this.#parts.context()
    const retryAtMs = this.#parts.hand.standBack(pause.leftMs(clock.elapsedMs(), false))
    this.#parts.emit({ kind: 'renewalFailed', problem: error.toProblem(), retryAtMs })
    throw error
  }

  /** The login in use is over: another file may hold a live one; else the old token serves out its time. */
  async #over(before: HeldToken, error: KimiProxyError, rejected?: Secret): Promise<HeldToken> {
    const { hand, shelf, memory, emit, context } = this.#parts
    const { clock } = context()
    const refusedAccess = rejected?.equals(before.login.accessToken) === true
    if (refusedAccess) memory.refusedAccess.add(before.login.accessToken)
    const next = await shelf.candidate(null)
    if (next !== null && !next.login.accessToken.equals(before.login.accessToken)) {
      hand.takeFound(next)
      if (isUsable(next, clock)) return next
      if (!shelf.isRefused(next)) return this.#fly(false)
    }
    if (!refusedAccess && isUsable(before, clock)) {
      hand.standBack(0)
      emit({ kind: 'renewalDead', problem: error.toProblem() })
      return before
    }
    hand.lose(error.toProblem())
    throw error
  }
}
