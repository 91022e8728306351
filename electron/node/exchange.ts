/**
 * One request, from the client's first byte to its last: scan, token, upstream, decide (relay, replay, renew, wait or
 * fail), answer. `run` reads from top to bottom in that order.
 */
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { ownError, sentenceFor, sseErrorEvent } from '../core/error-body'
import { KimiProxyError, toKimiProxyError } from '../core/errors'
import { type HeaderFields, requestFields } from '../core/headers'
import { REFUSAL_PATIENCE_MS, type RefusedRequest } from '../core/refusal-cooldown'
import type { AttemptEnd } from '../core/replay'
import { nextStep } from '../core/replay'
import { mayStream } from '../core/routes'
import type { Secret } from '../core/secret'
import { StreamFlagScanner } from '../core/stream-flag'
import type { TokenKeeper } from '../core/token-keeper'
import { BodyTape } from './body-tape'
import { type Framing, openUpstream } from './forward'
import { answerAsEvent, endWithError } from './held-stream'
import { LATIN1 } from './latin1'
import { describeFailure, isConnectFailure } from './network-failure'
import { sendOwn } from './own-answer'
import type { ParkingLot } from './parking-lot'
import { isEventStream, type RelayEnd, relay } from './relay'
import type { Target } from './target'
import type { UpstreamAgent } from './upstream'
import { Waiting } from './waiting'

export interface ProxyLimits {
  /** From sending a request until Kimi's answer begins. */
  readonly headersMs: number
  /** Kimi's silence within an answer. */
  readonly silenceMs: number
  /** Silence in an event stream after which the client gets a comment line. */
  readonly commentAfterMs: number
  /** How long a waiting stream keeps its status to itself before it is begun with comments. */
  readonly holdAfterMs: number
  /** How long a slow upload is held back to learn whether it asks for a stream. */
  readonly scanMs: number
}

const READ_AWAY_MS = 50

export const DEFAULT_LIMITS: ProxyLimits = {
  headersMs: 600_000,
  silenceMs: 300_000,
  commentAfterMs: 15_000,
  holdAfterMs: 2_000,
  scanMs: 250,
}

/** Where requests go, and the connections there. */
export interface Upstream {
  readonly target: Target
  readonly agent: UpstreamAgent
}

export interface ExchangeContext {
  readonly keeper: Pick<TokenKeeper, 'token' | 'replacementFor' | 'confirm'>
  /** Asked for each try: a request may outlive a change of the region. */
  readonly upstream: () => Upstream
  readonly limits: ProxyLimits
  readonly parking: ParkingLot
  readonly onStream: (change: 'started' | 'ended') => void
  /** A failure that the client is told in a sentence; the log keeps what is behind it. */
  readonly onError: (error: KimiProxyError, requestId: string) => void
}

export interface ExchangeReport {
  readonly status: number
  readonly end: RelayEnd | 'ownError' | 'clientGone'
  readonly code: string | null
  readonly stream: boolean
  readonly replays: number
  readonly renewals: number
  /** For a sign-in or the network. */
  readonly waitedMs: number
  /** Until Kimi's answer began; null when it never did. */
  readonly firstByteMs: number | null
}

export interface ExchangeRequest {
  readonly requestId: string
  readonly path: string
  readonly extraFields: HeaderFields
}

type Ended =
  | { readonly kind: 'answered'; readonly answer: IncomingMessage; readonly request: ClientRequest }
  | { readonly kind: 'broken'; readonly socketWasIdle: boolean; readonly error: unknown }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'clientGone' }

/** Resolves with what happened once the client has its answer or has left. Never rejects. */
export function exchange(
  context: ExchangeContext,
  client: IncomingMessage,
  response: ServerResponse,
  request: ExchangeRequest,
): Promise<ExchangeReport> {
  const own = new Exchange(context, client, response, request)
  return own.run().catch(() => own.giveUp())
}

class Exchange {
  readonly #context: ExchangeContext
  readonly #client: IncomingMessage
  readonly #response: ServerResponse
  readonly #request: ExchangeRequest
  readonly #tape: BodyTape
  readonly #waiting: Waiting
  readonly #refused: RefusedRequest
  readonly #startedAt = performance.now()
  #upstream: ClientRequest | null = null
  #clientGone = false
  #wantsStream = false
  #staleReplays = 0
  #renewals = 0
  /** Up to the last wait. */
  #before = { staleReplays: 0, renewals: 0 }
  #firstByteMs: number | null = null

  constructor(
    context: ExchangeContext,
    client: IncomingMessage,
    response: ServerResponse,
    request: ExchangeRequest,
  ) {
    this.#context = context
    this.#client = client
    this.#response = response
    this.#request = request
    this.#tape = new BodyTape(client)
    this.#refused = {
      path: request.path.split('?', 1)[0] ?? '',
      patienceMs: REFUSAL_PATIENCE_MS,
      waits: 0,
      isGone: () => this.#clientGone,
    }
    const { commentAfterMs, holdAfterMs: graceMs } = context.limits
    const { extraFields } = request
    this.#waiting = new Waiting(context.parking, response, { graceMs, commentAfterMs, extraFields })
    // An upload that breaks off ends here; the response's own 'close' follows.
    client.on('error', () => undefined)
    response.on('error', () => undefined)
    response.once('close', () => this.#onClientClose())
    // While an earlier request of the same connection is being answered, the response does not hear of its end.
    if (response.socket === null) this.#watchConnection()
  }

  async run(): Promise<ExchangeReport> {
    try {
      refuseUnknownCoding(this.#client)
      await this.#scan()
      let token: Secret | null = null
      let host: Upstream | null = null
      while (!this.#clientGone) {
        // The region may have changed since the token was asked for, and to other hosts it must not go.
        if (token === null || host !== this.#context.upstream()) {
          host = this.#context.upstream()
          token = await this.#token()
          if (token === null) break
          continue
        }
        const ended = await this.#attempt(token)
        if (ended.kind === 'clientGone') break
        const step = nextStep(asAttemptEnd(ended), this.#history())
        if (step.kind === 'replay') {
          this.#staleReplays += 1
          this.#context.upstream().agent.dropIdle()
          continue
        }
        if (step.kind === 'fail') {
          const failure = this.#upstreamError(ended)
          if (!isUnreached(ended) || !(await this.#waited(failure))) return this.#fail(failure)
          // It may have ended meanwhile.
          token = null
          continue
        }
        if (ended.kind !== 'answered') break
        if (step.kind === 'renew') {
          const next = await this.#renewed(token, ended.answer)
          if (next !== null) {
            token = next
            continue
          }
          if (this.#clientGone) break
        }
        return await this.#relay(token, ended.answer)
      }
      return this.#report(0, 'clientGone', null)
    } catch (error) {
      return this.#fail(toKimiProxyError(error))
    } finally {
      this.#waiting.end()
    }
  }

  /** A valid token, waited for where that is worth it; null when the client has left meanwhile. */
  async #token(): Promise<Secret | null> {
    while (!this.#clientGone) {
      try {
        return await this.#waiting.within(this.#context.keeper.token())
      } catch (error) {
        if (!(await this.#waited(error))) throw error
      }
    }
    return null
  }

  /** True once it is worth trying again; false when the failure is to be told. */
  async #waited(failure: unknown): Promise<boolean> {
    if (this.#clientGone || !this.#tape.canReplay) return false
    this.#tape.readOn()
    const keptBytes = () => this.#tape.bytes
    if (!(await this.#waiting.wait(toKimiProxyError(failure), keptBytes, this.#wantsStream))) return false
    this.#forgetMended()
    return true
  }

  /** What had to be mended before a wait says nothing about the time after it. */
  #forgetMended(): void {
    this.#before = { staleReplays: this.#staleReplays, renewals: this.#renewals }
  }

  /** The last resort, where not even an error could be answered. */
  giveUp(): ExchangeReport {
    this.#waiting.end()
    this.#upstream?.destroy()
    this.#response.destroy()
    return this.#report(0, 'clientGone', 'INTERNAL')
  }

  /** A streamed message is asked for unencoded; whether it is one stands in the body. */
  async #scan(): Promise<void> {
    const encoded = this.#client.headers['content-encoding'] !== undefined
    if (encoded || !mayStream(this.#client.method ?? '', this.#request.path)) return
    const scanner = new StreamFlagScanner(LATIN1)
    this.#tape.onChunk = (chunk) => scanner.push(chunk)
    let outOfTime = false
    const timer = setTimeout(() => {
      outOfTime = true
      this.#tape.wake()
    }, this.#context.limits.scanMs)
    await this.#tape.readAheadUntil(() => outOfTime || this.#clientGone || !scanner.isLooking)
    clearTimeout(timer)
    this.#tape.onChunk = null
    this.#wantsStream = scanner.found
  }

  /** Sends the request once and waits until it is answered, or never will be. */
  #attempt(token: Secret): Promise<Ended> {
    return new Promise((resolve) => {
      const upstream = this.#open(token)
      this.#upstream = upstream
      let isOpen = true
      const settle = (ended: Ended) => {
        if (!isOpen) return
        isOpen = false
        clearTimeout(timer)
        resolve(this.#clientGone ? { kind: 'clientGone' } : ended)
      }
      const timer = setTimeout(() => {
        settle({ kind: 'timedOut' })
        upstream.destroy()
      }, this.#context.limits.headersMs)
      upstream.once('response', (answer) => {
        // Until it is relayed nobody else listens, and an unheard error would end the process.
        answer.on('error', () => undefined)
        this.#firstByteMs ??= performance.now() - this.#startedAt
        if (isReadable(answer)) return settle({ kind: 'answered', answer, request: upstream })
        settle({ kind: 'broken', socketWasIdle: false, error: new Error('its answer makes no sense') })
        upstream.destroy()
      })
      upstream.on('error', (error) =>
        settle({ kind: 'broken', socketWasIdle: this.#wasIdle(upstream), error }),
      )
      upstream.once('close', () => settle({ kind: 'broken', socketWasIdle: false, error: null }))
      this.#tape.sendTo(upstream)
    })
  }

  #open(token: Secret): ClientRequest {
    const { target, agent } = this.#context.upstream()
    const framing = framingOf(this.#client)
    const fields = requestFields(this.#client.rawHeaders, {
      token: token.reveal(),
      identityEncoding: this.#wantsStream,
      canSendTrailers: framing.kind === 'chunked',
    })
    const method = this.#client.method ?? 'GET'
    return openUpstream({ method, path: this.#request.path, fields, framing, target, agent }, this.#response)
  }

  #wasIdle(upstream: ClientRequest): boolean {
    const { socket } = upstream
    return upstream.reusedSocket || (socket !== null && this.#context.upstream().agent.wasIdle(socket))
  }

  /** Another token for the refused one, or null when the 401 is to be passed on. */
  async #renewed(refused: Secret, answer: IncomingMessage): Promise<Secret | null> {
    this.#renewals += 1
    // What cannot be sent again has nothing to wait for.
    if (!this.#tape.canReplay) this.#refused.patienceMs = 0
    const next = await this.#replacementFor(refused, this.#refused)
    if (this.#refused.waits > 0) this.#forgetMended()
    if (next === null || !this.#tape.canReplay || this.#clientGone) return null
    if (this.#tape.hasEnded) await readAway(answer)
    else this.#upstream?.destroy()
    return next
  }

  /** As the keeper's; where the login is over or cannot be renewed now, that is waited out. */
  async #replacementFor(refused: Secret, request: RefusedRequest): Promise<Secret | null> {
    let hasWaited = false
    while (!this.#clientGone) {
      try {
        const next = await this.#waiting.within(this.#context.keeper.replacementFor(refused, request))
        // The answer to be passed on was dropped for the wait: Kimi gives it again.
        return next ?? (hasWaited ? refused : null)
      } catch (error) {
        this.#upstream?.destroy()
        if (!(await this.#waited(error))) throw error
        hasWaited = true
        const next = await this.#token()
        if (next === null || !next.equals(refused)) return next
      }
    }
    return null
  }

  async #relay(token: Secret, answer: IncomingMessage): Promise<ExchangeReport> {
    this.#waiting.end()
    this.#tape.forget()
    const status = answer.statusCode ?? 502
    if (status !== 401) this.#context.keeper.confirm(token, this.#refused.path, status < 400)
    const stream = isEventStream(answer)
    // What is encoded would be read as plain text: the fields that say so were given away with the status.
    const isPlain = (answer.headers['content-encoding'] ?? 'identity') === 'identity'
    if (this.#response.headersSent && !(stream && isPlain && status === 200)) {
      endWithError(this.#response, await answerAsEvent(answer, this.#request.requestId))
      return this.#report(status, 'complete', null)
    }
    if (stream) this.#context.onStream('started')
    const { commentAfterMs, silenceMs } = this.#context.limits
    const { extraFields } = this.#request
    try {
      const end = await relay(answer, this.#response, { commentAfterMs, silenceMs, extraFields })
      return this.#report(status, end, null, stream)
    } finally {
      if (stream) this.#context.onStream('ended')
    }
  }

  #fail(error: KimiProxyError): ExchangeReport {
    this.#waiting.end()
    this.#upstream?.destroy()
    const { requestId, extraFields } = this.#request
    this.#context.onError(error, requestId)
    if (this.#clientGone) return this.#report(0, 'clientGone', error.code)
    const { httpStatus, body } = ownError(error.code, sentenceFor(error.toProblem()), requestId)
    if (this.#response.headersSent) endWithError(this.#response, sseErrorEvent(httpStatus, body, requestId))
    else sendOwn(this.#response, httpStatus, body, extraFields)
    // What is left of an upload is read away, so that the client comes to read the answer.
    this.#tape.forget()
    this.#client.resume()
    return this.#report(httpStatus, 'ownError', error.code)
  }

  #upstreamError(ended: Ended): KimiProxyError {
    if (ended.kind === 'timedOut') {
      return new KimiProxyError('UPSTREAM_TIMEOUT', 'Kimi did not answer in time.', 'Please try again.')
    }
    const cause = ended.kind === 'broken' ? ended.error : null
    const reason =
      cause === null ? 'the connection broke' : describeFailure(cause, this.#context.upstream().target.host)
    return new KimiProxyError(
      'UPSTREAM_UNREACHABLE',
      `Kimi cannot be reached: ${reason}.`,
      'Please try again.',
      cause,
    )
  }

  #watchConnection(): void {
    const { socket } = this.#client
    const onClose = () => this.#onClientClose()
    socket.once('close', onClose)
    this.#response.once('close', () => socket.off('close', onClose))
  }

  #onClientClose(): void {
    if (this.#response.writableFinished) return
    this.#clientGone = true
    this.#waiting.end()
    this.#upstream?.destroy()
    this.#tape.wake()
  }

  #history() {
    return {
      canReplay: this.#tape.canReplay,
      staleReplays: this.#staleReplays - this.#before.staleReplays,
      renewals: this.#renewals - this.#before.renewals,
    }
  }

  #report(status: number, end: ExchangeReport['end'], code: string | null, stream = false): ExchangeReport {
    const firstByteMs = this.#firstByteMs === null ? null : Math.round(this.#firstByteMs)
    return {
      status,
      end,
      code,
      stream,
      replays: this.#staleReplays,
      renewals: this.#renewals,
      waitedMs: Math.round(this.#waiting.waitedMs),
      firstByteMs,
    }
  }
}

/** Not even a connection came about, so nothing of the request can have reached Kimi. */
function isUnreached(ended: Ended): boolean {
  return ended.kind === 'broken' && isConnectFailure(ended.error)
}

/** A final status that can be passed on, in a coding that Node has undone. */
function isReadable({ statusCode = 0, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'] ?? 'chunked'
  return statusCode >= 200 && statusCode <= 999 && coding.trim().toLowerCase() === 'chunked'
}

/** Read to its end, an answer leaves its connection to the next try. One that is long in coming is not waited for. */
function readAway(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, READ_AWAY_MS)
    answer.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    answer.resume()
  })
}

/** Node undoes `chunked` and nothing else; passed on, another coding would be lost (RFC 9112, section 6.1). */
function refuseUnknownCoding(client: IncomingMessage): void {
  const coding = client.headers['transfer-encoding']
  if (coding === undefined || coding.trim().toLowerCase() === 'chunked') return
  throw new KimiProxyError(
    'REQUEST_MALFORMED',
    `The transfer coding "${coding}" is not supported.`,
    'Use chunked.',
  )
}

function asAttemptEnd(ended: Exclude<Ended, { kind: 'clientGone' }>): AttemptEnd {
  return ended.kind === 'answered' ? { kind: 'answered', status: ended.answer.statusCode ?? 502 } : ended
}

function framingOf(client: IncomingMessage): Framing {
  const bytes = client.headers['content-length']
  if (client.headers['transfer-encoding'] !== undefined) return { kind: 'chunked' }
  return bytes === undefined ? { kind: 'none' } : { kind: 'length', bytes }
}
