/**
 * V8 compiles a function when it is first called, some 10 ms for all that a request runs through. So that the first request
 * does not wait for that, one of our own runs through `exchange` beforehand, in memory: no port is opened, no token is used,
 * and nothing is there for Kimi to see. Called by `Engine` after each start.
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'
import { Secret } from '../../core/basics/secret'
import { sayIn } from '../../core/words/say'
import { createSystemClock } from '../basics/clock'
import { createAgent } from '../network/connections'
import { DEFAULT_LIMITS } from '../network/proxy-limits'
import { targetOf } from '../network/target'
import { Turnstile } from '../plan/turnstile'
import { Trace } from '../recorder/trace'
import { exchange } from './exchange'
import type { ExchangeContext } from './exchange-terms'
import { ParkingLot } from './parking-lot'

/** As most are: a message whose answer is a stream. */
const REQUEST =
  'POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'
const ANSWER_FIELDS = { 'content-type': 'text/event-stream', connection: 'close' }

/** Resolves with the answer of the made-up Kimi, as it came through. Never rejects. */
export async function warmUp(): Promise<string> {
  const toKimi = servedInMemory((request, response) => {
    request
      .resume()
      .once('end', () => response.writeHead(200, ANSWER_FIELDS).end('event: ping\ndata: {}\n\n'))
  })
  const context = contextFor(toKimi)
  const client = servedInMemory((_request, response) => {
    void exchange(context, response, {
      ...{ requestId: '', path: '/v1/messages', extraFields: {} },
      trace: new Trace(() => performance.now(), true),
    })
  })()
  let answer = ''
  client.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  client.write(REQUEST)
  await once(client, 'end').catch(() => undefined)
  return answer
}

/** Returns what connects to it. A server takes any stream for a connection (nodejs.org, http: event 'connection'). */
function servedInMemory(answer: RequestListener): () => Duplex {
  const server = createServer(answer)
  return () => {
    const [near, far] = duplexPair()
    server.emit('connection', far)
    return near
  }
}

function contextFor(connect: () => Duplex): ExchangeContext {
  const token = new Secret('none')
  const target = targetOf('http://localhost')
  const agent = createAgent(target, { proxy: null, noProxy: '', extraCaFile: null }, undefined)
  const destination = { target, agent: Object.assign(agent, { createConnection: connect }) }
  const say = sayIn('en')
  const clock = createSystemClock()
  return {
    keeper: {
      token: async () => token,
      replacementFor: async () => null,
      confirm: () => undefined,
      pauseMs: 0,
    },
    destination: () => destination,
    limits: DEFAULT_LIMITS,
    parking: new ParkingLot({ clock, limitMs: 0, onChange: () => undefined }),
    turnstile: new Turnstile({ clock, isOn: false, onChange: () => undefined }),
    limitWatch: { reached: async () => null, served: () => undefined },
    explainLimits: false,
    clock,
    say: () => say,
    onStream: () => undefined,
    onError: () => undefined,
  }
}
