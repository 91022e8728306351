/**
 * All that one request waits for before it has its answer: its turn at Kimi, and a token or the network, where one is missing.
 *
 * - Its client hears of both in the same way (`held-stream.ts`).
 * - One for each exchange.
 */
import type { ServerResponse } from 'node:http'
import { SESSION_FIELD } from '../../contract/recorder'
import { toKimiProxyError } from '../../core/basics/errors'
import { refusalOf } from '../../core/plan/refusals'
import type { Mended } from '../../core/proxy/replay'
import { takesTurn } from '../../core/proxy/routes'
import type { Stopwatch } from '../../core/recorder/stopwatch'
import { FREE_TURN, type Turn } from '../plan/turnstile'
import type { Answered } from './attempt-terms'
import type { BodyTape } from './body-tape'
import type { ExchangeContext, ExchangeRequest } from './exchange-terms'
import type { Attempt } from './forward'
import { HeldStream } from './held-stream'
import type { LimitWait, Stay } from './parking-lot'
import { peek } from './peek'

/** What changes while it waits. */
export interface InMotion {
  readonly body: BodyTape
  readonly mended: Mended
  readonly isGone: () => boolean
  readonly time: Stopwatch
}

export class Waits {
  readonly #context: ExchangeContext
  readonly #own: InMotion
  readonly #turn: Turn
  readonly #response: ServerResponse
  readonly #request: ExchangeRequest
  /** Both null until it waits, which few ever do. */
  #held: HeldStream | null = null
  #stay: Stay | null = null

  constructor(context: ExchangeContext, response: ServerResponse, request: ExchangeRequest, own: InMotion) {
    const { method = '', headers } = response.req
    this.#context = context
    this.#own = own
    // Kept as they are: a closure over them cost a fifth of a request's CPU, since V8 then carried each finished request into its
    // old generation (npm run bench, --profile; Node 20).
    this.#response = response
    this.#request = request
    const isCounted = takesTurn(method, request.path)
    this.#turn = isCounted ? context.turnstile.arrive(sessionIn(headers)) : FREE_TURN
  }

  get hasTurn(): boolean {
    return this.#turn.isHeld
  }

  /** False when it has ended meanwhile. Rejects with what is to be told where its turn does not come. */
  takeTurn(): Promise<boolean> {
    const waiting = this.#turn.take(() => !this.#own.body.asksForStream())
    return this.#turn.isHeld ? waiting : this.#heldWhile('queued', waiting)
  }

  /** It does not run at Kimi while another token is waited for, which may take 15 s: others do meanwhile. */
  leaveTurn(): void {
    this.#turn.giveBack()
  }

  /**
   * True once it is to be sent again, since Kimi refused it as one too many at a time. False for any other answer, and for one
   * that is to be passed on all the same: its body is not kept, or its client would give up meanwhile.
   */
  async wasOneTooMany({ status, answer }: Answered, attempt: Attempt): Promise<boolean> {
    if (this.#turn === FREE_TURN || !MAY_BE_ONE_TOO_MANY.has(status)) return false
    const words = await peek(answer)
    if (words === null || refusalOf(status, words)?.kind !== 'concurrency') return false
    if (this.#own.isGone() || !this.#turn.refused() || !this.#own.body.canReplay) return false
    this.#own.body.hold()
    await attempt.leaveConnection()
    this.#own.mended.forget()
    return this.#heldWhile('queued', this.#turn.rest())
  }

  /** What `ask` gives, asked again while waiting may mend its failure; null when the client has left meanwhile. */
  async patiently<T>(ask: () => Promise<T>): Promise<T | null> {
    while (!this.#own.isGone()) {
      try {
        const asked = ask()
        return await (this.#stay?.within(asked) ?? asked)
      } catch (error) {
        if (!(await this.outlasts(error))) throw error
      }
    }
    return null
  }

  /**
   * Waits until it is worth trying again. False when the failure is to be told: waiting would not mend it, or it may not wait,
   * or no longer. Rejects with what is to be told in its place.
   */
  async outlasts(failure: unknown, limit?: LimitWait): Promise<boolean> {
    const { body, mended, isGone } = this.#own
    if (isGone() || !body.canReplay) return false
    // Meanwhile it does not run at Kimi.
    this.#turn.giveBack()
    this.#stay ??= this.#context.parking.arrive()
    const waiting = { keptBytes: () => body.bytes, silent: !body.asksForStream(), ...(limit && { limit }) }
    const parked = this.#stay.wait(toKimiProxyError(failure), waiting)
    if (!(await this.#heldWhile('parked', parked))) return false
    mended.forget()
    return true
  }

  /** It is answered: somebody else writes from now on. May be called again. */
  endParking(): void {
    this.#held?.end()
    this.#stay?.leave()
  }

  /** It has had its answer, or its client has left; `isCut`: Kimi's answer was given up. May be called again. */
  end(isCut = false): void {
    this.endParking()
    this.#turn.giveBack(isCut)
  }

  #heldStream(): HeldStream {
    const options = { ...this.#context.limits, ...this.#request, body: this.#own.body }
    return new HeldStream(this.#response, options)
  }

  async #heldWhile(phase: 'queued' | 'parked', waiting: Promise<boolean>): Promise<boolean> {
    this.#held ??= this.#heldStream()
    this.#held.hold()
    const isWorthIt = await this.#own.time.during(phase, waiting)
    this.#held.release()
    return isWorthIt
  }
}

/** The statuses with which Kimi refuses for the plan; `refusalOf` knows the words. */
const MAY_BE_ONE_TOO_MANY = new Set([403, 429])

/** Clients that name no session share one with their kind. */
function sessionIn(headers: ServerResponse['req']['headers']): string {
  const session = headers[SESSION_FIELD]
  return typeof session === 'string' ? `session ${session}` : `client ${headers['user-agent'] ?? ''}`
}
