/**
 * The real Claude Code under `run`, with settings of its own that lead elsewhere, and with a key that is wrong.
 * KIMI_PROXY_CLAUDE names the `claude` command, without it nothing runs here.
 * @module-tag real-claude-code
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { CLI, type Sandbox } from '../../electron/testing/harness'
import { machine } from '../harness/machine'

const CLAUDE = process.env['KIMI_PROXY_CLAUDE'] ?? ''
const QUIET = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', IS_SANDBOX: '1' }
const LIMIT_MS = 120_000

/** Another provider's gateway, which counts who comes. */
async function gateway(end: (end: () => Promise<void>) => void) {
  let visits = 0
  const server = createServer((_request, response) => {
    visits += 1
    response.writeHead(500).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  end(async () => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, visits: () => visits }
}

/** In a folder of its own, since the home folder's `.claude` is the user's. */
function inProject(sandbox: Sandbox, command: readonly string[], env: Readonly<Record<string, string>>) {
  mkdirSync(join(sandbox.root, 'project'), { recursive: true })
  return sandbox.run(command, { ...QUIET, ...env }, ['sh', '-c', 'cd project && exec "$@"', 'sh'])
}

const PLACES = {
  user: ['.claude', 'settings.json'],
  project: ['project', '.claude', 'settings.json'],
  local: ['project', '.claude', 'settings.local.json'],
} as const

const places: (keyof typeof PLACES)[] = ['user', 'project', 'local']
it.for(places)(
  '`run` wins over the %s settings, with no word about unknown models',
  { timeout: LIMIT_MS },
  async (place, { onTestFinished }) => {
    const bench = await machine(onTestFinished, {})
    const { sandbox, simulator } = bench
    sandbox.saveLogin(simulator.issueLogin())
    await bench.start({})
    const other = await gateway(onTestFinished)
    const path = join(sandbox.root, ...PLACES[place])
    mkdirSync(dirname(path), { recursive: true })
    const env = {
      ANTHROPIC_BASE_URL: other.url,
      ANTHROPIC_AUTH_TOKEN: 'theirs',
      ANTHROPIC_API_KEY: 'theirs',
      ANTHROPIC_MODEL: 'glm-5',
      ANTHROPIC_DEFAULT_FABLE_MODEL: 'glm-5',
    }
    writeFileSync(path, JSON.stringify({ env, model: 'glm-5', apiKeyHelper: 'echo theirs' }))
    const command = [process.execPath, CLI, 'run', '--', CLAUDE, '-p', 'hello']
    const result = await inProject(sandbox, command, {})
    expect(result).toMatchObject({ code: 0, stdout: 'Hello from the simulated Kimi.\n', stderr: '' })
    expect(other.visits()).toBe(0)
  },
)

it('a key that is wrong is told at once, in our words', { timeout: LIMIT_MS }, async ({ onTestFinished }) => {
  const bench = await machine(onTestFinished, {})
  const { sandbox, simulator } = bench
  sandbox.saveLogin(simulator.issueLogin())
  sandbox.saveSettings({ requireKey: true })
  const { port } = await bench.start({})
  const env = {
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
    ANTHROPIC_AUTH_TOKEN: 'wrong',
    ANTHROPIC_MODEL: 'kimi-for-coding',
  }
  const startedAtMs = performance.now()
  const { code, stdout } = await inProject(sandbox, [CLAUDE, '-p', 'hello'], env)
  expect(code).toBe(1)
  expect(stdout).toContain('kimi-proxy token')
  expect(performance.now() - startedAtMs).toBeLessThan(20_000)
})
