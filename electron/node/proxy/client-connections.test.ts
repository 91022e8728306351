/** The connections of clients: how many, how much at once on one, and what becomes of one that was ended on one side. */
import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HealthAnswer } from '../../core/engine/health'
import { sayIn } from '../../core/words/say'
import { EngineBench } from '../../testing/engine-bench'
import { call, message, messageBody } from '../../testing/network/client'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { dial, type Wire } from '../../testing/network/wire'
import { until } from '../../testing/until'
import { clientsWithin } from './client-connections'
import type { ExchangeReport } from './exchange-terms'
import { listen } from './listener'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const SSE = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
const EVENT = 'event: ping\ndata: {}\n\n'
const CHUNK = `${EVENT.length.toString(16)}\r\n${EVENT}\r\n`
const post = (body = messageBody('hi', true)) =>
  `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** Kimi, who answers when the test says so. */
async function patientKimi() {
  const asked: Wire[] = []
  const upstream = await rawUpstream(async (wire) => {
    for (;;) {
      await wire.message()
      asked.push(wire)
    }
  })
  const bench = await EngineBench.start({ upstream: upstream.url })
  return { asked, port: bench.port, bench }
}

describe('a client that ends its side', () => {
  test('before an answer gets it', async () => {
    const { asked, port } = await patientKimi()
    const client = await dial(port)
    await client.write(post())
    client.socket.end()
    await until('Kimi was asked', () => asked.length === 1)
    await until('it is known to be there', () => client.text.split(' 102 ').length === 3)
    await asked[0]?.write(OK)
    expect(await client.rest()).toMatch(/HTTP\/1\.1 200 OK[\s\S]*ok$/)
    expect(client.ended).toBe('clean')
  })

  test('in the middle of a stream gets the rest', async () => {
    const { asked, port } = await patientKimi()
    const client = await dial(port)
    await client.write(post())
    await until('Kimi was asked', () => asked.length === 1)
    await asked[0]?.write(`${SSE}${CHUNK}`)
    await client.until((text) => text.includes(EVENT))
    client.socket.end()
    await client.until((text) => text.includes('\r\n: '))
    await asked[0]?.write(`${CHUNK}0\r\n\r\n`)
    expect(await client.rest()).toMatch(/data: \{\}\n\n\r\n0\r\n\r\n$/)
  })

  test.each([
    ['before an answer', ''],
    ['in a silent stream', `${SSE}${CHUNK}`],
  ])('and is gone %s ends the request at Kimi', async (_when, begun) => {
    const { asked, port } = await patientKimi()
    const client = await dial(port)
    await client.write(post())
    await until('Kimi was asked', () => asked.length === 1)
    if (begun !== '') {
      await asked[0]?.write(begun)
      await client.until((text) => text.includes(EVENT))
    }
    client.socket.destroy()
    await asked[0]?.closed
  })
})

describe('requests of one connection', () => {
  test('are served a hundred at a time, and all of them in their order', async () => {
    const { asked, port } = await patientKimi()
    const client = await dial(port)
    const paths = Array.from({ length: 350 }, (_, index) => `/x/${index}`)
    await client.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''))
    let most = 0
    for (let answered = 0; answered < paths.length; ) {
      await until('more was asked', () => asked.length > answered)
      most = Math.max(most, asked.length - answered)
      const wire = asked[answered]
      answered += 1
      await wire?.write(OK)
    }
    await client.until((text) => text.split('HTTP/1.1 200 ').length === paths.length + 1)
    expect(most).toBeLessThanOrEqual(100)
    await client.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await client.until((text) => text.includes('"live"'))
  })
})

test('CONNECT is refused in a sentence that says what to set', async () => {
  const { port } = await EngineBench.start()
  const client = await dial(port)
  await client.write('CONNECT api.kimi.com:443 HTTP/1.1\r\nHost: api.kimi.com:443\r\n\r\n')
  const text = await client.rest()
  expect(text).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nAllow: GET, /)
  expect(text).toContain(`use http://127.0.0.1:${port} as ANTHROPIC_BASE_URL`)
  expect((await call(port, '/health/live')).status).toBe(200)
})

describe('the number of connections', () => {
  test.each([
    [256, 76],
    [1_024, 384],
    [1_048_576, 10_000],
    [Number.POSITIVE_INFINITY, 10_000],
    [20, 16],
  ])('under a limit of %d descriptors stays at %i', (descriptors, clients) => {
    expect(clientsWithin(descriptors)).toBe(clients)
  })

  test('that is too many is told in a sentence; health is answered, and room is made by those who leave', async () => {
    const handlers = {
      say: () => sayIn('en'),
      allowedOrigins: [],
      allowedHosts: [],
      metrics: null,
      mayForward: () => true,
      health: async () => ({ httpStatus: 200 as const, body: {} as HealthAnswer['body'] }),
      control: () => undefined,
      forward: async (_client: unknown, response: ServerResponse) => {
        response.end('served')
        return {} as ExchangeReport
      },
      refused: () => undefined,
      lost: () => undefined,
    }
    const listener = await listen(0, handlers, 3)
    onTestFinished(() => listener.close(0))
    const { port } = listener
    const held = await Promise.all([1, 2, 3].map(() => dial(port)))
    const refused = await message(port, 'x'.repeat(1_000_000))
    expect(refused.status).toBe(503)
    expect(JSON.parse(refused.text).error).toMatchObject({
      type: 'overloaded_error',
      message: expect.stringMatching(/Too many connections/),
    })
    expect((await call(port, '/health/live')).status).toBe(200)
    for (const client of held) client.socket.destroy()
    await Promise.all(held.map(({ closed }) => closed))
    await until('there is room', async () => (await message(port, 'hi')).status === 200)
  })
})
