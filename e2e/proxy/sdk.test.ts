/** Anthropic's own client library through the built proxy, as Claude Code and its kin use it. */
import { gzipSync } from 'node:zlib'
import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { call, messageBody } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { type Machine, machine, type TestEngine } from '../harness/machine'

const MODEL = 'kimi-for-coding'
const TOOL: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather in a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

function clientOf(engine: TestEngine, maxRetries = 0): Anthropic {
  return new Anthropic({ baseURL: `http://127.0.0.1:${engine.port}`, apiKey: 'dummy', maxRetries })
}

function question(text: string): { model: string; max_tokens: number; messages: Anthropic.MessageParam[] } {
  return { model: MODEL, max_tokens: 1_000, messages: [{ role: 'user', content: text }] }
}

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
}

type End = (end: () => Promise<void>) => void

async function ready(end: End): Promise<Machine & { engine: TestEngine; client: Anthropic }> {
  const bench = await machine(end)
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  const engine = await bench.start()
  return { ...bench, engine, client: clientOf(engine) }
}

describe('@anthropic-ai/sdk', () => {
  it('gets a message, a stream and a count of tokens', async ({ onTestFinished }) => {
    const { simulator, client } = await ready(onTestFinished)
    const whole = await client.messages.create(question('hello'))
    expect(textOf(whole)).toBe('Hello from the simulated Kimi.')
    expect(whole.stop_reason).toBe('end_turn')
    const pieces: string[] = []
    const stream = client.messages.stream(question('count to 50')).on('text', (text) => pieces.push(text))
    const streamed = await stream.finalMessage()
    expect(pieces.join('')).toBe(textOf(streamed))
    expect(pieces).toHaveLength(50)
    const { input_tokens } = await client.messages.countTokens({
      model: MODEL,
      messages: [{ role: 'user', content: 'hello' }],
    })
    expect(input_tokens).toBe(whole.usage.input_tokens)
    expect(simulator.log.apiRequests.every(({ tokenValid }) => tokenValid)).toBe(true)
    expect(simulator.log.apiRequests.some(({ headers }) => 'authorization' in headers)).toBe(false)
  })

  it.for([false, true])('drives a tool to the end (stream: %s)', async (streams, { onTestFinished }) => {
    const { simulator, client } = await ready(onTestFinished)
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'use the tool 4 times' }]
    const request = { model: MODEL, max_tokens: 1_000, messages, tools: [TOOL] }
    const next = (): Promise<Anthropic.Message> =>
      streams ? client.messages.stream(request).finalMessage() : client.messages.create(request)
    let steps = 0
    let answer = await next()
    while (answer.stop_reason === 'tool_use') {
      const used = answer.content.find((block) => block.type === 'tool_use')
      if (used === undefined) throw new Error('no tool in the answer')
      expect(used.input).toEqual({ city: 'Paris' })
      steps += 1
      // The token dies in the middle of the conversation.
      if (steps === 2) simulator.revokeAccessTokens()
      messages.push(
        { role: 'assistant', content: answer.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: used.id, content: 'sunny' }] },
      )
      answer = await next()
    }
    expect(steps).toBe(4)
    expect(textOf(answer)).toBe('done after 4 steps')
    expect(simulator.log.refreshRequests).toHaveLength(1)
  })

  it('aborts, and Kimi hears of it', async ({ onTestFinished }) => {
    const { simulator, client } = await ready(onTestFinished)
    const stream = client.messages.stream(question('count to 1000, slow 20 ms'))
    let seen = 0
    stream.on('text', () => {
      seen += 1
      if (seen === 3) stream.abort()
    })
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    await until('Kimi saw it go', () => simulator.log.apiRequests[0]?.abortedByClient === true)
    expect((await client.messages.create(question('hello'))).stop_reason).toBe('end_turn')
  })

  it('sees errors of Kimi as Kimi sent them', async ({ onTestFinished }) => {
    const { simulator, engine, client } = await ready(onTestFinished)
    const body = { type: 'error', error: { type: 'rate_limit_error', message: 'too fast' } }
    simulator.script({
      on: 'api',
      answer: { status: 429, body, headers: { 'retry-after': '7', 'x-msh': 'a' } },
    })
    const error: unknown = await client.messages.create(question('hello')).catch((reason: unknown) => reason)
    if (!(error instanceof Anthropic.RateLimitError)) throw new Error(`not a rate limit: ${String(error)}`)
    expect(error.error).toEqual(body)
    expect(error.headers.get('retry-after')).toBe('7')
    for (const status of [400, 402, 403, 500, 529]) {
      simulator.script({ on: 'api', answer: { status, body } })
      await expect(client.messages.create(question('hello'))).rejects.toMatchObject({ status, error: body })
    }
    expect(simulator.log.apiRequestCount).toBe(6)
    expect(simulator.log.refreshRequests).toEqual([])
    // Its own retry is left to the client.
    simulator.script({ on: 'api', answer: { status: 429, body, headers: { 'retry-after': '0' } } })
    expect(textOf(await clientOf(engine, 1).messages.create(question('hello')))).toContain('Hello')
    expect(simulator.log.apiRequestCount).toBe(8)
  })

  it.for([
    ['at an event', { on: 'api', cutStreamAfterEvents: 4 }],
    ['inside an event', { on: 'api', cutInsideEvent: 5 }],
  ] as const)('rejects a stream that is cut %s', async ([, fault], { onTestFinished }) => {
    const { simulator, client } = await ready(onTestFinished)
    simulator.script(fault)
    const stream = client.messages.stream(question('count to 20'))
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Error)
    expect((await client.messages.stream(question('hello')).finalMessage()).stop_reason).toBe('end_turn')
  })

  it('sends gzip and gets gzip, both unchanged', async ({ onTestFinished }) => {
    const { simulator, engine } = await ready(onTestFinished)
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const packed = gzipSync(messageBody('count to 3', false))
    const answer = await call(engine.port, '/v1/messages', { method: 'POST', headers, body: packed })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text).content[0].text).toBe('1 2 3 ')
    expect(simulator.log.apiRequests[0]?.headers['content-encoding']).toBe('gzip')
    const echo = await fetch(`http://127.0.0.1:${engine.port}/echo`, {
      headers: { 'x-sim-gzip': '1', 'accept-encoding': 'gzip' },
    })
    expect(echo.headers.get('content-encoding')).toBe('gzip')
    expect(await echo.json()).toMatchObject({ method: 'GET', tokenValid: true })
  })

  it('notices nothing of a token that is killed every 2 s', async ({ onTestFinished }) => {
    const { simulator, engine } = await ready(onTestFinished)
    const killer = setInterval(() => simulator.revokeAccessTokens(), 2_000)
    onTestFinished(async () => clearInterval(killer))
    const endAt = performance.now() + 15_000
    for (let count = 0; performance.now() < endAt; count += 1) {
      // A client of its own each time, that retries nothing.
      const client = clientOf(engine)
      const answer =
        count % 2 === 0
          ? await client.messages.create(question('hello'))
          : await client.messages.stream(question('count to 20, slow 5 ms')).finalMessage()
      expect(answer.stop_reason).toBe('end_turn')
    }
    const { log } = simulator
    expect(log.grantedCount).toBeGreaterThanOrEqual(6)
    expect(log.refreshRequests.every(({ outcome }) => outcome === 'granted')).toBe(true)
    expect(log.failures401).toBe(log.grantedCount)
  })
})
