/**
 * A request body that streams up while a bounded copy is kept, so that the same request can be sent once more.
 * Before there is a token some of it is read ahead; past that, the upstream's pace decides.
 */
import type { ClientRequest, IncomingMessage } from 'node:http'
import { KimiProxyError } from '../../core/basics/errors'
import { requestTrailers } from '../../core/proxy/headers'
import { asksForStream } from '../../core/proxy/stream-flag'
import { KeptBody } from './kept-body'
import { KeptMemory } from './kept-memory'

const MB = 1024 * 1024
/** Kimi refuses over 2 MB; the rest is room for what it may allow one day. What is longer goes without a replay. */
const KEPT_BYTES = 4 * MB
/** Of all requests together. */
const KEPT_TOGETHER_BYTES = 64 * MB
/**
 * An upload may be so far ahead of Kimi: before there is a token, and while Kimi reads slower than the client sends. More
 * than Kimi takes: a connection that is not read to the end of its request does not show that its client has left. What is
 * kept is in memory anyway, and a pause at every chunk would leave one of both ends idle at any time.
 */
const AHEAD_BYTES = 4 * MB
/** The same for what is not kept. */
const UNKEPT_AHEAD_BYTES = MB / 4
/** And for all while much is kept: what waits to be sent is in memory a second time. */
const TIGHT_AHEAD_BYTES = MB / 16

/** Of this process, whatever engines it has had. */
export const keptMemory = new KeptMemory(KEPT_TOGETHER_BYTES)

export class BodyTape {
  /** Whether it is that of a message, in either protocol: the answer may be a stream. */
  readonly isMessage: boolean
  readonly #source: IncomingMessage
  readonly #memory: KeptMemory
  readonly #kept: KeptBody
  #bytes = 0
  #ended = false
  #overflowed = false
  #consumer: ClientRequest | null = null
  /** How many bytes had been sent when it was held; null while it is not. */
  #heldFrom: number | null = null
  #asksForStream: boolean | null = null

  constructor(source: IncomingMessage, isMessage: boolean, memory: KeptMemory = keptMemory) {
    this.#source = source
    this.#memory = memory
    this.#kept = new KeptBody(memory)
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
    this.#asksForStream ??= asksForStream(Buffer.concat(this.#kept.from(0)).toString('utf8'))
    return this.#asksForStream
  }

  /** Sends everything from the start to `request`, which ends when the body does. Replaces an earlier consumer. */
  sendTo(request: ClientRequest): void {
    this.#consumer = request
    this.#heldFrom = null
    const kept = this.#kept.from(0)
    const last = this.#ended ? kept.pop() : undefined
    for (const chunk of kept) request.write(chunk)
    // Also when `request` is over before the body is: until the client has sent everything, it does not read the answer.
    for (const event of ['drain', 'close']) {
      request.on(event, () => {
        if (this.#consumer === request) this.#source.resume()
      })
    }
    // Where nothing of the body is here yet, the head is sent alone: Kimi may refuse the request on sight of it.
    if (!this.#ended && this.#kept.bytes === 0) request.flushHeaders()
    if (this.#ended) this.#end(request, last)
    else if (this.#mustWait(request)) this.#source.pause()
    else this.#source.resume()
  }

  /** The answer may be one that nobody wants: until that is known, what comes is kept as far as there is room, and not sent. */
  hold(): void {
    this.#heldFrom ??= this.#kept.bytes
  }

  /** An answer is on its way to the client: nothing will be sent again, and what still comes is not kept. */
  forget(): void {
    const held = this.#heldFrom === null ? [] : this.#kept.from(this.#heldFrom)
    const endsNow = this.#heldFrom !== null && this.#ended
    this.#drop()
    const request = this.#consumer
    if (request === null || request.destroyed) return
    for (const chunk of held) request.write(chunk)
    if (endsNow) this.#end(request, undefined)
    else if (held.length > 0) this.#source.resume()
  }

  /** Nobody wants what still comes. Until the client has sent everything, it may not read its answer. */
  readAway(): void {
    this.#consumer = null
    this.#drop()
    this.#source.resume()
  }

  #drop(): void {
    this.#heldFrom = null
    this.#overflowed = true
    this.#kept.clear()
  }

  #take(chunk: Buffer): void {
    const isTaken = this.#consumer !== null && this.#heldFrom === null
    // What nobody takes yet is kept in any case: nothing may be lost.
    if (isTaken && !this.#overflowed && !this.#hasRoom(chunk.length)) this.#drop()
    this.#bytes += chunk.length
    if (!this.#overflowed) this.#kept.push(chunk)
    this.#memory.arrived(chunk.length)
    if (!isTaken) {
      if (!this.#overflowed && !this.#hasRoom(1)) this.#source.pause()
    } else if (this.#consumer?.destroyed === false) {
      this.#consumer.write(chunk)
      if (this.#mustWait(this.#consumer)) this.#source.pause()
    }
  }

  #hasRoom(bytes: number): boolean {
    return this.#bytes + bytes <= KEPT_BYTES && this.#memory.hasRoom(bytes)
  }

  #finish(): void {
    this.#ended = true
    if (this.#consumer !== null && this.#heldFrom === null) this.#end(this.#consumer, undefined)
  }

  /** Whether a 'drain' will come, and is to be waited for. */
  #mustWait(request: ClientRequest): boolean {
    const calmBytes = this.#overflowed ? UNKEPT_AHEAD_BYTES : AHEAD_BYTES
    const aheadBytes = this.#memory.isTight ? TIGHT_AHEAD_BYTES : calmBytes
    return request.writableNeedDrain && request.writableLength > aheadBytes
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
