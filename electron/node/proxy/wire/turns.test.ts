/** Requests that wait their turn, and such that Kimi refuses as one too many at a time. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type BenchOptions, EngineBench } from '../../../testing/engine-bench'
import { FakeClock } from '../../../testing/fake-clock'
import { type Answer, call, messageBody } from '../../../testing/network/client'
import { LimitedUpstream, ONE_TOO_MANY } from '../../../testing/network/limited-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

interface Bench {
  readonly bench: EngineBench
  readonly kimi: LimitedUpstream
}

/** An engine before a Kimi that serves `limit` at a time, which it does not know yet. */
async function beforeKimi(limit: number, options: BenchOptions = {}): Promise<Bench> {
  const kimi = await LimitedUpstream.start(limit)
  const limits = { holdAfterMs: 20, commentAfterMs: 20 }
  return { bench: await EngineBench.start({ upstream: kimi.url, limits, ...options }), kimi }
}

/** The same once it has learned the limit. */
async function learned(limit: number, clock?: FakeClock): Promise<Bench> {
  const { bench, kimi } = await beforeKimi(
    limit,
    clock === undefined
      ? {}
      : { clock, simulator: { nowMs: () => clock.wallMs(), expiresInSeconds: 100_000 } },
  )
  let answered = 0
  for (let at = 0; at <= limit; at += 1) {
    void ask(bench, `teacher${at}`).then(() => {
      answered += 1
    })
  }
  await until('one is refused', () => kimi.refusals > 0)
  kimi.answersItself = true
  kimi.finish()
  await until('all are served', async () => {
    await clock?.advance(100)
    return answered === limit + 1
  })
  await clock?.advance(2_000)
  await until('it is learned', () => bench.engine.state.plan.turns.limit === limit)
  await untilTurns(bench, 0, 0)
  bench.lines.splice(0)
  kimi.answersItself = false
  kimi.mostAtWork = 0
  kimi.refusals = 0
  return { bench, kimi }
}

interface Asked {
  readonly session?: string
  readonly stream?: boolean
  readonly path?: string
}

function ask(
  { port }: EngineBench,
  text: string,
  { session, stream = false, path = '/v1/messages' }: Asked = {},
): Promise<Answer> {
  return call(port, path, {
    method: 'POST',
    headers: session === undefined ? {} : { 'x-claude-code-session-id': session },
    body: messageBody(text, stream),
  })
}

function askMany(bench: EngineBench, count: number, name = 'm'): readonly Promise<Answer>[] {
  return Array.from({ length: count }, (_, at) =>
    ask(bench, `${name}${at}`, { session: `s${at % 4}`, stream: at % 2 === 0 }),
  )
}

function untilTurns({ engine }: EngineBench, running: number, queued: number): Promise<void> {
  return until(`${running} run, ${queued} wait`, () => {
    const { turns } = engine.state.plan
    return turns.running === running && turns.queued === queued
  })
}

async function failuresOf(answers: readonly Promise<Answer>[]): Promise<readonly Answer[]> {
  const all = await Promise.all(answers)
  return all.filter(({ status, text }) => status !== 200 || text.includes('"error"'))
}

describe('40 clients at once', () => {
  test('are all served by a Kimi that serves 30, and it never sees more', async () => {
    const { bench, kimi } = await beforeKimi(30)
    const answers = askMany(bench, 40)
    await until('30 are at work', () => kimi.atWork.length === 30)
    await untilTurns(bench, 30, 10)
    kimi.answersItself = true
    kimi.finish()
    expect(await failuresOf(answers)).toEqual([])
    expect([kimi.mostAtWork, kimi.refusals]).toEqual([30, 0])
    await untilTurns(bench, 0, 0)
  })

  test('are all served by a Kimi that serves 5, which sees no more once that is learned', async () => {
    const { bench, kimi } = await beforeKimi(5)
    kimi.answersItself = true
    expect(await failuresOf(askMany(bench, 40))).toEqual([])
    expect(kimi.refusals).toBeGreaterThan(0)
    const limit = () => bench.engine.state.plan.turns.limit ?? 30
    // Fewer than 5 may have run when it was refused, as Kimi counts.
    await until('the limit is shown', () => limit() <= 5)
    kimi.refusals = 0
    expect(await failuresOf(askMany(bench, 40, 'again'))).toEqual([])
    expect(kimi.refusals).toBe(0)
    expect(limit()).toBeLessThanOrEqual(5)
  })

  test('are served as many at a time as was learned', async () => {
    const { bench, kimi } = await learned(3)
    kimi.answersItself = true
    expect(await failuresOf(askMany(bench, 40))).toEqual([])
    expect([kimi.mostAtWork, kimi.refusals]).toEqual([3, 0])
  })

  test('leave no turn taken, however they end', async () => {
    const { bench, kimi } = await beforeKimi(5)
    const clients = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const client = await dial(bench.port)
        const body = messageBody(`m${at}`, at % 2 === 0)
        await client.write(
          `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        )
        return client
      }),
    )
    await untilTurns(bench, 5, 35)
    for (const client of clients.filter((_, at) => at % 3 !== 0)) client.socket.destroy()
    kimi.answersItself = true
    kimi.finish()
    await untilTurns(bench, 0, 0)
    await until('nothing runs', () => bench.engine.state.traffic.activeRequests === 0)
    expect(kimi.atWork).toEqual([])
  })
})

describe('while others have their turn', () => {
  test('a session with nothing running comes before a swarm', async () => {
    const { bench, kimi } = await learned(2)
    const swarm = Array.from({ length: 12 }, (_, at) => ask(bench, `swarm${at}`, { session: 'swarm' }))
    await until('the swarm is here', () => bench.engine.state.traffic.activeRequests === 12)
    const person = ask(bench, 'person', { session: 'person' })
    await until('the person is here', () => bench.engine.state.traffic.activeRequests === 13)
    const [first = ''] = kimi.atWork
    kimi.finish(first)
    await until('two are at work', () => kimi.atWork.length === 2)
    expect(kimi.atWork).toContain('person')
    kimi.answersItself = true
    kimi.finish()
    expect(await failuresOf([...swarm, person])).toEqual([])
  })

  test('a streamed request gets 200 and comments, then its answer; how long it waited is in the log', async () => {
    const { bench, kimi } = await learned(1)
    const first = ask(bench, 'first')
    await until('it is at work', () => kimi.atWork.length === 1)
    const client = await dial(bench.port)
    const body = messageBody('second', true)
    await client.write(
      `POST /v1/messages?second HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    const begun = await client.until((text) => text.split(': keep-alive\n\n').length > 3)
    expect(begun).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    kimi.finish()
    expect((await first).status).toBe(200)
    await until('it is its turn', () => kimi.atWork.includes('second'))
    kimi.finish()
    const whole = await client.until((text) => text.endsWith('0\r\n\r\n'))
    expect(whole).toContain('event: message_stop')
    expect(whole.match(/HTTP\/1\.1/g)).toHaveLength(1)
    await until('both are in the log', () => reports(bench).length === 2)
    expect(reports(bench).map((queuedMs) => queuedMs > 0)).toEqual([false, true])
  })

  test('counting tokens and listing models takes no turn', async () => {
    const { bench, kimi } = await learned(1)
    const first = ask(bench, 'first')
    await until('it is at work', () => kimi.atWork.length === 1)
    expect((await ask(bench, 'x', { path: '/v1/messages/count_tokens' })).status).toBe(200)
    expect((await call(bench.port, '/v1/models')).status).toBe(200)
    kimi.finish()
    expect((await first).status).toBe(200)
  })

  test.each([
    [false, /and the turn of this one has not come/],
    [true, /is restarting with other settings/],
  ])('a stop tells those who wait 503 at once (restart: %s)', async (isRestart, sentence) => {
    const { bench, kimi } = await learned(1)
    const first = ask(bench, 'first')
    await until('it is at work', () => kimi.atWork.length === 1)
    const second = ask(bench, 'second')
    await untilTurns(bench, 1, 1)
    const stopped = bench.engine.stop(60_000, isRestart)
    const { status, text } = await second
    expect([status, JSON.parse(text).error]).toEqual([
      503,
      { type: 'overloaded_error', message: expect.stringMatching(sentence) },
    ])
    kimi.finish()
    expect((await first).status).toBe(200)
    await stopped
    expect(bench.engine.state.plan.turns).toMatchObject({ running: 0, queued: 0 })
  })

  test('a client that hears nothing is told before it gives up', async () => {
    const clock = new FakeClock()
    const { bench, kimi } = await learned(1, clock)
    const first = ask(bench, 'first')
    await until('it is at work', () => kimi.atWork.length === 1)
    const second = ask(bench, 'second', { path: '/v1/messages?second' })
    await until('it waits', () => bench.engine.state.traffic.activeRequests === 2)
    await clock.advance(589_000)
    expect(bench.engine.state.traffic.activeRequests).toBe(2)
    await clock.advance(1_000)
    expect((await second).status).toBe(503)
    kimi.finish()
    expect((await first).status).toBe(200)
  })
})

function reports(bench: EngineBench): readonly number[] {
  return bench.lines
    .filter(({ event }) => event === 'request')
    .map(({ fields }) => Number(fields['queuedMs']))
}

describe('a request that Kimi refuses as one too many', () => {
  test.each([
    [403, 'identity', ONE_TOO_MANY],
    [403, 'gzip', gzipSync(ONE_TOO_MANY)],
    [429, 'identity', JSON.stringify({ error: { message: 'Too many concurrent requests' } })],
  ])('with %i (%s) is sent again until it is served', async (status, coding, body) => {
    const { bench, kimi } = await beforeKimi(0)
    kimi.refusal = { status, body, headers: coding === 'gzip' ? { 'content-encoding': coding } : {} }
    const answer = ask(bench, 'hi')
    await until('it was refused twice', () => kimi.refusals === 2)
    kimi.limit = 1
    kimi.answersItself = true
    expect((await answer).text).toContain('"hi"')
    expect(kimi.refusals).toBe(2)
  })

  test('is passed on in the end, word for word', async () => {
    const clock = new FakeClock()
    // The token outlives the test: a renewal would take real time.
    const simulator = { nowMs: () => clock.wallMs(), expiresInSeconds: 100_000 }
    const { bench } = await beforeKimi(0, { clock, simulator })
    let answer: Answer | null = null
    void ask(bench, 'hi').then((came) => {
      answer = came
    })
    await until('it is answered', async () => {
      await clock.advance(5_000)
      return answer !== null
    })
    expect(answer).toMatchObject({ status: 403, text: ONE_TOO_MANY })
    expect(clock.elapsedMs()).toBeGreaterThan(580_000)
    expect(bench.engine.state.plan.turns.running).toBe(0)
  })

  test('in the middle of a long upload is sent again', async () => {
    const { bench, kimi } = await beforeKimi(0)
    kimi.refusesEarly = true
    const text = 'x'.repeat(3_000_000)
    const answer = ask(bench, text)
    await until('it was refused twice', () => kimi.refusals === 2)
    kimi.limit = 1
    kimi.answersItself = true
    expect((await answer).text).toContain(text)
  })

  test('is passed on at once where it cannot be sent again', async () => {
    const { bench, kimi } = await beforeKimi(0)
    const answer = await ask(bench, 'x'.repeat(5_000_000))
    expect([answer.status, answer.text, kimi.refusals]).toEqual([403, ONE_TOO_MANY, 1])
    expect(bench.engine.state.plan.turns.running).toBe(0)
  })

  test('is passed on where waiting is off, and nobody is counted', async () => {
    const { bench, kimi } = await beforeKimi(0, { settings: { limitConcurrency: false } })
    expect((await ask(bench, 'hi')).text).toBe(ONE_TOO_MANY)
    expect([kimi.refusals, bench.engine.state.plan.turns.limit]).toEqual([1, null])
  })
})

describe('another refusal', () => {
  const LONG = JSON.stringify({ error: { message: `concurrent request limit ${'x'.repeat(70_000)}` } })
  test.each([
    ['of words', JSON.stringify({ error: { message: 'only available for Coding Agents' } }), {}],
    ['that is empty', '', {}],
    ['that is empty with a length', '', { 'content-length': '0' }],
    ['that is long', LONG, {}],
    ['that is long with a length', LONG, { 'content-length': String(LONG.length) }],
    ['of bytes', Buffer.from([0, 1, 2, 255]), { 'content-type': 'application/octet-stream' }],
    ['that is packed', gzipSync('{"error":{"message":"quota"}}'), { 'content-encoding': 'gzip' }],
  ])('%s is passed on as it is', async (_what, body, headers) => {
    const { bench, kimi } = await beforeKimi(0)
    kimi.refusal = { status: 403, body, headers }
    const answer = await ask(bench, 'hi')
    const bytes = Buffer.from(body)
    expect([answer.status, kimi.refusals]).toEqual([403, 1])
    expect(answer.text).toBe(bytes.toString('utf8'))
    expect(bench.engine.state.plan.turns.running).toBe(0)
  })
})
