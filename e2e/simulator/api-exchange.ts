import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Backend } from './backend'
import { pathOf, pause, sendBody } from './http-parts'
import { type ApiRequest, isOwnQuestion } from './log'

/** One request to the API and its answer, recorded in the log from arrival to close. */
export class ApiExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly path: string
  readonly record: ApiRequest
  readonly #backend: Backend
  readonly #closed = new AbortController()
  #isDroppedHere = false

  constructor(backend: Backend, req: IncomingMessage, res: ServerResponse) {
    this.#backend = backend
    this.req = req
    this.res = res
    this.path = pathOf(req)
    this.record = recordOf(backend, req)
    backend.log.apiArrived(this.record)
    res.once('close', () => this.#finish())
  }

  /** True once nothing more can reach the client. */
  get isClosed(): boolean {
    return this.#closed.signal.aborted
  }

  /** Status and headers now, the body later through `res`. */
  begin(status: number, headers: OutgoingHttpHeaders): void {
    this.#decorate(status)
    this.res.writeHead(status, headers)
  }

  /** A complete answer; a string is sent as text, anything else as JSON. */
  answer(status: number, body: string | object, headers: OutgoingHttpHeaders = {}): void {
    this.#decorate(status)
    sendBody(this.res, status, body, headers)
  }

  /** Closes the connection without ending the answer. */
  drop(): void {
    this.#isDroppedHere = true
    this.res.destroy()
  }

  /** Waits, or less when the client goes away. */
  async pause(durationMs: number): Promise<void> {
    await pause(durationMs, this.#closed.signal)
  }

  /** Resolves when the answer may grow again, or the client has gone. */
  async drained(): Promise<void> {
    await once(this.res, 'drain', { signal: this.#closed.signal }).catch(() => undefined)
  }

  #decorate(status: number): void {
    this.record.status = status
    if (status === 401 && !isOwnQuestion(this.record)) this.#backend.log.failures401 += 1
    this.res.setHeader('x-trace-id', randomBytes(16).toString('hex'))
    this.res.setHeader('cf-ray', `${randomBytes(8).toString('hex')}-SIM`)
  }

  #finish(): void {
    const isOurDoing = this.#isDroppedHere || this.#backend.stopping.signal.aborted
    this.record.abortedByClient = !this.res.writableFinished && !isOurDoing
    this.#closed.abort()
  }
}

function recordOf(backend: Backend, req: IncomingMessage): ApiRequest {
  const token = tokenOf(req)
  return {
    method: req.method ?? '',
    url: req.url ?? '',
    headers: req.headers,
    rawHeaders: req.rawHeaders,
    token,
    tokenValid: token !== null && !backend.refusesEverything && backend.logins.accepts(token),
    atMs: backend.nowMs(),
    status: 0,
    abortedByClient: false,
  }
}

function tokenOf(req: IncomingMessage): string | null {
  const apiKey = req.headers['x-api-key']
  if (typeof apiKey === 'string') return apiKey
  return /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? null
}
