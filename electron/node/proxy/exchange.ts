/**
 * One request, from the client's first byte to its last. `#serve` reads from top to bottom: take a turn, get a token, try,
 * decide (relay, retell, replay, renew, wait or fail), again.
 *
 * - One try is `forward.ts`; what follows from how it ended is decided in `core/proxy/replay.ts`.
 * - Nothing is tried again once a byte of the answer is on its way to the client.
 * - A client that leaves ends everything at once.
 * - The engine calls it for every request that the listener has admitted.
 */
import type { ServerResponse } from 'node:http'
import { type KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import type { Secret } from '../../core/basics/secret'
import { Mended, nextStep } from '../../core/proxy/replay'
import { takesTurn, withoutQuery } from '../../core/proxy/routes'
import type { Answered, Outcome, Outgoing } from './attempt-terms'
import { BodyTape, refuseUnknownCoding } from './body-tape'
import { watchClient } from './client-watch'
import type { ExchangeContext, ExchangeReport, ExchangeRequest } from './exchange-terms'
import { type Attempt, failureOf, forward, isUnreached } from './forward'
import { continues, tellAnswer, tellFailure, tellOwn } from './held-stream'
import { isEventStream, relay } from './relay'
import { Tickets } from './tickets'
import { retold, type Verdict, verdictOn } from './verdict'
import { Waits } from './waits'

/** A token, and the hosts it was issued for: to others it must not go. */
type Ticket = Pick<Outgoing, 'token' | 'destination'>

/** Resolves with what happened once the client has its answer or has left. Never rejects. */
export function exchange(
  context: ExchangeContext,
  response: ServerResponse,
  request: ExchangeRequest,
): Promise<ExchangeReport> {
  const own = new Exchange(context, response, request)
  return own.run().catch(() => own.giveUp())
}

class Exchange {
  readonly #context: ExchangeContext
  readonly #response: ServerResponse
  readonly #request: ExchangeRequest
  /** Without its query. */
  readonly #path: string
  readonly #body: BodyTape
  readonly #tickets: Tickets
  readonly #mended = new Mended()
  readonly #waits: Waits
  #attempt: Attempt | null = null
  /** On the latest answer. */
  #verdict: Verdict | null = null
  #clientGone = false

  constructor(context: ExchangeContext, response: ServerResponse, request: ExchangeRequest) {
    this.#context = context
    this.#response = response
    this.#request = request
    this.#path = withoutQuery(request.path)
    this.#body = new BodyTape(response.req, takesTurn(response.req.method ?? '', request.path))
    const isGone = () => this.#clientGone
    const own = { body: this.#body, mended: this.#mended, isGone, time: request.trace.time }
    this.#waits = new Waits(context, response, request, own)
    this.#tickets = new Tickets(context.keeper, this.#waits, this.#path, own)
    watchClient(response, () => {
      this.#clientGone = true
      this.#abandon()
    })
  }

  async run(): Promise<ExchangeReport> {
    try {
      refuseUnknownCoding(this.#response.req)
      return (await this.#serve()) ?? this.#report(0, 'clientGone', null)
    } catch (error) {
      return this.#fail(toKimiProxyError(error))
    } finally {
      this.#waits.end()
      this.#body.forget()
    }
  }

  /** Null when the client has left. Rejects with what it is to be told. */
  async #serve(): Promise<ExchangeReport | null> {
    let ticket: Ticket | null = null
    while (!this.#clientGone) {
      if (!this.#waits.hasTurn) {
        // A token from before the wait may have ended in it.
        ticket = null
        await this.#waits.takeTurn()
        continue
      }
      const destination = this.#context.destination()
      if (ticket === null || ticket.destination !== destination) {
        const token: Secret | null = await this.#tickets.token()
        // Before it is used, the destination is looked at once more: the region may have changed meanwhile.
        ticket = token === null ? null : { token, destination }
        continue
      }
      this.#attempt = this.#try(ticket)
      const outcome: Outcome = await this.#attempt.outcome
      if (this.#clientGone) return null
      const step = nextStep(outcome, this.#mended.history(this.#body.canReplay))
      if (outcome.kind === 'answered') {
        if (await this.#waits.wasOneTooMany(outcome, this.#attempt)) continue
        const next: Secret | null =
          step.kind === 'renew' ? await this.#tickets.renewed(ticket.token, this.#attempt) : null
        if (next !== null) ticket = { token: next, destination }
        else if (this.#clientGone) return null
        else if (await this.#outlasted(outcome)) ticket = null
        else return this.#clientGone ? null : this.#answer(ticket.token, outcome)
      } else if (step.kind === 'replay') {
        this.#mended.staleReplays += 1
        destination.agent.dropIdle()
      } else {
        const failure = failureOf(outcome, destination.target.host)
        if (!isUnreached(outcome) || !(await this.#waits.outlasts(failure))) throw failure
        // The token may have ended meanwhile.
        ticket = null
      }
    }
    return null
  }

  #try(ticket: Ticket): Attempt {
    const { headersMs, silentHeadMs } = this.#context.limits
    return forward({
      response: this.#response,
      path: this.#request.path,
      body: this.#body,
      token: ticket.token,
      destination: ticket.destination,
      headersMs,
      // One that was replayed is not given up again for a silence that may be Kimi's.
      silentHeadMs: this.#mended.staleReplays === 0 ? silentHeadMs : headersMs,
      time: this.#request.trace.time,
    })
  }

  /** True once a limit of the plan that Kimi refused it for has been waited out. */
  async #outlasted(answered: Answered): Promise<boolean> {
    const verdict = await verdictOn(this.#context, this.#response.req, this.#request, answered)
    this.#verdict = verdict
    if (verdict === null || verdict.limit === null) return false
    const parked = () => {
      verdict.isRetold = true
      this.#body.hold()
      void this.#attempt?.leaveConnection()
    }
    return this.#waits.outlasts(verdict.failure, { ...verdict.limit, parked })
  }

  /** Kimi's answer, or what it means in our words. */
  async #answer(token: Secret, answered: Answered): Promise<ExchangeReport> {
    const { status } = answered
    if (status !== 401) this.#context.keeper.confirm(token, this.#path, status < 400)
    if (status < 400 && this.#body.isMessage) this.#context.limitWatch.served()
    const own = retold(this.#context, this.#response.req, this.#request, this.#verdict)
    if (own === null) return this.#relay(answered)
    this.#leave()
    this.#waits.endParking()
    tellOwn(this.#response, own, this.#request)
    return this.#report(own.httpStatus, 'ownError', own.code)
  }

  async #relay({ status, answer }: Answered): Promise<ExchangeReport> {
    this.#waits.endParking()
    this.#body.forget()
    const stream = isEventStream(answer)
    if (this.#response.headersSent && !continues(answer)) {
      await tellAnswer(this.#response, answer, this.#request)
      return this.#report(status, 'complete', null)
    }
    if (stream) this.#context.onStream('started')
    const { commentAfterMs, silenceMs } = this.#context.limits
    const { extraFields, trace } = this.#request
    try {
      const end = await relay(answer, this.#response, { commentAfterMs, silenceMs, extraFields, trace })
      return this.#report(status, end, null, stream)
    } finally {
      // Kimi has said all it will: the rest of an upload that it refused is not for it.
      if (!this.#body.hasEnded) this.#leave()
      if (stream) this.#context.onStream('ended')
    }
  }

  #fail(error: KimiProxyError): ExchangeReport {
    this.#abandon()
    this.#context.onError(error, this.#request.requestId)
    if (this.#clientGone) return this.#report(0, 'clientGone', error.code)
    const { keeper, say } = this.#context
    const httpStatus = tellFailure(this.#response, say(), error, this.#request, keeper.pauseMs)
    this.#body.readAway()
    return this.#report(httpStatus, 'ownError', error.code)
  }

  /** The last resort, where not even an error could be answered. */
  giveUp(): ExchangeReport {
    this.#abandon()
    this.#response.destroy()
    return this.#report(0, 'clientGone', 'INTERNAL')
  }

  #leave(): void {
    this.#attempt?.drop()
    this.#body.readAway()
  }

  /** Kimi's answer is not wanted any more. */
  #abandon(): void {
    this.#waits.end(true)
    this.#attempt?.drop()
  }

  #report(status: number, end: ExchangeReport['end'], code: string | null, stream = false): ExchangeReport {
    return {
      status,
      end,
      code,
      refusal: this.#verdict?.refusal.kind ?? null,
      stream,
      replays: this.#mended.staleReplays,
      renewals: this.#mended.renewals,
      bytesUp: this.#body.bytes,
    }
  }
}
