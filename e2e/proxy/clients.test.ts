/**
 * Clients that others have made, through the built proxy, set up as docs/clients.md says. KIMI_PROXY_CLIENTS names a folder in
 * which they were installed (`npm install` of the packages below); without it nothing runs here.
 * @module-tag npm-clients
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { type Machine, machine, type TestEngine } from '../harness/machine'

const PACKAGES = join(process.env['KIMI_PROXY_CLIENTS'] ?? '', 'node_modules')
const HELLO = 'Hello from the simulated Kimi.'
const MODEL = 'kimi-for-coding'
const LIMIT_MS = 120_000

type End = (end: () => Promise<void>) => void

async function ready(end: End): Promise<Machine & { engine: TestEngine; url: string }> {
  const bench = await machine(end)
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  // What runs in this folder finds the packages.
  symlinkSync(PACKAGES, join(bench.sandbox.root, 'node_modules'), 'junction')
  const engine = await bench.start()
  return { ...bench, engine, url: `http://127.0.0.1:${engine.port}` }
}

function runModule(sandbox: Sandbox, source: string, env: Readonly<Record<string, string>> = {}) {
  return sandbox.run(['--input-type=module', '-e', source], env, [process.execPath])
}

function saveJson(sandbox: Sandbox, path: string, json: object): void {
  const whole = join(sandbox.root, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, JSON.stringify(json))
}

/** Every request for an answer went to the path that Kimi does not gate, with a valid token. */
function expectUngated({ simulator }: Machine): void {
  const asked = simulator.log.apiRequests.filter(({ method }) => method === 'POST')
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.every(({ url, tokenValid }) => tokenValid && url.startsWith('/coding/v1/messages'))).toBe(true)
}

describe('@anthropic-ai/claude-agent-sdk', () => {
  it('has its answer with the variables of Claude Code', { timeout: LIMIT_MS }, async ({
    onTestFinished,
  }) => {
    const bench = await ready(onTestFinished)
    const source = `import { query } from '@anthropic-ai/claude-agent-sdk'
      const options = { model: '${MODEL}', settingSources: [] }
      for await (const said of query({ prompt: 'hello', options })) if (said.type === 'result') console.log(said.result)`
    const { code, stdout, stderr } = await runModule(bench.sandbox, source, {
      ANTHROPIC_BASE_URL: bench.url,
      ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    })
    expect([code, stdout.trim()], stderr).toEqual([0, HELLO])
    expectUngated(bench)
  })
})

describe('the AI SDK', () => {
  it.for(['', '/v1'])(
    'has its answer by the provider of Anthropic with the base "%s"',
    async (base, { onTestFinished }) => {
      const bench = await ready(onTestFinished)
      const source = `import { createAnthropic } from '@ai-sdk/anthropic'
      const model = createAnthropic({ baseURL: '${bench.url}${base}', apiKey: 'kimi-proxy' })('${MODEL}')
      const prompt = [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }]
      console.log((await model.doGenerate({ prompt })).content[0].text)`
      const { stdout, stderr } = await runModule(bench.sandbox, source)
      expect(stdout.trim(), stderr).toBe(HELLO)
      expectUngated(bench)
    },
  )

  it('is refused by the provider of OpenAI, in the words of Kimi', async ({ onTestFinished }) => {
    const { sandbox, simulator, url } = await ready(onTestFinished)
    const source = `import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
      const model = createOpenAICompatible({ name: 'kimi', baseURL: '${url}/v1', apiKey: 'kimi-proxy' })('${MODEL}')
      const prompt = [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }]
      console.log(await model.doGenerate({ prompt }).catch(({ statusCode, message }) => statusCode + ' ' + message))`
    const { stdout, stderr } = await runModule(sandbox, source)
    expect(stdout, stderr).toMatch(/^403 Kimi For Coding is currently only available for Coding Agents/)
    expect(simulator.log.apiRequests.at(-1)?.headers['user-agent']).toMatch(/ai-sdk/)
  })
})

describe('opencode', () => {
  it('has its answer by the provider of Anthropic', { timeout: LIMIT_MS }, async ({ onTestFinished }) => {
    const bench = await ready(onTestFinished)
    const name = `kimi/${MODEL}`
    const kimi = {
      npm: '@ai-sdk/anthropic',
      name: 'Kimi',
      options: { baseURL: `${bench.url}/v1`, apiKey: 'kimi-proxy' },
      models: { [MODEL]: { name: 'Kimi for Coding', limit: { context: 262_144, output: 32_768 } } },
    }
    const config = { model: name, small_model: name, provider: { kimi } }
    saveJson(bench.sandbox, '.config/opencode/opencode.json', config)
    const program = join(PACKAGES, `opencode-${process.platform}-${process.arch}`, 'bin', 'opencode')
    const env = { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' }
    const { code, stdout, stderr } = await bench.sandbox.run(['run', 'hello'], env, [program])
    expect(stdout, stderr).toContain(HELLO)
    expect(code).toBe(0)
    expectUngated(bench)
  })
})

describe('@musistudio/claude-code-router', () => {
  it('has the proxy as a provider', { timeout: LIMIT_MS }, async ({ onTestFinished }) => {
    const bench = await ready(onTestFinished)
    const port = await freePort()
    const kimi = {
      name: 'kimi',
      api_base_url: `${bench.url}/v1/messages`,
      api_key: 'kimi-proxy',
      models: [MODEL],
      transformer: { use: ['Anthropic'] },
    }
    const config = { PORT: port, Providers: [kimi], Router: { default: `kimi,${MODEL}` } }
    saveJson(bench.sandbox, '.claude-code-router/config.json', config)
    const program = join(PACKAGES, '@musistudio', 'claude-code-router', 'dist', 'cli.js')
    bench.sandbox.spawn(['start'], {}, [process.execPath, program])
    await until(
      'it listens',
      () =>
        call(port, '/health').then(
          () => true,
          () => false,
        ),
      30_000,
    )
    const whole = await message(port, 'hello')
    expect([whole.status, JSON.parse(whole.text).content[0].text]).toEqual([200, HELLO])
    expect((await message(port, 'count to 3', true)).text).toContain('message_stop')
    expectUngated(bench)
  })
})
