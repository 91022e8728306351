/** Requests that wait for a new sign-in or for the network instead of failing. */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { FakeClock } from '../../../testing/fake-clock'
import { message, messageBody } from '../../../testing/network/client'
import { freePort } from '../../../testing/network/free-port'
import { dial } from '../../../testing/network/wire'
import { KimiSimulator } from '../../../testing/simulated-kimi'
import { until } from '../../../testing/until'

const LONG_MS = 60_000
const SENTENCE = /Kimi sign-in needed: Kimi signed you out/

interface Parked {
  readonly parkMs?: number
  readonly holdAfterMs?: number
}

/** An engine whose login Kimi has just ended. */
async function signedOut({ parkMs = LONG_MS, holdAfterMs = 20 }: Parked = {}): Promise<EngineBench> {
  const bench = await EngineBench.start({ parkMs, limits: { holdAfterMs, commentAfterMs: 20 } })
  bench.simulator.revokeLogins()
  return bench
}

function untilParked(bench: EngineBench, count: number): Promise<void> {
  return until(`${count} wait`, () => bench.engine.state.traffic.waitingRequests === count)
}

/** A person signs in with a tool that writes the login file; the engine hears of it. */
async function signIn(bench: EngineBench): Promise<void> {
  const [path = ''] = bench.engine.loginPaths
  writeFileSync(path, JSON.stringify(bench.simulator.issueLogin()))
  await bench.engine.look()
}

const STREAM = messageBody('count to 3', true)
const POST = `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${STREAM.length}\r\n\r\n${STREAM}`

describe('while the login is dead', () => {
  test('a streamed request gets 200 and comments, and its answer once somebody has signed in', async () => {
    const bench = await signedOut()
    const client = await dial(bench.port)
    await client.write(POST)
    const begun = await client.until((text) => text.split(': keep-alive\n\n').length > 3)
    expect(begun).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(begun).toMatch(/content-type: text\/event-stream/i)
    await signIn(bench)
    const whole = await client.until((text) => text.endsWith('0\r\n\r\n'))
    expect(whole).toContain('event: message_start')
    expect(whole).toContain('event: message_stop')
    expect(whole.match(/HTTP\/1\.1/g)).toHaveLength(1)
    await untilParked(bench, 0)
  })

  test('a streamed request whose body is still coming gets them once all of it is there', async () => {
    const bench = await signedOut()
    const first = message(bench.port, 'hi')
    await untilParked(bench, 1)
    const client = await dial(bench.port)
    await client.write(POST.slice(0, -10))
    await untilParked(bench, 2)
    await client.write(POST.slice(-10))
    expect(await client.until((text) => text.includes(': keep-alive\n\n'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    await signIn(bench)
    expect(await client.until((text) => text.endsWith('0\r\n\r\n'))).toContain('event: message_stop')
    expect((await first).status).toBe(200)
  })

  test('another request simply waits, and is answered as ever', async () => {
    const bench = await signedOut()
    const answer = message(bench.port, 'hi')
    await untilParked(bench, 1)
    await signIn(bench)
    expect(await answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    expect(bench.engine.state.traffic).toMatchObject({ waitingRequests: 0, activeRequests: 0 })
  })

  test('many wait, and all are sent the moment there is a token', async () => {
    const bench = await signedOut()
    const answers = Array.from({ length: 20 }, (_, n) => message(bench.port, 'hi', n % 2 === 0))
    await untilParked(bench, 20)
    const before = bench.simulator.log.grantedCount
    await signIn(bench)
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses).toEqual(answers.map(() => 200))
    expect(bench.simulator.log.grantedCount).toBe(before)
  })

  test('past the limit a plain request is told so with 402', async () => {
    const bench = await signedOut({ parkMs: 1_500 })
    const { status, text } = await message(bench.port, 'hi')
    expect([status, JSON.parse(text).error.message]).toEqual([402, expect.stringMatching(SENTENCE)])
    expect(bench.engine.state.traffic.waitingRequests).toBe(0)
  })

  test('past the limit a stream that was begun is told so in an event of its own, and ends well', async () => {
    const bench = await signedOut({ parkMs: 1_500 })
    const { status, text } = await message(bench.port, 'hi', true)
    expect(status).toBe(200)
    const event = /event: error\ndata: (.*)\n\n$/.exec(text)?.[1] ?? '{}'
    expect(JSON.parse(event)).toMatchObject({
      type: 'error',
      error: { type: 'billing_error', message: expect.stringMatching(SENTENCE) },
      request_id: expect.stringMatching(/^req_/),
    })
    // What is asked in its place at once should not wait all over again.
    const again = await message(bench.port, 'hi')
    expect([again.status, bench.engine.state.traffic.waitingRequests]).toEqual([402, 0])
  })

  test('a short wait leaves the status to Kimi', async () => {
    const bench = await signedOut({ holdAfterMs: 10_000 })
    bench.simulator.script({ on: 'api', answer: { status: 401, body: {} } })
    const answer = message(bench.port, 'hi', true)
    await untilParked(bench, 1)
    bench.simulator.script({ on: 'api', answer: { status: 429, body: { type: 'error', error: {} } } })
    await signIn(bench)
    expect((await answer).status).toBe(429)
  })

  test('an error of Kimi after that is an event of the stream, word for word', async () => {
    const bench = await signedOut()
    const client = await dial(bench.port)
    await client.write(POST)
    await client.until((text) => text.includes(': keep-alive'))
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } }
    bench.simulator.script({ on: 'api', answer: { status: 429, body: error } })
    await signIn(bench)
    const whole = await client.until((text) => text.endsWith('0\r\n\r\n'))
    expect(whole).toContain(`event: error\ndata: ${JSON.stringify(error)}\n\n`)
  })

  test('an answer in a coding of its own is not put into a stream that was begun without', async () => {
    const bench = await signedOut()
    const client = await dial(bench.port)
    await client.write(POST)
    await client.until((text) => text.includes(': keep-alive'))
    const headers = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }
    bench.simulator.script({ on: 'api', answer: { status: 200, body: 'gzipped', headers } })
    await signIn(bench)
    const whole = await client.until((text) => text.endsWith('0\r\n\r\n'))
    expect(whole).toMatch(/event: error\ndata: .*"Kimi: HTTP 200"/)
    expect(whole).not.toContain('gzipped')
  })

  test('a client that leaves frees its place', async () => {
    const bench = await signedOut()
    const streamed = await dial(bench.port)
    await streamed.write(POST)
    const plain = await dial(bench.port)
    await plain.write(POST.replace('"stream":true', '"stream":!1').replace('!1', 'null'))
    await untilParked(bench, 2)
    streamed.socket.destroy()
    await untilParked(bench, 1)
    plain.socket.destroy()
    await untilParked(bench, 0)
    await until('nothing runs', () => bench.engine.state.traffic.activeRequests === 0)
  })

  test('a client that leaves in the middle of a long upload frees its place too', async () => {
    const bench = await signedOut()
    const first = message(bench.port, 'hi')
    await untilParked(bench, 1)
    const client = await dial(bench.port)
    const head = 'POST /v1/other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n'
    await client.write(head + 'x'.repeat(3_000_000))
    await untilParked(bench, 2)
    client.socket.destroy()
    await untilParked(bench, 1)
    await signIn(bench)
    expect((await first).status).toBe(200)
  })

  test('a stop tells those who wait at once', async () => {
    const bench = await signedOut()
    const answer = message(bench.port, 'hi')
    await untilParked(bench, 1)
    await Promise.all([bench.engine.stop(60_000), answer])
    expect((await answer).status).toBe(402)
  })

  test('a restart tells those who wait to ask again', async () => {
    const bench = await signedOut()
    const answer = message(bench.port, 'hi')
    await untilParked(bench, 1)
    await bench.engine.stop(60_000, true)
    const { status, text } = await answer
    expect([status, JSON.parse(text).error.type]).toEqual([503, 'overloaded_error'])
  })

  test('nobody waits where that is off', async () => {
    const bench = await signedOut({ parkMs: 0 })
    expect((await message(bench.port, 'hi', true)).status).toBe(402)
    expect((await message(bench.port, 'hi')).status).toBe(402)
  })
})

describe('while the network is away', () => {
  test('a request whose connection does not come about waits for Kimi to be there again', async () => {
    const port = await freePort()
    const bench = await EngineBench.start({
      parkMs: LONG_MS,
      upstream: `http://127.0.0.1:${port}/coding`,
      limits: { holdAfterMs: 20, commentAfterMs: 20 },
    })
    const answers = [message(bench.port, 'hi'), message(bench.port, 'hi', true)]
    await untilParked(bench, 2)
    const simulator = await KimiSimulator.start({ port })
    const [path = ''] = bench.engine.loginPaths
    writeFileSync(path, JSON.stringify(simulator.issueLogin()))
    await bench.engine.command({ kind: 'lookAgain' })
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
    await simulator.stop()
  })

  test('one whose connection breaks before TLS is up waits as well: Kimi has heard nothing of it', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const bench = await EngineBench.start({
      parkMs: LONG_MS,
      upstream: `https://127.0.0.1:${port}/coding`,
    })
    const answer = message(bench.port, 'hi')
    await untilParked(bench, 1)
    await Promise.all([bench.engine.stop(60_000), answer])
    expect((await answer).status).toBe(502)
  })

  test('a connection that broke is not: Kimi may have begun', async () => {
    const bench = await EngineBench.start({ parkMs: LONG_MS })
    bench.simulator.script({ on: 'api', dropBeforeHeaders: true })
    expect((await message(bench.port, 'hi')).status).toBe(502)
  })
})

describe('while the sign-in host is away', () => {
  test('a request whose token Kimi refuses waits for the renewal, and the token is not sent again', async () => {
    const clock = new FakeClock()
    const bench = await EngineBench.start({
      parkMs: LONG_MS,
      clock,
      simulator: { nowMs: () => clock.wallMs() },
    })
    bench.simulator.revokeAccessTokens()
    // More than one renewal tries in vain.
    bench.simulator.script({ on: 'token', answer: { status: 503, body: 'busy' } }, 5)
    let status = 0
    void message(bench.port, 'hi').then((answer) => {
      status = answer.status
    })
    await until('it is answered', async () => {
      await clock.advance(100)
      return status !== 0
    })
    expect(status).toBe(200)
    expect([bench.simulator.log.apiRequestCount, bench.simulator.log.failures401]).toEqual([2, 1])
  })
})
