/**
 * An answer of Kimi's on its way down to the client: fields filtered, bytes as they come, trailers kept, and the
 * only bytes ever added: a comment between two events of a silent stream.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HeaderFields, responseFields, responseTrailers, withOwnFields } from '../../core/proxy/headers'
import { KEEP_ALIVE_COMMENT, SseBoundary } from '../../core/proxy/sse'
import type { Trace } from '../recorder/trace'
import { PROBE } from './client-connections'

/** Above this the client is slower than Kimi and Kimi has to wait. */
const QUEUED_BYTES = 262_144

export interface RelayOptions {
  /** Silence in an event stream after which a comment is sent. */
  readonly commentAfterMs: number
  /** Silence of Kimi after which the answer counts as dead. */
  readonly silenceMs: number
  readonly extraFields: HeaderFields
  readonly trace: Trace
}

export type RelayEnd = 'complete' | 'clientGone' | 'upstreamDied' | 'upstreamSilent'

/** Whether an answer is a stream of server-sent events into which something may be put. */
export function isEventStream(answer: IncomingMessage): boolean {
  return /^text\/event-stream\b/i.test(answer.headers['content-type'] ?? '')
}

/** Resolves when the answer is over, one way or another. Never rejects. */
export function relay(
  answer: IncomingMessage,
  client: ServerResponse,
  options: RelayOptions,
): Promise<RelayEnd> {
  return new Relay(answer, client, options).run()
}

class Relay {
  readonly #answer: IncomingMessage
  readonly #client: ServerResponse
  readonly #options: RelayOptions
  /** Null where nothing may be put in. */
  readonly #boundary: SseBoundary | null
  #commentTimer: NodeJS.Timeout | null = null
  #silenceTimer: NodeJS.Timeout | null = null
  #settle: ((end: RelayEnd) => void) | null = null

  constructor(answer: IncomingMessage, client: ServerResponse, options: RelayOptions) {
    this.#answer = answer
    this.#client = client
    this.#options = options
    const encoding = answer.headers['content-encoding'] ?? 'identity'
    const open = answer.headers['content-length'] === undefined && client.req.method !== 'HEAD'
    this.#boundary = isEventStream(answer) && encoding === 'identity' && open ? new SseBoundary() : null
  }

  run(): Promise<RelayEnd> {
    return new Promise((resolve) => {
      this.#settle = resolve
      this.#options.trace.relaying(this.#answer.headers)
      this.#sendHead()
      if (!this.#answer.complete) this.#awaitMore()
      this.#answer.on('data', (chunk: Buffer) => this.#onData(chunk))
      this.#answer.once('end', () => this.#onEnd())
      this.#answer.once('error', () => this.#die('upstreamDied'))
      this.#answer.once('close', () => this.#die('upstreamDied'))
      this.#client.once('close', () => this.#finish('clientGone'))
      this.#client.on('drain', () => this.#resume())
      if (this.#boundary !== null) this.#client.on(PROBE, () => this.#comment())
      // The answer may have died while it was decided what to do with it.
      if (this.#answer.destroyed && !this.#answer.complete) this.#die('upstreamDied')
    })
  }

  #sendHead(): void {
    // While the request waited, the answer was begun with comments.
    if (this.#client.headersSent) return
    const { statusCode, statusMessage, rawHeaders } = this.#answer
    const { method, httpVersionMinor } = this.#client.req
    const hasBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304
    const canSendTrailers =
      hasBody && httpVersionMinor > 0 && this.#answer.headers['content-length'] === undefined
    const fields = withOwnFields(responseFields(rawHeaders, canSendTrailers), this.#options.extraFields)
    this.#client.sendDate = false
    this.#client.writeHead(statusCode ?? 502, plainReason(statusMessage), fields)
  }

  #awaitMore(): void {
    // The head is sent together with the first bytes, or alone where these are not here at once.
    setImmediate(() => {
      if (this.#settle !== null) this.#client.flushHeaders()
    })
    const { commentAfterMs, silenceMs } = this.#options
    this.#silenceTimer = setTimeout(() => this.#onSilence(), silenceMs)
    if (this.#boundary !== null) this.#commentTimer = setTimeout(() => this.#comment(), commentAfterMs)
  }

  #onData(chunk: Buffer): void {
    this.#silenceTimer?.refresh()
    this.#commentTimer?.refresh()
    this.#boundary?.push(chunk)
    this.#options.trace.chunk(chunk)
    // The last bytes of an answer that has come whole are sent together with its end.
    if (this.#answer.complete && this.#answer.readableLength === 0) return this.#end(chunk)
    if (this.#client.write(chunk) || this.#client.writableLength <= QUEUED_BYTES) return
    this.#answer.pause()
    this.#options.trace.awaits('client')
  }

  #resume(): void {
    if (!this.#answer.isPaused()) return
    this.#options.trace.awaits('kimi')
    this.#answer.resume()
  }

  #onEnd(): void {
    if (this.#client.writableEnded) return
    if (this.#answer.complete) this.#end()
    else this.#die('upstreamDied')
  }

  #end(lastChunk?: Buffer): void {
    const trailers = responseTrailers(this.#answer.rawHeaders, this.#answer.rawTrailers)
    if (trailers.length > 0 && this.#client.chunkedEncoding) this.#client.addTrailers(trailers)
    this.#options.trace.awaits('client')
    this.#client.end(lastChunk)
    // 'complete' once the last byte is with the system; a client that leaves before that has left.
    this.#client.once('finish', () => this.#finish('complete'))
  }

  #comment(): void {
    if (this.#boundary?.isBetweenEvents && this.#client.writableLength === 0)
      this.#client.write(KEEP_ALIVE_COMMENT)
    this.#commentTimer?.refresh()
  }

  #onSilence(): void {
    if (this.#answer.isPaused()) this.#silenceTimer?.refresh()
    else this.#die('upstreamSilent')
  }

  /**
   * Never a clean end, and no bytes of our own: a cut is what Claude Code recovers from best (measured; see
   * ARCHITECTURE, "A stream that dies is cut").
   */
  #die(end: 'upstreamDied' | 'upstreamSilent'): void {
    if (this.#settle === null || this.#client.writableEnded) return
    this.#answer.destroy()
    this.#cut()
    this.#finish(end)
  }

  /** What Kimi has sent up to now still reaches the client. */
  #cut(): void {
    const { socket } = this.#client
    // Behind an earlier answer on the same connection it is cut when its turn comes.
    if (socket === null) return void this.#client.destroy()
    // Without a length or chunks only a reset tells the end from a cut.
    if (this.#client.req.httpVersionMinor === 0) socket.write('', () => socket.resetAndDestroy())
    else socket.destroySoon()
  }

  #finish(end: RelayEnd): void {
    const settle = this.#settle
    if (settle === null) return
    this.#settle = null
    if (this.#commentTimer !== null) clearTimeout(this.#commentTimer)
    if (this.#silenceTimer !== null) clearTimeout(this.#silenceTimer)
    if (end === 'clientGone') this.#answer.destroy()
    settle(end)
  }
}

/** Node reads a reason phrase that it would refuse to write (RFC 9112, section 4: it may be left out). */
function plainReason(phrase: string | undefined): string {
  return (phrase ?? '').replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}
