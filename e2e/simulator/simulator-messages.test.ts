import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  ask,
  at,
  eventsIn,
  postMessages,
  recordAt,
  send,
  startSimulator,
  textAt,
} from './test-client'

describe('messages', () => {
  it('streams the events of an answer in order', async () => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    const answer = await postMessages(simulator, token, ask('please count to 3', { stream: true }))
    const events = eventsIn(answer.text)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    expect(events.map((event) => event.name)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.every((event) => event.data['type'] === event.name)).toBe(true)
    expect(events.map((event) => at(event.data, 'delta.text') ?? '').join('')).toBe('1 2 3 ')
    expect(at(events[0]?.data, 'message.usage.input_tokens')).toBeGreaterThan(0)
    expect(at(events[7]?.data, 'usage.output_tokens')).toBe(3)
  })

  it('answers one document when no stream is asked for, also to a gzip encoded request', async () => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    const answer = await postMessages(simulator, token, ask('unused'), {
      headers: { authorization: `Bearer ${token}`, 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(ask('count to 2'))),
    })
    expect(answer.json).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'k3',
      content: [{ type: 'text', text: '1 2 ' }],
      stop_reason: 'end_turn',
      usage: { output_tokens: 2 },
    })
  })

  it('counts tokens as it bills them', async () => {
    const simulator = await startSimulator()
    const headers = { 'x-api-key': simulator.issueLogin().access_token }
    const body = JSON.stringify(ask('how long is this?'))
    const counted = await send(`${simulator.upstream}/v1/messages/count_tokens`, {
      method: 'POST',
      headers,
      body,
    })
    const billed = await send(`${simulator.upstream}/v1/messages`, { method: 'POST', headers, body })
    expect(counted.json).toEqual({ input_tokens: at(billed.json, 'usage.input_tokens') })
  })

  it("refuses an unknown token, a broken body and an oversized one in Anthropic's shape", async () => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    const unknown = await postMessages(simulator, 'sk-nobody', ask('hello'))
    expect(unknown.status).toBe(401)
    expect(unknown.json).toEqual({
      type: 'error',
      error: {
        type: 'authentication_error',
        message: 'The API Key appears to be invalid or may have expired',
      },
    })
    expect((await postMessages(simulator, token, ask('x'), { body: '{' })).status).toBe(400)
    const broken = await postMessages(simulator, token, {})
    expect(broken.json).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
    const oversized = await postMessages(simulator, token, ask('x'.repeat(2_097_152)))
    expect(textAt(oversized.json, 'error.message')).toContain('exceeds limit 2097152')
    expect(simulator.log.failures401).toBe(1)
  })

  it('notices a client that stops reading', async () => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    const stop = new AbortController()
    const response = await fetch(`${simulator.upstream}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': token },
      body: JSON.stringify(ask('count to 100, slow 50 ms', { stream: true })),
      signal: stop.signal,
    })
    expect(response.status).toBe(200)
    expect(simulator.log.apiRequests[0]?.abortedByClient).toBe(false)
    stop.abort()
    await expect.poll(() => simulator.log.apiRequests[0]?.abortedByClient, { interval: 1 }).toBe(true)
  })
})

describe('the tool loop', () => {
  const tools = [{ name: 'Read' }, { name: 'Bash' }]

  it.each([false, true])('calls the tool as often as told and then reports (stream: %s)', async (stream) => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    const reminder = { type: 'text', text: '<system-reminder>use the tool 9 times</system-reminder>' }
    const messages: object[] = [
      { role: 'user', content: [reminder, { type: 'text', text: 'use the tool 2 times' }] },
    ]
    const ids = new Set<unknown>()
    for (const step of [1, 2]) {
      const turn = turnIn(await postMessages(simulator, token, { model: 'k3', messages, tools, stream }))
      expect(turn).toMatchObject({ type: 'tool_use', name: 'Bash', stopReason: 'tool_use' })
      expect(at(turn, 'input.command')).toBe(`echo step ${step}`)
      ids.add(turn['id'])
      messages.push({ role: 'assistant', content: [{ type: 'tool_use', id: turn['id'] }] })
      messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: turn['id'] }, reminder] })
    }
    expect(ids.size).toBe(2)
    const last = turnIn(await postMessages(simulator, token, { model: 'k3', messages, tools, stream }))
    expect(last).toMatchObject({ type: 'text', text: 'done after 2 steps', stopReason: 'end_turn' })
  })

  /** The one block of an answer, put together again when it was streamed. */
  function turnIn(answer: Answer): Record<string, unknown> {
    if (answer.json) return { ...recordAt(answer.json, 'content.0'), stopReason: answer.json['stop_reason'] }
    const events = eventsIn(answer.text).map((event) => event.data)
    const joined = (path: string) => events.map((event) => at(event, path) ?? '').join('')
    const json = joined('delta.partial_json')
    return {
      ...recordAt(events[1], 'content_block'),
      ...(json === '' ? { text: joined('delta.text') } : { input: JSON.parse(json) }),
      stopReason: joined('delta.stop_reason'),
    }
  }
})
