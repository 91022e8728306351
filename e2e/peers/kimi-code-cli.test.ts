/**
 * The proxy beside the real kimi-code. It comes from the npm registry at test time, so this runs only when asked for:
 * KIMI_PROXY_REAL_CLI=1, on Linux x64.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf } from '../../electron/testing/harness'
import { machine, type TestEngine } from '../harness/machine'
import { buildWorker } from '../harness/worker-build'
import { LoginWatch } from '../login/login-watch'
import { expectKimiCodeForm, expectOneChain } from './chain'
import { KimiCodeCli } from './kimi-code-cli'

const SHARED_MS = 60_000
/** A short run, and one that lives longer than a token: its six turns each look at the login. */
const SHORT = { prompt: 'hello', answer: 'Hello from the simulated Kimi.' }
const LASTING = { prompt: 'use the tool 5 times, slow 100 ms', answer: 'done after 5 steps' }

const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-cli-'))
let reader = ''

beforeAll(async () => {
  reader = await buildWorker('../login/login-reader.ts', root)
  await KimiCodeCli.install(join(root, 'cli'))
}, 300_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function setUp(end: (last: () => Promise<void>) => void) {
  const bench = await machine(end, { expiresInSeconds: 6, deviceIntervalSeconds: 1 })
  const cli = new KimiCodeCli(join(root, 'cli'), bench.simulator, bench.sandbox)
  const login = await cli.login()
  expect(login.code, login.stderr).toBe(0)
  return { ...bench, cli, path: cli.loginFile() }
}

/** A prompt at a time until the time is over. Returns how many were answered. */
async function keepAsking(
  cli: KimiCodeCli,
  { prompt, answer }: typeof SHORT,
  endAt: number,
): Promise<number> {
  let answered = 0
  while (performance.now() < endAt) {
    const { code, stdout, stderr } = await cli.prompt(prompt)
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(answer)
    answered += 1
  }
  return answered
}

/** Requests, and twice a second a renewal that nothing calls for. */
async function work(engine: TestEngine, endAt: number): Promise<{ asked: number; forced: number }> {
  const done = { asked: 0, forced: 0 }
  while (performance.now() < endAt) {
    expect((await engine.ask()).status).toBe(200)
    done.asked += 1
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (done.asked % 10 !== 0) continue
    expect(await engine.refresh()).toEqual({ ok: true })
    done.forced += 1
  }
  return done
}

describe('beside the real kimi-code', { tags: 'real-kimi-code' }, () => {
  it('on one login for a minute: each token is sent once, nobody is signed out, the file keeps its form', {
    timeout: SHARED_MS + 90_000,
  }, async ({ onTestFinished }) => {
    const { simulator, start, cli, path } = await setUp(onTestFinished)
    const watch = await LoginWatch.start(reader, path)
    onTestFinished(() => watch.stop())
    const [first = ''] = watch.seen
    const engine = await start()
    const endAt = performance.now() + SHARED_MS
    const early = setInterval(() => simulator.revokeAccessTokens(), 9_000)
    onTestFinished(() => clearInterval(early))
    const [prompts, others, done] = await Promise.all([
      keepAsking(cli, SHORT, endAt),
      keepAsking(cli, LASTING, endAt),
      work(engine, endAt),
    ])
    clearInterval(early)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    await engine.stop()
    await watch.stop()
    const rotations = expectOneChain(simulator, first, watch)
    const byProxy = simulator.log.refreshRequests.filter(({ sender }) =>
      sender.startsWith('kimi-proxy/'),
    ).length
    const byCli = simulator.log.refreshRequests.filter(({ sender }) =>
      sender.startsWith('kimi-code-cli/'),
    ).length
    const { failures401 } = simulator.log
    process.stdout.write(
      `${JSON.stringify({ prompts: prompts + others, ...done, rotations, byProxy, byCli, failures401, seen: watch.seen.length, reads: watch.reads })}\n`,
    )
    expect(byProxy).toBeGreaterThan(5)
    expect(byCli).toBeGreaterThan(5)
    expect(byProxy + byCli).toBe(rotations)
    expectKimiCodeForm(path, watch.texts)
  })

  it('with a login of its own the proxy does not notice that of kimi-code dying', {
    timeout: 120_000,
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start, cli, path } = await setUp(onTestFinished)
    const theirs = sandbox.readLogin(path)
    sandbox.saveLogin(simulator.issueLogin(), join(sandbox.home, 'credentials', 'kimi-code.json'))
    const engine = await start()
    simulator.revokeLogins(String(theirs['refresh_token']))
    const endAt = performance.now() + 15_000
    const working = work(engine, endAt)
    const refused = await cli.prompt('hello')
    expect(refused.code).not.toBe(0)
    process.stdout.write(`kimi-code says: ${linesOf(refused.stderr).join(' | ')}\n`)
    expect(sandbox.readLogin(path)).toMatchObject({ access_token: '', refresh_token: '', expires_at: 0 })
    const tombstone = readFileSync(path, 'utf8')
    await working
    const byProxy = simulator.log.refreshRequests.filter(({ sender }) => sender.startsWith('kimi-proxy/'))
    expect(byProxy.length).toBeGreaterThan(5)
    expect(byProxy.every(({ outcome }) => outcome === 'granted')).toBe(true)
    expect(simulator.log.failures401).toBe(0)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null, recovery: null })
    expect(readFileSync(path, 'utf8')).toBe(tombstone)
  })
})
