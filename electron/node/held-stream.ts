/**
 * A streamed answer begun before Kimi's: while a request waits, its client hears comments, which keep it from giving up
 * (Claude Code aborts a stream that is silent for 300 s; ARCHITECTURE, fact 7). From then on the status is given away: a
 * failure can only be told as an event of the stream.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sseErrorEvent } from '../core/error-body'
import type { HeaderFields } from '../core/headers'
import { KEEP_ALIVE_COMMENT } from '../core/sse'

/** More than any error of Kimi's says. */
const LONGEST_ERROR_BYTES = 262_144
const ERROR_LIMIT_MS = 10_000

export interface HeldStreamOptions {
  /** Whether the client expects a stream, as far as its body is here: only then can it be told anything while it waits. */
  readonly wantsStream: () => boolean
  /** A short wait keeps its status: most of what passes by itself has passed by then. */
  readonly graceMs: number
  readonly commentAfterMs: number
  readonly extraFields: HeaderFields
}

export class HeldStream {
  readonly #response: ServerResponse
  readonly #options: HeldStreamOptions
  #timer: NodeJS.Timeout | null = null
  #sinceMs: number | null = null

  constructor(response: ServerResponse, options: HeldStreamOptions) {
    this.#response = response
    this.#options = options
  }

  get wantsStream(): boolean {
    return this.#options.wantsStream()
  }

  /** The request waits: begins the answer once it has waited for long. Called again it changes nothing. */
  hold(): void {
    if (this.#timer !== null) return
    this.#sinceMs ??= performance.now()
    const graceMs = this.#options.graceMs - (performance.now() - this.#sinceMs)
    this.#timer = setTimeout(() => this.#comment(), Math.max(0, graceMs))
  }

  /** It is tried again: a stream that has begun is kept alive meanwhile, one that has not keeps its status. */
  pause(): void {
    if (!this.#response.headersSent) this.release()
  }

  /** Somebody else writes from now on. */
  release(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #comment(): void {
    const { graceMs, commentAfterMs, extraFields } = this.#options
    const response = this.#response
    if (response.destroyed || response.writableEnded) return
    if (!response.headersSent && !this.wantsStream) {
      // The rest of its body may still be on the way.
      this.#timer = setTimeout(() => this.#comment(), graceMs)
      return
    }
    if (!response.headersSent) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache',
        ...extraFields,
      })
    }
    if (response.writableLength === 0) response.write(KEEP_ALIVE_COMMENT)
    this.#timer = setTimeout(() => this.#comment(), commentAfterMs)
  }
}

/** Ends a begun stream with an error in Anthropic's form. */
export function endWithError(response: ServerResponse, event: string): void {
  if (!response.destroyed && !response.writableEnded) response.end(event)
}

/** What Kimi answered in place of a stream, as the event that tells it. Reads the answer to its end; never rejects. */
export async function answerAsEvent(answer: IncomingMessage, requestId: string): Promise<string> {
  const body = await textOf(answer)
  return sseErrorEvent(answer.statusCode ?? 502, body, requestId)
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
