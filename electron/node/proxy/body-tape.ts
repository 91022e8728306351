/**
 * A request body that streams up while a bounded copy is kept, so that the same request can be sent once more.
 * Before there is a token some of it is read ahead; past that, the upstream's pace decides.
 */
import type { ClientRequest, IncomingMessage } from 'node:http'
import { KimiProxyError } from '../../core/basics/errors'
import { requestTrailers } from '../../core/proxy/headers'
import { asksForStream } from '../../core/proxy/stream-flag'

/** Kimi refuses over 2 MB; the rest is room for what it may allow one day. */
const KEPT_BYTES = 16 * 1024 * 1024
/**
 * An upload may be so far ahead of Kimi: before there is a token, and while Kimi reads slower than the client sends. More
 * than Kimi takes: a connection that is not read to the end of its request does not show that its client has left. What is
 * kept is in memory anyway, and a pause at every chunk would leave one of both ends idle at any time.
 */
const AHEAD_BYTES = 4 * 1024 * 1024

export class BodyTape {
  /** Whether it is that of a message, whose answer may be a stream. */
  readonly isMessage: boolean
  readonly #source: IncomingMessage
  #kept: Buffer[] = []
  #bytes = 0
  #ended = false
  #overflowed = false
  #consumer: ClientRequest | null = null
  #asksForStream: boolean | null = null

  constructor(source: IncomingMessage, isMessage: boolean) {
    this.#source = source
    this.isMessage = isMessage
    source.on('data', (chunk: Buffer) => this.#take(chunk))
    source.once('end', () => this.#finish())
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  /** What has come so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** True while everything that came is still kept. */
  get canReplay(): boolean {
    return !this.#overflowed
  }

  /** Whether the body of a message, where all of it has come and is kept, asks for a stream. Parses it once. */
  asksForStream(): boolean {
    if (!this.isMessage || !this.#ended || this.#overflowed) return false
    this.#asksForStream ??= asksForStream(Buffer.concat(this.#kept).toString('utf8'))
    return this.#asksForStream
  }

  /** Sends everything from the start to `request`, which ends when the body does. Replaces an earlier consumer. */
  sendTo(request: ClientRequest): void {
    this.#consumer = request
    const last = this.#ended ? this.#kept.length - 1 : this.#kept.length
    for (let at = 0; at < last; at += 1) request.write(this.#kept[at])
    // Also when `request` is over before the body is: until the client has sent everything, it does not read the answer.
    for (const event of ['drain', 'close']) {
      request.on(event, () => {
        if (this.#consumer === request) this.#source.resume()
      })
    }
    // Where nothing of the body is here yet, the head is sent alone: Kimi may refuse the request on sight of it.
    if (!this.#ended && this.#kept.length === 0) request.flushHeaders()
    if (this.#ended) this.#end(request, this.#kept[last])
    else if (mustWait(request)) this.#source.pause()
    else this.#source.resume()
  }

  /** An answer is on its way to the client: nothing will be sent again, and what still comes is read away. */
  forget(): void {
    this.#overflowed = true
    this.#kept = []
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > KEPT_BYTES && this.#consumer !== null) {
      this.#overflowed = true
      this.#kept = []
    }
    if (!this.#overflowed) this.#kept.push(chunk)
    if (this.#consumer === null) {
      if (!this.#overflowed && this.#bytes >= AHEAD_BYTES) this.#source.pause()
    } else if (!this.#consumer.destroyed) {
      this.#consumer.write(chunk)
      if (mustWait(this.#consumer)) this.#source.pause()
    }
  }

  #finish(): void {
    this.#ended = true
    if (this.#consumer !== null) this.#end(this.#consumer, undefined)
  }

  #end(request: ClientRequest, lastChunk: Buffer | undefined): void {
    const trailers = requestTrailers(this.#source.rawHeaders, this.#source.rawTrailers)
    if (trailers.length > 0 && request.hasHeader('transfer-encoding')) request.addTrailers(trailers)
    request.end(lastChunk)
  }
}

/** Node undoes `chunked` and nothing else; passed on, another coding would be lost (RFC 9112, section 6.1). */
export function refuseUnknownCoding(client: IncomingMessage): void {
  const coding = client.headers['transfer-encoding']
  if (coding === undefined || coding.trim().toLowerCase() === 'chunked') return
  throw new KimiProxyError('REQUEST_MALFORMED.coding', { coding })
}

/** Whether a 'drain' will come, and is to be waited for. */
function mustWait(request: ClientRequest): boolean {
  return request.writableNeedDrain && request.writableLength > AHEAD_BYTES
}
