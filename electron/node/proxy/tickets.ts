/**
 * The token that goes with a try of one request: the one there is, and another in the place of one that Kimi refused. A dead
 * login, and a renewal that fails for now, are waited out where waiting may mend them.
 */
import type { Secret } from '../../core/basics/secret'
import { REFUSAL_PATIENCE_MS, type RefusedRequest } from '../../core/login/refusal-cooldown'
import type { ExchangeContext } from './exchange-terms'
import type { Attempt } from './forward'
import type { InMotion, Waits } from './waits'

export class Tickets {
  readonly #keeper: ExchangeContext['keeper']
  readonly #waits: Waits
  readonly #own: InMotion
  readonly #refused: RefusedRequest

  /** `path` is without its query. */
  constructor(keeper: ExchangeContext['keeper'], waits: Waits, path: string, own: InMotion) {
    this.#keeper = keeper
    this.#waits = waits
    this.#own = own
    this.#refused = { path, patienceMs: REFUSAL_PATIENCE_MS, waits: 0, refusals: 0, isGone: own.isGone }
  }

  /** Null when the client has left meanwhile. Rejects with what it is to be told. */
  token(): Promise<Secret | null> {
    return this.#waits.patiently(() => this.#timed(this.#keeper.token()))
  }

  /** Another token for the one that `attempt` was refused, or null when its 401 is to be passed on. Rejects as `token`. */
  async renewed(refused: Secret, attempt: Attempt): Promise<Secret | null> {
    const { body, mended, isGone } = this.#own
    mended.renewals += 1
    this.#waits.leaveTurn()
    // What cannot be sent again has nothing to wait for.
    if (!body.canReplay) this.#refused.patienceMs = 0
    else body.hold()
    const next = await this.#replacementFor(refused, attempt)
    if (this.#refused.waits > 0) mended.forget()
    if (next === null || !body.canReplay || isGone()) return null
    await attempt.leaveConnection()
    return next
  }

  #timed<T>(answer: Promise<T>): Promise<T> {
    return this.#own.time.during('renewal', answer)
  }

  /** As the keeper's; where the login is over or cannot be renewed now, that is waited out. */
  #replacementFor(refused: Secret, attempt: Attempt): Promise<Secret | null> {
    let hasFailed = false
    return this.#waits.patiently(async () => {
      if (hasFailed) {
        const next = await this.#timed(this.#keeper.token())
        if (!next.equals(refused)) return next
      }
      try {
        const next = await this.#timed(this.#keeper.replacementFor(refused, this.#refused))
        // The answer to be passed on was dropped for the wait: Kimi gives it again.
        return next ?? (hasFailed ? refused : null)
      } catch (error) {
        attempt.drop()
        hasFailed = true
        throw error
      }
    })
  }
}
