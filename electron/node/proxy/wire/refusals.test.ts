/** What clients are told when Kimi refuses a request to a model, and requests that go on when a limit has ended. */
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../core/settings/schema'
import { EngineBench } from '../../../testing/engine-bench'
import { FakeClock } from '../../../testing/fake-clock'
import { type Answer, call, messageBody } from '../../../testing/network/client'
import {
  type KimiAnswer,
  type RefusingUpstream,
  refusingUpstream,
  SERVED,
} from '../../../testing/network/refusing-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const MINUTE_MS = 60_000
const CLAUDE = 'claude-cli/2.1.330 (external, cli)'
const FIVE_HOURS =
  "You've reached your 5-hour usage limit. Your quota will reset when the current 5-hour window ends."
const WEEK = "You've reached your weekly (7-day) usage limit."
const GATE = 'Kimi For Coding is currently only available for Coding Agents such as Kimi CLI.'
const BUSY = 'The engine is currently overloaded, please try again later'

function refusal(status: number, message: string, type = 'permission_error', headers = {}): KimiAnswer {
  const body = JSON.stringify({ error: { type, message }, type: 'error' })
  return { status, body, headers: { 'content-type': 'application/json', ...headers } }
}

interface Asked {
  readonly userAgent?: string
  readonly path?: string
  readonly stream?: boolean
}

function ask(port: number, { userAgent = CLAUDE, path = '/v1/messages', stream = false }: Asked = {}) {
  const headers = { 'content-type': 'application/json', 'user-agent': userAgent }
  return call(port, path, { method: 'POST', headers, body: messageBody('hi', stream) })
}

function sentenceIn({ text }: Answer): string {
  return JSON.parse(text).error.message
}

interface Refused {
  readonly bench: EngineBench
  readonly upstream: RefusingUpstream
  readonly clock: FakeClock
}

interface Limit {
  readonly resetsInMs?: number
  readonly parkMs?: number
  readonly settings?: Partial<Settings>
}

/** An engine at a Kimi that answers so, and that has told of a used-up window of 5 hours. */
async function refused(
  answer: KimiAnswer,
  { resetsInMs = 90 * MINUTE_MS, parkMs = 0, settings = {} }: Limit = {},
): Promise<Refused> {
  const clock = new FakeClock()
  const upstream = await refusingUpstream(answer)
  upstream.fiveHours = { usedRatio: 1, resetsAtMs: clock.wallMs() + resetsInMs }
  const bench = await EngineBench.start({
    ...{ clock, parkMs, settings },
    upstream: upstream.url,
    simulator: { nowMs: () => clock.wallMs() },
    limits: { holdAfterMs: 20, commentAfterMs: 20 },
  })
  await clock.advance(3_000)
  await until('the quota is known', () => bench.engine.state.plan.quota.kind === 'known')
  return { bench, upstream, clock }
}

/** Time goes by while the answer is on its way. */
async function passing<T>(clock: FakeClock, answer: Promise<T>): Promise<T> {
  let isHere = false
  const mark = () => {
    isHere = true
  }
  answer.then(mark, mark)
  while (!isHere) {
    await clock.advance(100)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return answer
}

describe('Claude Code', () => {
  async function told(answer: KimiAnswer, path?: string) {
    const { bench, upstream } = await refused(answer)
    const asked = await ask(bench.port, path === undefined ? {} : { path })
    expect(upstream.asked).toHaveLength(1)
    return { asked, bench }
  }

  test.each([
    ['5 hours', refusal(403, FIVE_HOURS)],
    ['this period', refusal(429, "You've reached your usage limit for this period")],
    ['this billing cycle', refusal(403, "You've reached your usage limit for this billing cycle")],
  ])('is told that the limit of %s is used up, and when it resets, with 402', async (_, answer) => {
    const { asked, bench } = await told(answer)
    expect(asked).toMatchObject({ status: 402, headers: { 'content-type': 'application/json' } })
    expect(JSON.parse(asked.text)).toMatchObject({
      type: 'error',
      error: { type: 'billing_error' },
      request_id: expect.stringMatching(/^req_/),
    })
    expect(sentenceIn(asked)).toMatch(
      /^Kimi Proxy: The .*limit.* of your Kimi plan is used up\. It resets at .*\d\d:\d\d \(in 1h 30m\)\. Kimi says: “You've reached your .*”$/,
    )
    expect(asked.text).not.toMatch(/authent|log ?in|sign/i)
    expect(bench.engine.state.plan.limitReached?.resetsAtMs).not.toBeNull()
    expect(await bench.report('/v1/messages')).toMatchObject({ code: 'LIMIT_REACHED', refusal: 'limit' })
  })

  test('is told so for a count of tokens too', async () => {
    const { asked } = await told(refusal(403, FIVE_HOURS), '/v1/messages/count_tokens')
    expect([asked.status, sentenceIn(asked)]).toEqual([402, expect.stringContaining('resets at')])
  })

  test('is told that nobody knows where the usages do not tell', async () => {
    const { bench, clock } = await refused(refusal(403, WEEK, 'access_terminated_error'))
    const asked = await passing(clock, ask(bench.port))
    expect([asked.status, sentenceIn(asked)]).toEqual([
      402,
      expect.stringContaining('The weekly limit of your Kimi plan is used up. Kimi does not say when'),
    ])
  })

  test.each([
    [
      'its membership',
      refusal(402, "We're unable to verify your membership benefits"),
      /membership is active/,
    ],
    ['its kind', refusal(403, GATE, 'access_terminated_error'), /Choose the Anthropic protocol/],
    ['its model', refusal(404, 'Not found the model k9 or Permission denied'), /this model on your plan/],
    ['its size', refusal(400, 'total message size 2100000 exceeds limit 2097152'), /\/compact/],
  ])('is told in our words that it was refused for %s, with 402', async (_, answer, words) => {
    const { asked } = await told(answer)
    expect([asked.status, sentenceIn(asked)]).toEqual([402, expect.stringMatching(words)])
    expect(sentenceIn(asked)).toContain(`Kimi says: “${JSON.parse(String(answer.body)).error.message}”`)
  })

  test.each([
    ['a busy Kimi', refusal(429, BUSY, 'rate_limit_error', { 'retry-after': '7' })],
    ['a context that is too long', refusal(400, 'Your request exceeded model token limit: 262144')],
    ['a path that is not found', refusal(404, 'The requested resource was not found')],
    ['what is not known', refusal(403, 'Access terminated. Review our Community Guidelines')],
    ['a server that fails', refusal(500, "You've reached your usage limit")],
    [
      'a web page',
      { status: 403, body: `<html>${FIVE_HOURS}</html>`, headers: { 'content-type': 'text/html' } },
    ],
    ['nothing', { status: 403, body: '' }],
    ['an endless body', { status: 429, body: 'x'.repeat(300_000) }],
  ])('gets the answer of Kimi itself for %s', async (_, answer: KimiAnswer) => {
    const { asked, bench } = await told(answer)
    expect([asked.status, asked.text]).toEqual([answer.status, answer.body])
    expect(asked.headers).toMatchObject({ 'x-trace-id': 'trace-1', ...answer.headers })
    expect(bench.engine.state.plan.limitReached).toBeNull()
  })
})

describe('any other client', () => {
  const others = ['Anthropic/JS 1.12.0', 'curl/8.5.0', 'my-claude-cli/1.0', '']

  test.each([
    refusal(403, FIVE_HOURS),
    refusal(403, WEEK, 'access_terminated_error'),
    refusal(402, "We're unable to verify your membership benefits"),
    refusal(403, GATE, 'access_terminated_error'),
    refusal(400, 'total message size 2100000 exceeds limit 2097152'),
    refusal(429, BUSY, 'rate_limit_error', { 'retry-after': '7' }),
    { status: 403, body: `\n[{"error":\t{"message":"${FIVE_HOURS}"}}] \n`, headers: { 'x-odd': 'a, b' } },
  ])('gets the answer of Kimi itself, byte for byte (%#)', async (answer: KimiAnswer) => {
    const { upstream, bench, clock } = await refused(answer, { parkMs: MINUTE_MS })
    for (const userAgent of others) {
      const direct = await call(Number(new URL(upstream.url).port), '/coding/v1/messages', {
        method: 'POST',
      })
      const asked = await passing(clock, ask(bench.port, { userAgent }))
      expect([asked.status, asked.text]).toEqual([direct.status, direct.text])
      const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...fields } = direct.headers
      expect(asked.headers).toMatchObject(fields)
    }
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('gets it packed as Kimi packed it (%s), and the limit is known all the same', async (coding, pack) => {
    const { body } = refusal(403, FIVE_HOURS)
    const packed = pack(body)
    const upstream = await refusingUpstream({
      status: 403,
      body: packed,
      headers: { 'content-encoding': coding },
    })
    const { port, engine } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    await client.write(
      'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    )
    const whole = await client.rest()
    expect(whole).toContain(`content-encoding: ${coding}\r\n`)
    expect(whole).toContain(packed.toString('latin1'))
    expect(engine.state.plan.limitReached?.name).toBe('fiveHours')
  })

  test('is told in our words where explainLimits is set, with the status of Kimi and in its protocol', async () => {
    const upstream = await refusingUpstream(refusal(403, GATE, 'access_terminated_error'))
    const { port } = await EngineBench.start({ upstream: upstream.url, settings: { explainLimits: true } })
    const chat = await ask(port, { userAgent: 'Cline/3', path: '/v1/chat/completions' })
    expect(chat.status).toBe(403)
    expect(JSON.parse(chat.text)).toEqual({
      error: {
        message: expect.stringContaining('Choose the Anthropic protocol in this tool'),
        type: 'permission_error',
        param: null,
        code: 'client_refused',
      },
    })
    upstream.answer = refusal(429, "You've reached your usage limit for this period")
    const message = await ask(port, { userAgent: 'Cline/3' })
    expect([message.status, JSON.parse(message.text).type]).toEqual([429, 'error'])
    expect(sentenceIn(message)).toContain('The usage limit of your Kimi plan')
  })

  test('sends its own User-Agent to Kimi, whatever it is', async () => {
    const bench = await EngineBench.start()
    await ask(bench.port, { userAgent: 'Cline/3', path: '/v1/chat/completions' })
    expect(bench.simulator.log.apiRequests.at(-1)?.headers['user-agent']).toBe('Cline/3')
  })
})

describe('a limit that ends soon', () => {
  const usedUp = (resetsInMs: number, parkMs = 10 * MINUTE_MS) =>
    refused(refusal(403, FIVE_HOURS), { resetsInMs, parkMs })

  const parked = ({ bench }: Refused, count: number) =>
    until(`${count} wait`, () => bench.engine.state.traffic.waitingRequests === count)

  test.each([CLAUDE, 'Anthropic/JS 1.12.0'])(
    'is waited out, and the request is sent then (%s)',
    async (userAgent) => {
      const waiting = await usedUp(3 * MINUTE_MS)
      const { bench, upstream, clock } = waiting
      const answers = [ask(bench.port, { userAgent }), ask(bench.port, { userAgent, stream: true })]
      await parked(waiting, 2)
      await clock.advance(2 * MINUTE_MS)
      expect(upstream.asked).toHaveLength(2)
      upstream.answer = SERVED
      await clock.advance(MINUTE_MS + 2_000)
      const [plain, stream] = await Promise.all(answers)
      expect([plain?.status, plain?.text]).toEqual([200, SERVED.body])
      expect(stream?.status).toBe(200)
      expect(stream?.text.replaceAll(': keep-alive\n\n', '')).toBe(SERVED.body)
      expect(upstream.asked).toHaveLength(4)
      expect(bench.engine.state.plan.limitReached).toBeNull()
      expect(bench.engine.state.traffic.waitingRequests).toBe(0)
    },
  )

  test('is waited out while the token renews, and the new one is sent', async () => {
    const waiting = await usedUp(9 * MINUTE_MS)
    const { bench, upstream, clock } = waiting
    const answer = ask(bench.port, { stream: true })
    await parked(waiting, 1)
    for (let n = 0; n < 17; n += 1) await clock.advance(MINUTE_MS / 2)
    await until('it renewed', () => bench.engine.state.lastRefreshAtMs !== null)
    upstream.answer = SERVED
    await clock.advance(MINUTE_MS / 2)
    expect((await answer).status).toBe(200)
    expect(upstream.asked).toHaveLength(2)
    expect(upstream.asked[1]?.token).not.toBe(upstream.asked[0]?.token)
  })

  test('ends earlier for all where Kimi serves one of them', async () => {
    const waiting = await usedUp(9 * MINUTE_MS)
    const { bench, upstream, clock } = waiting
    const answer = ask(bench.port, { stream: true })
    await parked(waiting, 1)
    upstream.answer = SERVED
    expect((await ask(bench.port, { stream: true })).status).toBe(200)
    await clock.advance(2_000)
    expect((await answer).status).toBe(200)
  })

  test('is told at once where its end is beyond the time for waiting, or nobody waits', async () => {
    const long = await usedUp(30 * MINUTE_MS)
    const told = await ask(long.bench.port, { stream: true })
    expect([told.status, sentenceIn(told)]).toEqual([402, expect.stringContaining('(in 30 min)')])
    const off = await usedUp(MINUTE_MS, 0)
    expect((await ask(off.bench.port, { stream: true })).status).toBe(402)
    expect([long, off].map(({ upstream }) => upstream.asked.length)).toEqual([1, 1])
  })

  test('that has not ended all the same is told in an event, and once more at once to who asks in its place', async () => {
    const waiting = await usedUp(2 * MINUTE_MS, 5 * MINUTE_MS)
    const { bench, upstream, clock } = waiting
    const client = await dial(bench.port)
    const body = messageBody('hi', true)
    await client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${CLAUDE}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await client.until((text) => text.includes(': keep-alive'))
    for (let n = 0; n < 400 && !client.text.includes('event: error'); n += 1) {
      await clock.advance(1_000)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const whole = await client.until((text) => text.endsWith('0\r\n\r\n'))
    expect(/event: error\ndata: (.*)\n\n/.exec(whole)?.[1]).toMatch(
      /5-hour limit of your Kimi plan is used up/,
    )
    expect(upstream.asked.length).toBeLessThanOrEqual(10)
    const again = await ask(bench.port)
    expect([again.status, bench.engine.state.traffic.waitingRequests]).toEqual([402, 0])
  })
})
