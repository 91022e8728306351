/** What is recorded of each request: where its time went, whose silence it was, and what the answer told of its tokens. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RecorderAnswer, RequestRecord } from '../../../contract/recorder'
import { type BenchOptions, EngineBench } from '../../../testing/engine-bench'
import { FakeClock } from '../../../testing/fake-clock'
import { gate } from '../../../testing/gate'
import { call, messageBody } from '../../../testing/network/client'
import { freePort } from '../../../testing/network/free-port'
import { dial, type Wire } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const START = {
  type: 'message_start',
  message: {
    model: 'kimi-for-coding',
    usage: {
      input_tokens: 40,
      cache_read_input_tokens: 60,
      cache_creation_input_tokens: 0,
      output_tokens: 1,
    },
  },
}
const END = { type: 'message_delta', delta: {}, usage: { output_tokens: 7 } }
const STREAM = { 'content-type': 'text/event-stream' }

function event(json: { readonly type: string }): string {
  return `event: ${json.type}\ndata: ${JSON.stringify(json)}\n\n`
}

/** A Kimi whose requests wait in `held`, once their body is here, until the test answers them. */
async function heldUpstream(port = 0): Promise<{ readonly url: string; readonly held: ServerResponse[] }> {
  const held: ServerResponse[] = []
  const server = createServer((asked, response) => {
    asked.resume().once('end', () => {
      if (asked.url?.endsWith('/messages') === true) held.push(response)
      else response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return { url: `http://127.0.0.1:${address.port}`, held }
}

/** An engine with a valid token, its time moved by hand, before such a Kimi. */
async function beforeKimi(options: BenchOptions = {}) {
  const clock = new FakeClock()
  const { url, held } = await heldUpstream()
  const bench = await EngineBench.start({ upstream: url, clock, ...options })
  await call(bench.port, '/v1/models')
  return { bench, clock, held }
}

/** Sends a message; its answer is read as it comes. */
async function send({ port }: EngineBench): Promise<Wire> {
  const client = await dial(port)
  const body = messageBody('hi', true)
  await client.write(
    `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n` +
      `User-Agent: claude-cli/2.1.332 (external, cli)\r\nX-Claude-Code-Session-Id: abc-1\r\n\r\n${body}`,
  )
  return client
}

function responseAt(held: readonly ServerResponse[], at: number): ServerResponse {
  const response = held[at]
  if (response === undefined) throw new Error(`no request ${at}`)
  return response
}

async function requests({ port, secret }: EngineBench, after = 0): Promise<RecorderAnswer> {
  const headers = { 'x-kimi-proxy-secret': secret }
  return JSON.parse((await call(port, `/__kimi-proxy/requests/${after}`, { headers })).text)
}

/** The record of the one message that has ended. */
async function recordOf(bench: EngineBench): Promise<RequestRecord> {
  await bench.report('/v1/messages')
  const { records } = await requests(bench)
  const record = records.find(({ path }) => path === '/v1/messages')
  if (record === undefined) throw new Error('nothing was recorded')
  return record
}

describe('the time of a request', () => {
  test('that is refused, renewed and sent again is told apart, to the millisecond', async () => {
    const { bench, clock, held } = await beforeKimi()
    const rotated = gate()
    const grants = bench.simulator.log.grantedCount
    bench.simulator.onRotated = () => rotated.passed
    const client = await send(bench)
    await until('it is asked', () => held.length === 1)
    await clock.advance(300)
    responseAt(held, 0).writeHead(401, { 'content-type': 'application/json' }).end('{}')
    await until('a renewal is under way', () => bench.simulator.log.grantedCount > grants)
    await clock.advance(4_000)
    rotated.open()
    await until('it is asked again', () => held.length === 2)
    await clock.advance(700)
    responseAt(held, 1).writeHead(200, STREAM).write(event(START))
    await client.until((text) => text.includes('message_start'))
    await clock.advance(20_000)
    responseAt(held, 1).end(event(END))
    await client.until((text) => text.includes('message_delta'))
    const waits = {
      ...{ queuedMs: 0, waitedMs: 0 },
      ...{ renewalMs: 4_000, retriedMs: 300, firstByteMs: 700 },
    }
    expect(await recordOf(bench)).toMatchObject({
      session: 'abc-1',
      client: 'claude-cli/2.1.332',
      model: 'kimi-for-coding',
      status: 200,
      end: 'complete',
      renewals: 1,
      waits,
      silence: { ms: 20_000, by: 'kimi' },
      durationMs: 25_000,
      bytesUp: messageBody('hi', true).length,
      bytesDown: event(START).length + event(END).length,
      usage: { input: 40, output: 7, cacheRead: 60, cacheCreation: 0 },
    })
    const line = await bench.report('/v1/messages')
    expect(line).toMatchObject({ ...waits, silenceMs: 20_000, silenceBy: 'kimi', durationMs: 25_000 })
    expect(JSON.stringify(line)).not.toContain('[redacted]')
  })

  test('holds the wait for a renewal before the first try', async () => {
    const clock = new FakeClock()
    const { url, held } = await heldUpstream()
    const rotated = gate()
    const bench = await EngineBench.start({ upstream: url, clock, simulator: {} })
    bench.simulator.onRotated = () => rotated.passed
    const client = await send(bench)
    await until('a renewal is under way', () => bench.simulator.log.grantedCount > 0)
    await clock.advance(4_000)
    rotated.open()
    await until('it is asked', () => held.length === 1)
    responseAt(held, 0).end('{}')
    await client.until((text) => text.includes('{}'))
    expect((await recordOf(bench)).waits).toMatchObject({ renewalMs: 4_000, firstByteMs: 0, retriedMs: 0 })
  })

  test('that waits for the network is told as that', async () => {
    const clock = new FakeClock()
    const port = await freePort()
    const bench = await EngineBench.start({
      upstream: `http://127.0.0.1:${port}`,
      clock,
      parkMs: 600_000,
    })
    const client = await send(bench)
    await until('it waits', () => bench.engine.state.traffic.waitingRequests === 1)
    const { held } = await heldUpstream(port)
    await clock.advance(1_000)
    await until('it is asked', () => held.length === 1)
    responseAt(held, 0).end('{}')
    await client.until((text) => text.includes('{}'))
    expect((await recordOf(bench)).waits).toMatchObject({ waitedMs: 1_000, firstByteMs: 0 })
  })

  test('in which a client does not read is not laid to Kimi', async () => {
    const { bench, clock, held } = await beforeKimi()
    const answering = answerTo(bench.port)
    await until('it is asked', () => held.length === 1)
    const response = responseAt(held, 0)
    response.writeHead(200, STREAM).write(event(START))
    response.write(`: ${'x'.repeat(64 * 1024 * 1024)}\n\n`)
    const answer = await answering
    await untilStill(response)
    await clock.advance(9_000)
    response.end(event(END))
    await new Promise((resolve) => answer.resume().once('end', resolve))
    expect(await recordOf(bench)).toMatchObject({
      silence: { ms: 9_000, by: 'client' },
      usage: { input: 40, output: 7 },
    })
  })

  test('of one whose client gives up counts what it has waited for', async () => {
    const { bench, clock, held } = await beforeKimi()
    const client = await send(bench)
    await until('it is asked', () => held.length === 1)
    await clock.advance(60_000)
    client.reset()
    expect(await recordOf(bench)).toMatchObject({
      status: 0,
      end: 'clientGone',
      durationMs: 60_000,
      waits: { firstByteMs: null, retriedMs: 60_000 },
      silence: null,
      usage: null,
    })
  })
})

/** The answer to a message, of which nothing is read yet. */
function answerTo(port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const path = '/v1/messages'
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', agent: false }, resolve)
    outgoing.once('error', reject).end(messageBody('hi', true))
  })
}

/** Nothing more of it goes out: everything on the way is full. */
async function untilStill({ socket }: ServerResponse): Promise<void> {
  let sent = -1
  let looks = 0
  await until('nothing more goes out', () => {
    const now = socket?.bytesWritten ?? 0
    looks = now === sent && (socket?.writableLength ?? 0) > 0 ? looks + 1 : 0
    sent = now
    return looks > 10
  })
}

describe('the tokens', () => {
  test.each([
    ['of a whole message', '/v1/messages', { model: 'k3', usage: { input_tokens: 5, output_tokens: 2 } }],
    [
      'of a chat completion',
      '/v1/chat/completions',
      { model: 'k3', usage: { prompt_tokens: 5, completion_tokens: 2 } },
    ],
  ])('%s are read', async (_what, path, json) => {
    const bench = await answering(JSON.stringify(json), {})
    await call(bench.port, path, { method: 'POST', body: messageBody('hi', false) })
    await bench.report(path)
    const usage = { input: 5, output: 2, cacheRead: 0, cacheCreation: 0 }
    expect((await requests(bench)).records).toMatchObject([{ path, model: 'k3', usage }])
  })

  test('of an encoded answer are not known, and the answer is passed on as it is', async () => {
    const packed = gzipSync('{"model":"k3","usage":{"prompt_tokens":5}}')
    const bench = await answering(packed, { 'content-encoding': 'gzip' })
    const path = '/v1/chat/completions'
    const answer = await call(bench.port, path, { method: 'POST', body: messageBody('hi', false) })
    expect(answer.headers['content-encoding']).toBe('gzip')
    await bench.report(path)
    expect((await requests(bench)).records).toMatchObject([
      { model: null, usage: null, bytesDown: packed.length },
    ])
  })

  async function answering(body: string | Buffer, fields: Readonly<Record<string, string>>) {
    const server = createServer((asked, response) => {
      asked.resume().once('end', () => {
        response.writeHead(200, { 'content-type': 'application/json', ...fields }).end(body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return EngineBench.start({ upstream: `http://127.0.0.1:${address.port}` })
  }
})

describe('the list', () => {
  test('is for whoever can read the run file, can be asked for what is new, and is not in the state', async () => {
    const bench = await EngineBench.start()
    for (const path of ['/v1/models?key=hidden', '/v1/models', '/v1/usages']) await call(bench.port, path)
    expect((await call(bench.port, '/__kimi-proxy/requests/0')).status).toBe(403)
    const headers = { 'x-kimi-proxy-secret': bench.secret }
    expect((await call(bench.port, '/__kimi-proxy/requests/x', { headers })).status).toBe(404)
    await until('all have ended', async () => (await requests(bench)).records.length === 3)
    const all = await requests(bench)
    expect(JSON.stringify(all)).not.toContain('hidden')
    expect((await requests(bench, 2)).records).toEqual(all.records.slice(2))
    expect(JSON.stringify(bench.engine.state)).not.toContain(all.records[0]?.requestId)
  })
})
