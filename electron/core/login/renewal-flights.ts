/**
 * Renewals, one at a time for all who ask.
 *
 *     idle -> unforced flight -> idle
 *       '---> forced flight ---> idle
 *
 * - Who asks during a flight shares it. Only a forced caller never shares an unforced flight: it waits for its end, and
 *   all who wait so share the forced flight after it.
 * - A flight tries three times where a failure may pass, then says what came of it: the token in hand is another one, or
 *   the caller gets the reason as an error, or the login is over.
 * - After `close` no flight and no further try begins. Used by `TokenKeeper`.
 */
import type { KimiProxyError } from '../basics/errors'
import { sleep } from '../basics/ports'
import type { Secret } from '../basics/secret'
import { reason } from '../words/reason'
import { type HeldToken, isUsable, type TokenInHand } from './held-token'
import type { KeeperMemory } from './keeper-memory'
import { failedRenewal } from './login-problems'
import type { LoginShelf } from './login-shelf'
import { type RenewalContext, type RenewalOutcome, renewOnce } from './renewal'
import { REFRESH_TRIES, retryDelayMs } from './token-answer'
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

  constructor(parts: FlightParts) {
    this.#parts = parts
  }

  get current(): Flight | null {
    return this.#current
  }

  get isBusy(): boolean {
    return this.#current !== null || this.#queuedForced !== null
  }

  /** `rejected`: the token that Kimi refused, if that is why. Rejects with the reason (see `core/basics/errors.ts`). */
  renew(forced: boolean, rejected?: Secret): Promise<HeldToken> {
    const current = this.#current
    if (current === null) return this.#takeOff(forced, rejected)
    if (current.forced || !forced) return current.done
    this.#queuedForced ??= current.done
      .catch(() => undefined)
      .then(() => {
        this.#queuedForced = null
        return this.renew(true)
      })
    return this.#queuedForced
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
    const { clock, isClosing } = context()
    emit({ kind: 'renewalStarted', atMs: clock.wallMs() })
    const request = { store: held.store, held, forced }
    let outcome = await renewOnce(context(), request)
    for (let tries = 1; outcome.kind === 'transient' && tries < REFRESH_TRIES && !isClosing(); tries += 1) {
      await sleep(clock, retryDelayMs(tries))
      if (isClosing()) break
      outcome = await renewOnce(context(), request)
    }
    return this.#land(held, outcome, rejected)
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
    const retryAtMs = this.#parts.hand.standBack()
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
      hand.standBack()
      emit({ kind: 'renewalDead', problem: error.toProblem() })
      return before
    }
    hand.lose(error.toProblem())
    throw error
  }
}
