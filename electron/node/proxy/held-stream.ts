/**
 * One request's wait as its client knows it: comments for one that expects a stream, which keep it from giving up (Claude Code aborts a stream that is silent for 300 s; ARCHITECTURE, fact 7). A comment begins the
 * answer with status 200; from then on a failure can only be told as an event of the stream.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KimiProxyError } from '../../core/basics/errors'
import { type OwnError, ownError, sentenceFor, sseErrorEvent } from '../../core/proxy/error-body'
import type { HeaderFields } from '../../core/proxy/headers'
import { protocolOf } from '../../core/proxy/routes'
import { KEEP_ALIVE_COMMENT } from '../../core/proxy/sse'
import type { Say } from '../../core/words/say'
import type { ProxyLimits } from '../network/proxy-limits'
import type { BodyTape } from './body-tape'
import { PROBE } from './client-connections'
import type { ExchangeRequest } from './exchange-terms'
import { isEventStream } from './relay'
import { sendOwn } from './send-json'

/** More than any error of Kimi's says. */
const LONGEST_ERROR_BYTES = 262_144
const ERROR_LIMIT_MS = 10_000

export interface HeldStreamOptions extends Pick<ProxyLimits, 'holdAfterMs' | 'commentAfterMs'> {
  /** Only a client that expects a stream can be told anything while it waits. More of the body may come in meanwhile. */
  readonly body: BodyTape
  readonly extraFields: HeaderFields
}

export class HeldStream {
  readonly #response: ServerResponse
  readonly #options: HeldStreamOptions
  /** Since its first wait. */
  #sinceMs: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(response: ServerResponse, options: HeldStreamOptions) {
    this.#response = response
    this.#options = options
  }

  /** It waits from now on. */
  hold(): void {
    const nowMs = performance.now()
    this.#sinceMs ??= nowMs
    // A short wait keeps its status: most of what passes without anybody's help has passed by then.
    const leftMs = this.#sinceMs + this.#options.holdAfterMs - nowMs
    this.#timer ??= setTimeout(() => this.#comment(), Math.max(0, leftMs))
  }

  /** It is tried again: a stream that has begun is kept alive meanwhile, and one that has not keeps its status. */
  release(): void {
    if (!this.#response.headersSent) this.end()
  }

  /** Somebody else writes from now on. May be called again. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #comment(): void {
    const { body, holdAfterMs, commentAfterMs, extraFields } = this.#options
    const response = this.#response
    if (response.destroyed || response.writableEnded) return
    if (!response.headersSent && !body.asksForStream()) {
      // The rest of its body may still be on the way.
      this.#timer = setTimeout(() => this.#comment(), holdAfterMs)
      return
    }
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        ...extraFields,
      })
      response.on(PROBE, () => {
        if (this.#timer !== null) response.write(KEEP_ALIVE_COMMENT)
      })
    }
    if (response.writableLength === 0) response.write(KEEP_ALIVE_COMMENT)
    this.#timer = setTimeout(() => this.#comment(), commentAfterMs)
  }
}

/** Whether a stream that was begun can go on with this answer. */
export function continues(answer: IncomingMessage): boolean {
  // What is encoded would be read as plain text: the fields that say so were given away with the status.
  const isPlain = (answer.headers['content-encoding'] ?? 'identity') === 'identity'
  return isEventStream(answer) && isPlain && answer.statusCode === 200
}

/**
 * Tells a failure in the form of the protocol, as an event where a stream was begun. Returns the HTTP status that it has.
 * `pauseMs`: how long the sign-in host is not asked; the client of a renewal that failed is told to wait as long.
 */
export function tellFailure(
  response: ServerResponse,
  say: Say,
  error: KimiProxyError,
  request: ExchangeRequest,
  pauseMs: number,
): number {
  const { requestId, path } = request
  const own = ownError(error.code, sentenceFor(say, error.toProblem()), requestId, protocolOf(path))
  tellOwn(response, own, request, retryFields(error, own.httpStatus, pauseMs))
  return own.httpStatus
}

/** As an event where a stream was begun; `fields` are for one that was not. */
export function tellOwn(
  response: ServerResponse,
  { httpStatus, body }: OwnError,
  { requestId, path, extraFields }: ExchangeRequest,
  fields: HeaderFields = {},
): void {
  if (response.headersSent) endWith(response, sseErrorEvent(httpStatus, body, requestId, protocolOf(path)))
  else sendOwn(response, httpStatus, body, { ...extraFields, ...fields })
}

function retryFields({ code }: KimiProxyError, httpStatus: number, pauseMs: number): HeaderFields {
  if (httpStatus !== 503 || pauseMs <= 0 || !code.startsWith('RENEWAL_')) return {}
  return { 'retry-after': String(Math.ceil(pauseMs / 1000)) }
}

/** Ends a begun stream with what Kimi answered in its place. Never rejects. */
export async function tellAnswer(
  response: ServerResponse,
  answer: IncomingMessage,
  request: ExchangeRequest,
): Promise<void> {
  endWith(response, await answerAsEvent(answer, request))
}

/** Reads the answer to its end. Never rejects. */
export async function answerAsEvent(
  answer: IncomingMessage,
  { requestId, path }: Pick<ExchangeRequest, 'requestId' | 'path'>,
): Promise<string> {
  const body = await textOf(answer)
  return sseErrorEvent(answer.statusCode ?? 502, body, requestId, protocolOf(path))
}

function endWith(response: ServerResponse, event: string): void {
  if (!response.destroyed && !response.writableEnded) response.end(event)
}

function textOf(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const done = () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('utf8'))
    }
    const timer = setTimeout(() => {
      answer.destroy()
      done()
    }, ERROR_LIMIT_MS)
    // It may have died while we were deciding what to do with it; then nothing more is heard of it.
    if (answer.destroyed) return done()
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LONGEST_ERROR_BYTES) answer.destroy()
      else chunks.push(chunk)
    })
    answer.once('close', done)
    answer.once('end', done)
  })
}
