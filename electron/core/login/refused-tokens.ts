/**
 * What becomes of a request to which Kimi answered 401.
 *
 * - A newer token is handed over at once, but the third and every later one only after a wait: where peers keep renewing,
 *   there may always be a newer one, and Kimi refuses them all. Else a renewal is forced, no more often than `RefusalCooldown` allows; a short
 *   wait is waited out, a longer one means that the 401 is passed on.
 * - What Kimi refuses and accepts is reported to the cool-down, and a change of it as an event.
 * - Made and used by `TokenKeeper`.
 */
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import { type HeldToken, isUsable, type TokenInHand } from './held-token'
import type { RefusalCooldown, RefusedRequest } from './refusal-cooldown'
import type { RenewalFlights } from './renewal-flights'
import type { EmitTokenEvent } from './token-events'

/** The first may only be one that somebody else renewed and that has ended again. */
const NEWER_AT_ONCE = 2

export interface RefusedTokensParts {
  readonly clock: Clock
  readonly emit: EmitTokenEvent
  readonly hand: TokenInHand
  readonly flights: RenewalFlights
  readonly cooldown: RefusalCooldown
  readonly isClosing: () => boolean
}

export class RefusedTokens {
  readonly #parts: RefusedTokensParts

  constructor(parts: RefusedTokensParts) {
    this.#parts = parts
  }

  /**
   * Kimi answered 401 to `rejected`: what to try the request with next, or null when the 401 should be passed on. Waits
   * where a renewal may be forced only later, as long as the request has patience. Rejects when the login is over or
   * cannot be renewed now.
   */
  async replacementFor(rejected: Secret, request: RefusedRequest): Promise<Secret | null> {
    request.refusals += 1
    let mustWait = request.refusals > NEWER_AT_ONCE
    while (!request.isGone()) {
      const newer = this.#newerThan(rejected, request.path)
      if (newer !== null && !mustWait) return newer
      if (mustWait && !this.#parts.cooldown.isWaiting) this.#refuseForAll()
      const advice = this.#parts.cooldown.advice(request)
      if (advice.kind === 'passOn') return null
      if (advice.kind === 'wait' && !this.#parts.isClosing()) {
        await this.#parts.cooldown.waitOut(advice.waitMs, request)
        mustWait = false
        continue
      }
      if (newer !== null) return newer
      const flight = this.#parts.flights.current
      if (flight === null || flight.forced) {
        const renewed = this.#parts.flights.renewSoon(true, rejected)
        const { accessToken } = (
          await (flight === null ? this.#parts.cooldown.watch(renewed, request.path) : renewed)
        ).login
        if (!accessToken.equals(rejected)) return accessToken
        continue
      }
      // Its outcome may already be the newer token; then no forced renewal is needed.
      await this.#parts.flights.renewSoon(false).catch((error: unknown) => {
        if (this.#parts.flights.current === flight) throw error
      })
    }
    return null
  }

  /** What is in hand, where it is another than the refused one and has not ended. */
  #newerThan(rejected: Secret, path: string): Secret | null {
    const { held } = this.#parts.hand
    if (held === null || !isUsable(held, this.#parts.clock)) return null
    if (!held.login.accessToken.equals(rejected)) return held.login.accessToken
    this.#noteRefusal(held, path)
    return null
  }

  /** A token that has ended meanwhile (a sleep) is refused for its age, which says nothing about the login: not noted. */
  #noteRefusal(held: HeldToken, path: string): void {
    if (held.probation === 'none') return
    this.#parts.cooldown.refusedOn(path, held.login.accessToken)
    if (held.probation === 'over') return
    this.#parts.hand.endProbation()
    this.#refuseForAll()
  }

  #refuseForAll(): void {
    const lengthMs = this.#parts.cooldown.refusedForAll()
    const untilMs = this.#parts.clock.wallMs() + lengthMs
    this.#parts.emit({ kind: 'refusalChanged', refusal: { untilMs, lengthMs } })
  }

  /** Kimi answered something else than 401 to this token; `success`: it did what was asked. `path`: without its query. */
  confirm(accepted: Secret, path: string, success = true): void {
    const { held } = this.#parts.hand
    if (held?.probation === 'running' && held.login.accessToken.equals(accepted))
      this.#parts.hand.endProbation()
    if (!success) return
    const wasEngaged = this.#parts.cooldown.isEngaged
    this.#parts.cooldown.succeeded(path)
    if (wasEngaged) this.#parts.emit({ kind: 'refusalChanged', refusal: null })
  }
}
