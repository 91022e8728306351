/**
 * One try to bring a request to Kimi: `forward` opens the upstream request, lets the body follow, and says how it ended. What
 * is to be done then is decided in `exchange.ts`.
 *
 * The only file that knows the package http-proxy. What the package does here: `web()` calls `http.request` or
 * `https.request` with method, fields, agent and the target's host and port, and sets the `host` field. Everything else that it
 * could do is ours, for what 1.18.1 does on today's Node would lose or change something: bodies, answers, errors, aborts,
 * time limits and paths (ARCHITECTURE, "The seam"). So it is asked for one `ClientRequest`, before a byte is sent.
 */
import './http-proxy-prelude'
import { ClientRequest, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { Stream } from 'node:stream'
import { createProxyServer } from 'http-proxy'
import { KimiProxyError } from '../../core/basics/errors'
import { requestFields } from '../../core/proxy/headers'
import type { Stopwatch } from '../../core/recorder/stopwatch'
import { reason } from '../../core/words/reason'
import { describeFailure, isConnectFailure, NoAnswerError } from '../network/failure'
import type { Outcome, Outgoing, Unanswered } from './attempt-terms'
import { SilenceWatch, wasIdle } from './silence-watch'

const READ_AWAY_MS = 50
/** As long as what clients may send us; beyond a number of fields Node would drop them unseen. */
const LONGEST_HEAD = { maxHeaderSize: 65_536, maxHeadersCount: 0 }

/** One try. */
export interface Attempt {
  /** Settles once Kimi's answer has begun, or never will. Never rejects. */
  readonly outcome: Promise<Outcome>
  /** Drops it, and its answer where one has begun. May be called at any time. */
  drop(): void
  /** Nobody wants its answer: its connection serves the next try where that can be had soon. */
  leaveConnection(): Promise<void>
}

/** Sends a client's request to Kimi, once. */
export function forward(outgoing: Outgoing): Attempt {
  const request = openUpstream(outgoing)
  const outcome = outcomeOf(request, outgoing)
  timeUpload(request, outgoing.time)
  outgoing.body.sendTo(request)
  return {
    outcome,
    drop: () => request.destroy(),
    async leaveConnection() {
      const done = await outcome
      if (outgoing.body.hasEnded && done.kind === 'answered' && !done.answer.destroyed)
        await readAway(done.answer)
      else request.destroy()
    },
  }
}

/** One that is long in coming is not waited for. */
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

function outcomeOf(request: ClientRequest, outgoing: Outgoing): Promise<Outcome> {
  return new Promise((resolve) => {
    let isSettled = false
    const settle = (outcome: Outcome) => {
      if (isSettled) return
      isSettled = true
      watch.end()
      outgoing.time.enter(outcome.kind === 'answered' ? 'answer' : 'own')
      resolve(outcome)
    }
    const giveUp = (outcome: Unanswered) => {
      settle(outcome)
      request.destroy()
    }
    const watch = new SilenceWatch(request, outgoing, giveUp)
    request.once('response', (answer) => {
      // Until it is relayed nobody else listens, and an unheard error would end the process.
      answer.on('error', () => undefined)
      watch.heard()
      if (isReadable(answer)) return settle({ kind: 'answered', status: answer.statusCode ?? 502, answer })
      giveUp({ kind: 'broken', socketWasIdle: false, error: new NoAnswerError(reason('nonsense')) })
    })
    request.on('error', (error) => {
      settle({ kind: 'broken', socketWasIdle: wasIdle(request, outgoing.destination), error })
    })
    request.once('close', () => settle({ kind: 'broken', socketWasIdle: false, error: null }))
  })
}

/** Until it is settled: what a given-up try does later is none of the next one's time. */
function timeUpload(request: ClientRequest, time: Stopwatch): void {
  time.enter('connect')
  const isUp = () => time.leave('connect', 'upload')
  request.on('socket', (socket) => (socket.connecting ? socket.once('connect', isUp) : isUp()))
  request.on('finish', () => time.leave('upload', 'firstByte'))
}

/** A final status that can be passed on, in a coding that Node has undone. */
function isReadable({ statusCode = 0, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'] ?? 'chunked'
  return statusCode >= 200 && statusCode <= 999 && coding.trim().toLowerCase() === 'chunked'
}

/** Not even a connection came about, so nothing of the request can have reached Kimi. */
export function isUnreached(outcome: Unanswered): boolean {
  return outcome.kind === 'broken' && isConnectFailure(outcome.error)
}

/** A try that came to nothing, as its client is told. */
export function failureOf(outcome: Unanswered, host: string): KimiProxyError {
  if (outcome.kind === 'timedOut') {
    return new KimiProxyError('UPSTREAM_TIMEOUT', {})
  }
  const { error } = outcome
  const why = error === null ? reason('connectionLost') : describeFailure(error, host)
  return new KimiProxyError('UPSTREAM_UNREACHABLE', { reason: why }, error)
}

/**
 * In place of the client's request: the package reads method and fields off it, and listens for an end that is ours to
 * notice. One serves all requests, so nothing may listen: to make one for each cost 4 % of a small request.
 */
class RequestToSend extends IncomingMessage {
  override on(): this {
    return this
  }
}

/** In place of a body, also for all: the package calls `pipe` with its request as soon as it has made it. */
class Handover extends Stream {
  #request: ClientRequest | null = null

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    if (destination instanceof ClientRequest) this.#request = destination
    return destination
  }

  take(): ClientRequest {
    const request = this.#request
    this.#request = null
    if (request === null) throw new Error('http-proxy made no request')
    return request
  }
}

const toSend = new RequestToSend(new Socket())
const handover = new Handover()

/** `toProxy` and `ignorePath`: it parses and joins no path, which would collapse `//`; the path is set below. */
const proxy = createProxyServer({
  toProxy: true,
  ignorePath: true,
  changeOrigin: true,
  selfHandleResponse: true,
})
// It throws where nobody listens; whoever has the request handles its errors.
proxy.on('error', () => undefined)

function openUpstream({ response, path, body, token, destination }: Outgoing): ClientRequest {
  const client = response.req
  const { protocol, host, port, basePath } = destination.target
  const isChunked = client.headers['transfer-encoding'] !== undefined
  const length = client.headers['content-length']
  const options = {
    token: token.reveal(),
    identityEncoding: body.isMessage,
    canSendTrailers: isChunked,
  }
  toSend.method = client.method ?? 'GET'
  toSend.headers = requestFields(client.rawHeaders, options)
  proxy.web(toSend, response, {
    target: { protocol, host, hostname: host, port, path: '' },
    agent: destination.agent,
    buffer: handover,
  })
  const request = handover.take()
  request.path = `${basePath}${path}`
  // Read when the connection is there; the package takes no such option.
  Object.assign(request, LONGEST_HEAD)
  // It gives DELETE and OPTIONS a length of 0.
  request.removeHeader('content-length')
  if (isChunked) request.setHeader('transfer-encoding', 'chunked')
  else if (length === undefined) request.useChunkedEncodingByDefault = false
  else request.setHeader('content-length', length)
  return request
}
