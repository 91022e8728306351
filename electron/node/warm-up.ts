/**
 * What the first request would wait for: V8 compiles a function when it is first called, some 4 ms for all that a request
 * runs through. Here one of our own runs through it beforehand, in memory: no port is opened, no token is used, and nothing
 * is there for Kimi to see.
 */
import { once } from 'node:events'
import { createServer, Agent as HttpAgent, type Server } from 'node:http'
import { Duplex } from 'node:stream'
import { Secret } from '../core/secret'
import { createSystemClock } from './clock'
import { DEFAULT_LIMITS, type ExchangeContext, exchange } from './exchange'
import { ParkingLot } from './parking-lot'
import { targetOf } from './target'
import type { UpstreamAgent } from './upstream'

/** As most are: a message whose answer is a stream. */
const BODY = JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], stream: true })
const FIELDS = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\nConnection: close`
const REQUEST = `POST /v1/messages HTTP/1.1\r\n${FIELDS}\r\n\r\n${BODY}`
const EVENT = 'event: message_stop\ndata: {"type":"message_stop"}\n\n'

/** Resolves with the answer of the made-up Kimi, as it came through. */
export async function warmUp(): Promise<string> {
  const kimi = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(EVENT)
    })
  })
  const context = contextFor(new MemoryAgent(kimi))
  const proxy = createServer((request, response) => {
    void exchange(context, request, response, { requestId: '', path: '/v1/messages', extraFields: {} })
  })
  const client = connectTo(proxy)
  let answer = ''
  client.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  client.write(REQUEST)
  await once(client, 'end')
  return answer
}

function contextFor(agent: UpstreamAgent): ExchangeContext {
  const token = new Secret('none')
  const upstream = { target: targetOf('http://localhost'), agent }
  return {
    keeper: {
      token: async () => token,
      replacementFor: async () => null,
      confirm: () => undefined,
    },
    upstream: () => upstream,
    limits: DEFAULT_LIMITS,
    parking: new ParkingLot({ clock: createSystemClock(), limitMs: 0, onChange: () => undefined }),
    onStream: () => undefined,
    onError: () => undefined,
  }
}

/** Leads to a server of this process that listens nowhere. */
class MemoryAgent extends HttpAgent implements UpstreamAgent {
  readonly #server: Server

  constructor(server: Server) {
    super({ keepAlive: false })
    this.#server = server
  }

  override createConnection(): Duplex {
    return connectTo(this.#server)
  }

  async prewarm(): Promise<void> {}

  async followSystem(): Promise<void> {}

  dropIdle(): void {}

  wasIdle(): boolean {
    return false
  }
}

/** A server takes any stream for a connection (nodejs.org, http: event 'connection'). */
function connectTo(server: Server): Duplex {
  const near = new MemoryEnd()
  const far = new MemoryEnd()
  near.other = far
  far.other = near
  server.emit('connection', far)
  return near
}

/** One end of a connection in memory: what is written here is read there. */
class MemoryEnd extends Duplex {
  other: MemoryEnd | null = null

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.other?.push(chunk)
    done()
  }

  override _final(done: () => void): void {
    this.other?.push(null)
    done()
  }
}
