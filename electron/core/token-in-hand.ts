/**
 * The one token in hand, and the events of each change.
 *
 * - `peek` is the hot path of a request: it neither waits nor asks anybody.
 * - Every token that is taken ends the time for which renewals stand back, and is told as one event.
 * - Changed by `TokenKeeper` and `RenewalFlights` only.
 */
import type { Problem, TokenTimes } from '../contract/state'
import { type HeldToken, isUsable, tokenTimes } from './held-token'
import type { Clock } from './ports'
import { RETRY_AFTER_FAILED_RENEWAL_MS } from './refresh-policy'
import type { Secret } from './secret'
import type { EmitTokenEvent } from './token-events'

export class TokenInHand {
  readonly #clock: Clock
  readonly #emit: EmitTokenEvent
  /** Called after another token was taken, before its event. */
  readonly #onTaken: () => void
  #held: HeldToken | null = null
  #notBeforeElapsedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, emit: EmitTokenEvent, onTaken: () => void) {
    this.#clock = clock
    this.#emit = emit
    this.#onTaken = onTaken
  }

  get held(): HeldToken | null {
    return this.#held
  }

  /** The token to send now, or null when there is none that is still valid. */
  peek(): Secret | null {
    const held = this.#held
    return held !== null && isUsable(held, this.#clock) ? held.login.accessToken : null
  }

  /** On the wall clock as it stands now; null without a token. */
  times(): TokenTimes | null {
    return this.#held === null ? null : tokenTimes(this.#held, this.#clock)
  }

  /** A renewal failed a moment ago: none is begun without need. */
  get standsBack(): boolean {
    return this.#clock.elapsedMs() < this.#notBeforeElapsedMs
  }

  /** Returns when the next try may begin, on the wall clock. */
  standBack(): number {
    this.#notBeforeElapsedMs = this.#clock.elapsedMs() + RETRY_AFTER_FAILED_RENEWAL_MS
    return this.#clock.wallMs() + RETRY_AFTER_FAILED_RENEWAL_MS
  }

  takeRenewed(held: HeldToken): void {
    this.#take(held)
    const { source } = held.store
    const atMs = this.#clock.wallMs()
    this.#emit({ kind: 'renewed', source, token: tokenTimes(held, this.#clock), atMs })
  }

  /** A newer token that a peer wrote. */
  takeAdopted(held: HeldToken): void {
    this.#take(held)
    this.#emit({ kind: 'adopted', token: tokenTimes(held, this.#clock) })
  }

  takeFound(held: HeldToken): void {
    this.#take(held)
    this.#emit({ kind: 'loginFound', source: held.store.source, token: tokenTimes(held, this.#clock) })
  }

  /** The same token in the same file changes nothing: what is in hand knows more than the file. Returns what is in hand. */
  takeIfNew(next: HeldToken): HeldToken {
    const before = this.#held
    const isSame = before?.login.accessToken.equals(next.login.accessToken) && before.store === next.store
    if (before !== null && isSame) return before
    this.takeFound(next)
    return next
  }

  /** Its trial is over: Kimi has said something about it. */
  endProbation(): void {
    if (this.#held !== null) this.#held = { ...this.#held, probation: 'over' }
  }

  lose(problem: Problem): void {
    this.#held = null
    this.#emit({ kind: 'loginLost', problem })
  }

  /** Not used on, and nothing is told: another look follows. */
  drop(): void {
    this.#held = null
  }

  #take(held: HeldToken): void {
    this.#held = held
    this.#notBeforeElapsedMs = Number.NEGATIVE_INFINITY
    this.#onTaken()
  }
}
