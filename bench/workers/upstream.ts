/**
 * The lean upstream: TLS, a request parser that knows just enough, small answers, and streams whose events carry the time
 * at which they were written. Node's own HTTP server would be the slowest part of the chain and hide what a proxy costs.
 */
import { readFileSync } from 'node:fs'
import { createServer, type TLSSocket } from 'node:tls'
import { serveTasks } from '../worker'
import { type Ask, askOf } from './asks'

export interface UpstreamTasks {
  readonly port: (input: null) => Promise<number>
  /** TLS handshakes completed so far. */
  readonly handshakes: (input: null) => number
  /**
   * When the connection of a named request was closed too early, on the monotonic clock; null while that has not happened.
   */
  readonly closedAtNs: (input: { readonly id: string }) => bigint | null
  /** Whether a named request has begun to arrive. */
  readonly hasArrived: (input: { readonly id: string }) => boolean
}

interface Request {
  readonly ask: Ask
  readonly method: string
  bytesLeft: number
}

const SMALL = JSON.stringify({
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'kimi-for-coding',
  content: [{ type: 'text', text: 'Hello from the lean upstream of the benchmark.' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 12, output_tokens: 9 },
})
const SMALL_HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${SMALL.length}\r\n\r\n`
const SMALL_ANSWER = Buffer.from(SMALL_HEAD + SMALL)
const EMPTY_ANSWER = Buffer.from(SMALL_HEAD)
/** No plan allows that many at a time; the load is more than one person's. */
const USAGES = JSON.stringify({ usages: {}, parallel: { limit: '10000' } })
const USAGES_ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${USAGES.length}\r\n\r\n${USAGES}`
const STREAM_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n'

const arrived = new Set<string>()
const closedAtNs = new Map<string, bigint>()
let handshakes = 0
let streams = 0

class Connection {
  readonly #socket: TLSSocket
  #unread: Buffer = Buffer.alloc(0)
  #request: Request | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(socket: TLSSocket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => this.#take(bytes))
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.once('close', () => this.#onClose())
  }

  #take(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    while (this.#unread.length > 0) {
      this.#request ??= this.#readHead()
      if (this.#request === null) return
      const taken = Math.min(this.#request.bytesLeft, this.#unread.length)
      this.#unread = this.#unread.subarray(taken)
      this.#request.bytesLeft -= taken
      if (this.#request.bytesLeft > 0) return
      this.#answer(this.#request)
      if (this.#request !== null) return
    }
  }

  /** Null until the whole head is there. */
  #readHead(): Request | null {
    const end = this.#unread.indexOf('\r\n\r\n')
    if (end < 0) return null
    const head = this.#unread.toString('latin1', 0, end)
    this.#unread = this.#unread.subarray(end + 4)
    const [method = '', target = ''] = head.slice(0, head.indexOf('\r\n')).split(' ')
    const bytesLeft = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    const ask = askOf(target)
    if (ask.id !== undefined) arrived.add(ask.id)
    return { ask, method, bytesLeft }
  }

  #answer({ ask, method }: Request): void {
    switch (ask.kind) {
      case 'small':
        this.#request = null
        this.#socket.write(method === 'HEAD' ? EMPTY_ANSWER : SMALL_ANSWER)
        return
      case 'usages':
        this.#request = null
        this.#socket.write(USAGES_ANSWER)
        return
      case 'stream':
        this.#socket.write(STREAM_HEAD)
        this.#stream(ask.everyMs)
        return
      case 'silence':
        return
    }
  }

  /** Spreads the streams evenly over the interval, as those of independent people would be. */
  #stream(everyMs: number): void {
    streams += 1
    const phaseMs = ((streams * 0.618034) % 1) * everyMs
    const begin = () => {
      this.#writeEvent()
      this.#timer = setInterval(() => this.#writeEvent(), everyMs)
    }
    this.#timer = setTimeout(begin, phaseMs)
  }

  #writeEvent(): void {
    const delta = `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" words"},"at":"${process.hrtime.bigint()}"}`
    const event = `event: content_block_delta\ndata: ${delta}\n\n`
    this.#socket.write(`${event.length.toString(16)}\r\n${event}\r\n`)
  }

  #onClose(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    const id = this.#request?.ask.id
    if (id !== undefined) closedAtNs.set(id, process.hrtime.bigint())
  }
}

const [keyFile = '', certFile = ''] = process.argv.slice(2)
const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, (socket) => {
  handshakes += 1
  new Connection(socket)
})
const listening = new Promise<number>((resolve) => {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 0)
  })
})

const tasks: UpstreamTasks = {
  port: () => listening,
  handshakes: () => handshakes,
  closedAtNs: ({ id }) => closedAtNs.get(id) ?? null,
  hasArrived: ({ id }) => arrived.has(id),
}
serveTasks({ ...tasks })
