import { expect, test } from 'vitest'
import { EngineBench } from '../../testing/engine-bench'
import { call, messageBody } from '../../testing/network/client'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { dial } from '../../testing/network/wire'
import { until } from '../../testing/until'

const CLAUDE_CODE = {
  'user-agent': 'claude-cli/2.1.332 (external, sdk-cli)',
  'content-type': 'application/json',
}
const PATH = '/v1/messages?beta=true'

/** As Claude Code 2.1.332 sends it, with the length of its real system prompt. */
function checkBody(sentence = 'You are a security monitor for autonomous AI coding agents.'): string {
  return JSON.stringify({
    model: 'kimi-for-coding',
    max_tokens: 2112,
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.332.972; cc_entrypoint=sdk-cli;' },
      { type: 'text', text: `${sentence}\n\n${'The agent you are monitoring. '.repeat(4_800)}` },
    ],
    messages: [{ role: 'user', content: 'secret-action' }],
  })
}

test('a check of auto mode leaves its time and model in the state, and nothing of its content', async () => {
  const bench = await EngineBench.start()
  const body = checkBody()
  const answer = await call(bench.port, PATH, { method: 'POST', headers: CLAUDE_CODE, body })
  expect(answer.status).toBe(200)
  const { state } = bench.engine
  expect(state.autoMode.checks).toEqual([
    { atMs: expect.any(Number), tookMs: expect.any(Number), outcome: 'answered', model: 'kimi-for-coding' },
  ])
  expect(JSON.stringify([state, bench.lines])).not.toContain('secret-action')
  expect(JSON.stringify([state, bench.lines])).not.toContain('security monitor')
})

test('no other message is taken for a check, and no other client is looked at', async () => {
  const bench = await EngineBench.start()
  const ask = (headers: Record<string, string>, body: string) =>
    call(bench.port, PATH, { method: 'POST', headers, body })
  await ask(CLAUDE_CODE, messageBody('You are a helper', false))
  await ask(CLAUDE_CODE, checkBody('You are Claude Code.'))
  await ask({ ...CLAUDE_CODE, 'user-agent': 'curl/8' }, checkBody())
  expect(bench.engine.state.autoMode).toEqual({ checks: [], askedServerAtMs: null })
})

test('a session that has Kimi judge its actions is noted', async () => {
  const bench = await EngineBench.start()
  const headers = { ...CLAUDE_CODE, 'anthropic-beta': 'afk-mode-2026-01-31,dangerous-tool-use-2026-09-03' }
  await call(bench.port, PATH, { method: 'POST', headers, body: messageBody('hi', true) })
  expect(bench.engine.state.autoMode).toEqual({ checks: [], askedServerAtMs: expect.any(Number) })
})

test('a check reaches Kimi unchanged, and one that Kimi refuses has failed', async () => {
  const upstream = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')
  })
  const bench = await EngineBench.start({ upstream: upstream.url })
  const body = checkBody()
  await call(bench.port, PATH, { method: 'POST', headers: CLAUDE_CODE, body })
  expect(upstream.connections[0]?.text.endsWith(body)).toBe(true)
  expect(bench.engine.state.autoMode.checks).toMatchObject([{ outcome: 'failed' }])
})

test('a check whose client leaves before the answer was given up', async () => {
  const upstream = await rawUpstream(async (wire) => {
    await wire.rest()
  })
  const bench = await EngineBench.start({ upstream: upstream.url })
  const client = await dial(bench.port)
  const body = checkBody()
  const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${CLAUDE_CODE['user-agent']}\r\n`
  await client.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
  await until('the check arrived', () => upstream.connections[0]?.text.includes('secret-action') === true)
  client.socket.destroy()
  await bench.report('/v1/messages')
  expect(bench.engine.state.autoMode.checks).toMatchObject([{ outcome: 'givenUp', model: 'kimi-for-coding' }])
})
