/**
 * OpenAI's own client library through the built proxy. Kimi's gate for chat completions admits tools that it knows by their
 * User-Agent: here the library is asked for by one of those, as Kimi's own tools ask with it, and by itself, which is refused.
 */
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { type Machine, machine, type TestEngine } from '../harness/machine'

const MODEL = 'kimi-for-coding'
const TOOL: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

function clientOf({ port }: TestEngine, base = '/v1', userAgent = 'KimiCLI/1.40.0'): OpenAI {
  const baseURL = `http://127.0.0.1:${port}${base}`
  return new OpenAI({ baseURL, apiKey: 'dummy', maxRetries: 0, defaultHeaders: { 'User-Agent': userAgent } })
}

const question = (text: string) => ({ model: MODEL, messages: [{ role: 'user' as const, content: text }] })

type End = (end: () => Promise<void>) => void

async function ready(end: End, args: readonly string[] = []): Promise<Machine & { engine: TestEngine }> {
  const bench = await machine(end)
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  return { ...bench, engine: await bench.start({ args }) }
}

describe('openai', () => {
  it.for(['/v1', '', '/coding/v1'])(
    'gets an answer, a stream and the models with the base "%s"',
    async (base, { onTestFinished }) => {
      const { simulator, engine } = await ready(onTestFinished)
      const client = clientOf(engine, base)
      const whole = await client.chat.completions.create(question('hello'))
      expect(whole.choices[0]?.message.content).toBe('Hello from the simulated Kimi.')
      const pieces: string[] = []
      for await (const { choices } of await client.chat.completions.create({
        ...question('count to 50'),
        stream: true,
      }))
        pieces.push(choices[0]?.delta.content ?? '')
      expect(pieces.join('').trim().split(' ')).toHaveLength(50)
      expect((await client.models.list()).data.map(({ id }) => id)).toContain('k3')
      expect(simulator.log.apiRequests.every(({ tokenValid }) => tokenValid)).toBe(true)
      expect(simulator.log.apiRequests.some(({ headers }) => 'authorization' in headers)).toBe(false)
    },
  )

  it('drives a tool to the end while the token dies', async ({ onTestFinished }) => {
    const { simulator, engine } = await ready(onTestFinished)
    const client = clientOf(engine)
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'use the tool 3 times' }]
    const next = () =>
      client.chat.completions.stream({ model: MODEL, messages, tools: [TOOL] }).finalChatCompletion()
    let steps = 0
    for (let message = (await next()).choices[0]?.message; message !== undefined; steps += 1) {
      const [called] = message.tool_calls ?? []
      if (called === undefined) {
        expect(message.content).toBe('done after 3 steps')
        break
      }
      expect(JSON.parse(called.function.arguments)).toEqual({ city: 'Paris' })
      simulator.revokeAccessTokens()
      messages.push(message, { role: 'tool', tool_call_id: called.id, content: 'sunny' })
      message = (await next()).choices[0]?.message
    }
    expect(steps).toBe(3)
    expect(simulator.log.refreshRequests).toHaveLength(3)
  })

  it('is refused by the gate under its own name, in the words of Kimi, and that name is not altered', async ({
    onTestFinished,
  }) => {
    const { simulator, engine } = await ready(onTestFinished)
    const own = new OpenAI({ baseURL: `http://127.0.0.1:${engine.port}/v1`, apiKey: 'dummy', maxRetries: 0 })
    const asked = own.chat.completions.create(question('hello'))
    await expect(asked).rejects.toThrow(/403 Kimi For Coding is currently only available for Coding Agents/)
    expect(simulator.log.apiRequests.at(-1)?.headers['user-agent']).toMatch(/^OpenAI\/JS /)
    // Not gated, so it proves nothing.
    expect((await own.models.list()).data.length).toBeGreaterThan(0)
  })

  it('shows the sentence, the type and the code of a dead login, and asks once', async ({
    onTestFinished,
  }) => {
    const { simulator, engine } = await ready(onTestFinished)
    simulator.revokeLogins()
    const client = clientOf(engine)
    for (const ask of [
      () => client.chat.completions.create(question('hello')),
      () => client.chat.completions.create({ ...question('hello'), stream: true }),
      () => client.models.list(),
    ]) {
      const error: unknown = await ask().catch((reason: unknown) => reason)
      if (!(error instanceof OpenAI.APIError)) throw new Error(`no error of the API: ${String(error)}`)
      expect(error.message).toMatch(/^402 Kimi sign-in needed: /)
      expect([error.status, error.type]).toEqual([402, 'billing_error'])
      expect(error.code).toMatch(/^(renewal_refused|login_revoked)$/)
    }
  })

  it('waits in a stream, which comments keep alive, and has its answer or its error there', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, engine } = await ready(onTestFinished, ['--park'])
    simulator.revokeLogins()
    const client = clientOf(engine)
    // The answer begins with a comment.
    const stream = await client.chat.completions.create({ ...question('count to 3'), stream: true })
    expect(await engine.activeRequests()).toBe(1)
    sandbox.saveLogin(simulator.issueLogin())
    expect(await textOf(stream)).toBe('1 2 3 ')
    simulator.revokeLogins()
    const second = await client.chat.completions.create({ ...question('count to 3'), stream: true })
    await engine.stop()
    await expect(textOf(second)).rejects.toThrow(/^Kimi /)
  })
})

async function textOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string> {
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  return text
}
