/**
 * Three sessions that go on through a new sign-in, without an error and without a retry. With KIMI_PROXY_CLAUDE set to a
 * `claude` command the sessions are Claude Code's own, otherwise Anthropic's client library.
 * @module-tag app
 */
import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import { until } from '../../electron/testing/until'
import { AppBench, heading } from './app-bench'

const CLAUDE = process.env['KIMI_PROXY_CLAUDE'] ?? ''

/** Sends one prompt and reads the answer to its end; a tool is used as often as the answer asks for it. */
type Session = (prompt: string) => Promise<string>

const TOOL: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather in a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

function librarySession(port: number): Session {
  const client = new Anthropic({ baseURL: `http://127.0.0.1:${port}`, apiKey: 'dummy', maxRetries: 0 })
  return async (prompt) => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: prompt }]
    for (;;) {
      const request = { model: 'kimi-for-coding', max_tokens: 1_000, messages, tools: [TOOL] }
      const { content, stop_reason } = await client.messages.stream(request).finalMessage()
      messages.push({ role: 'assistant', content })
      const calls = content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
      if (stop_reason !== 'tool_use')
        return content.map((block) => ('text' in block ? block.text : '')).join('')
      const results = calls.map((id) => ({ type: 'tool_result' as const, tool_use_id: id, content: 'sun' }))
      messages.push({ role: 'user', content: results })
    }
  }
}

function claudeSession({ sandbox }: AppBench): Session {
  const env = {
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_MAX_RETRIES: '0',
    IS_SANDBOX: '1',
  }
  return async (prompt) => {
    const command = ['run', '--', CLAUDE, '-p', prompt, '--allowedTools', 'Bash']
    const { code, stdout } = await sandbox.run(command, env)
    expect([code, stdout.includes('API Error')], stdout).toEqual([0, false])
    return stdout
  }
}

test('a login that Kimi ends is replaced in the window, and all three sessions go on', async () => {
  const bench = await AppBench.start({
    simulator: { deviceIntervalSeconds: 1 },
    launch: { args: ['--hidden'] },
  })
  await bench.untilIcon('running')
  const session = CLAUDE === '' ? librarySession(bench.port) : claudeSession(bench)
  const streaming = session('count to 60, slow 50 ms')
  const looping = session('use the tool 8 times, slow 60 ms')
  await until('both are at it', () => bench.simulator.log.apiRequestCount > 4)
  bench.simulator.revokeLogins()
  // The third session was idle, and asks for the first time now.
  const idle = session('hello')
  // A session that fails is reported where it is awaited, and not as an unhandled rejection.
  for (const one of [streaming, looping, idle]) one.catch(() => undefined)
  await expect
    .poll(async () => heading(await bench.window()), { timeout: 20_000 })
    .toBe('Sign in to Kimi again')
  const page = await bench.window()
  await page.getByText('2 requests are waiting and will continue').waitFor()
  await page.getByRole('button', { name: 'Sign In in Browser', exact: true }).click()
  await page.locator('.user-code').waitFor()
  bench.simulator.approveDevice((await page.locator('.user-code').textContent()) ?? '')
  expect(await streaming).toContain('60')
  expect(await looping).toContain('done after 8 steps')
  expect(await idle).toContain('Hello from the simulated Kimi.')
  await bench.untilIcon('running')
}, 120_000)
