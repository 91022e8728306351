import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finish, linesOf } from '../../electron/testing/harness'
import { until } from '../../electron/testing/until'
import { type Machine, machine, type TestEngine } from '../harness/machine'
import { buildWorker } from '../harness/worker-build'
import { LoginWatch } from '../login/login-watch'
import { expectKimiCodeForm, expectOneChain } from './chain'
import { PeerProcess } from './peer-process'

const SHARED_MS = 9_000

const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-peers-'))
let reader = ''
let worker = ''

beforeAll(async () => {
  reader = await buildWorker('../login/login-reader.ts', root)
  worker = await buildWorker('../peers/kimi-peer.ts', root)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const PYTHON_PEER = new URL('kimi-cli-peer.py', import.meta.url).pathname

/** Requests and forced renewals until the time is over. */
async function work(engine: TestEngine, durationMs: number): Promise<{ asked: number; refreshed: number }> {
  const endAt = performance.now() + durationMs
  let asked = 0
  let refreshed = 0
  while (performance.now() < endAt) {
    expect((await engine.ask()).status).toBe(200)
    asked += 1
    // Without a pause the proxy would have the lock most of the time, and the others would hardly get a turn.
    await new Promise((resolve) => setTimeout(resolve, 25))
    if (asked % 8 !== 0) continue
    // The first may find what a peer has renewed; the second, right after it, mostly asks Kimi.
    for (let time = 0; time < 2; time += 1) expect(await engine.refresh()).toEqual({ ok: true })
    refreshed += 2
  }
  return { asked, refreshed }
}

async function share(bench: Machine, tool: 'kimi-code' | 'kimi-cli', path: string, pausesMs: number[]) {
  const watch = await LoginWatch.start(reader, path)
  const peers = await Promise.all(
    pausesMs.map((pauseMs, index) =>
      PeerProcess.start(bench, { worker, tool, name: `peer-${index}`, path, pauseMs }),
    ),
  )
  const end = async () => {
    await Promise.all(peers.map((peer) => peer.stop()))
    await watch.stop()
  }
  return { watch, peers, end }
}

describe.concurrent('beside kimi-code', () => {
  it('on one login both renew by turns: each token once, nobody signed out, the file in its form', async ({
    onTestFinished,
  }) => {
    const bench = await machine(onTestFinished, { expiresInSeconds: 6 })
    const { simulator, sandbox, start } = bench
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const engine = await start({ env: { KIMI_CODE_OAUTH_HOST: simulator.door('proxy') } })
    const { watch, peers, end } = await share(bench, 'kimi-code', sandbox.credentials, [300, 600])
    onTestFinished(end)
    const done = await work(engine, SHARED_MS)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    await engine.stop()
    await end()
    const rotations = expectOneChain(simulator, login.refresh_token, watch)
    const byProxy = simulator.log.refreshRequests.filter(({ sender }) => sender === 'proxy').length
    const uses = peers.map((peer) => peer.uses)
    process.stdout.write(`${JSON.stringify({ ...done, uses, rotations, byProxy, reads: watch.reads })}\n`)
    expect(peers.flatMap((peer) => peer.troubles)).toEqual([])
    expect(byProxy).toBeGreaterThan(2)
    expect(rotations - byProxy).toBeGreaterThan(2)
    expectKimiCodeForm(sandbox.credentials, watch.texts)
  })

  it('with a login of its own the proxy does not notice that of kimi-code dying', async ({
    onTestFinished,
  }) => {
    const bench = await machine(onTestFinished, { expiresInSeconds: 6 })
    const { simulator, sandbox, start } = bench
    const theirs = simulator.issueLogin()
    const own = join(sandbox.home, 'credentials', 'kimi-code.json')
    sandbox.saveLogin(theirs)
    sandbox.saveLogin(simulator.issueLogin(), own)
    const engine = await start({ env: { KIMI_CODE_OAUTH_HOST: simulator.door('proxy') } })
    const { peers, end } = await share(bench, 'kimi-code', sandbox.credentials, [150])
    onTestFinished(end)
    simulator.revokeLogins(String(sandbox.readLogin()['refresh_token']))
    await until('kimi-code asks for a sign-in', () => peers[0]?.lines.at(-1)?.kind === 'signed out')
    const tombstone = readFileSync(sandbox.credentials, 'utf8')
    await work(engine, 4_000)
    const byProxy = simulator.log.refreshRequests.filter(({ sender }) => sender === 'proxy')
    expect(byProxy.length).toBeGreaterThan(2)
    expect(byProxy.every(({ outcome }) => outcome === 'granted')).toBe(true)
    expect(simulator.log.failures401).toBe(0)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null, recovery: null })
    expect(readFileSync(sandbox.credentials, 'utf8')).toBe(tombstone)
    expect(sandbox.readLogin()).toMatchObject({ access_token: '', refresh_token: '', expires_at: 0 })
    await end()
  })
})

describe.concurrent('beside kimi-cli, whose lock Node cannot see', () => {
  it('on one login both may ask at once: the loser takes what the winner saved, and nothing is left there', async ({
    onTestFinished,
  }) => {
    const bench = await machine(onTestFinished, { expiresInSeconds: 6 })
    const { simulator, sandbox, start } = bench
    const path = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
    sandbox.saveLogin(simulator.issueLogin(), path)
    const engine = await start({ env: { KIMI_CODE_OAUTH_HOST: simulator.door('proxy') } })
    const { watch, peers, end } = await share(bench, 'kimi-cli', path, [20])
    onTestFinished(end)
    const done = await work(engine, SHARED_MS)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    await engine.stop()
    await end()
    const { refreshRequests, grantedCount } = simulator.log
    const refused = refreshRequests.filter(({ outcome }) => outcome === 'refused')
    const uses = peers.map((peer) => peer.uses)
    process.stdout.write(
      `${JSON.stringify({ ...done, uses, rotations: grantedCount, refused: refused.length })}\n`,
    )
    // kimi-cli reads the file again after a second, and asks with the old token where the winner has not saved by then.
    expect(simulator.log.resentRequests().filter(({ sender }) => sender === 'proxy')).toEqual([])
    expect(watch.broken).toEqual([])
    expect(watch.seen).not.toContain('')
    // kimi-cli does not know Kimi's `invalid_grant` with 400, and goes on with what it has.
    expect(peers.flatMap((peer) => peer.troubles).filter(({ kind }) => kind === 'signed out')).toEqual([])
    const granted = refreshRequests.flatMap(({ successor }) => successor ?? [])
    expect(watch.seen.at(-1)).toBe(granted.at(-1))
    expect(readdirSync(dirname(path))).toEqual(['kimi-code.json'])
    expect(readdirSync(join(sandbox.root, '.kimi'))).toEqual(['credentials'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('whose real flock stands beside the login both keep the login, and its lock file is left alone', {
    tags: 'python3',
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const path = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
    sandbox.saveLogin(simulator.issueLogin(), path)
    const engine = await start({ env: { KIMI_CODE_OAUTH_HOST: simulator.door('proxy') } })
    const tokenUrl = `${simulator.door('kimi-cli')}/api/oauth/token`
    const peer = sandbox.spawn([PYTHON_PEER, path, tokenUrl, '40'], {}, ['python3'])
    const finished = finish(peer)
    while (peer.exitCode === null) await work(engine, 300)
    const { code, stdout, stderr } = await finished
    expect(code, stderr).toBe(0)
    const words = linesOf(stdout)
    expect(words).toHaveLength(40)
    expect(words).not.toContain('refused')
    expect(simulator.log.resentRequests()).toEqual([])
    expect(readdirSync(dirname(path)).sort()).toEqual(['kimi-code.json', 'kimi-code.lock'])
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
  })

  it('a refusal is believed only when a second has passed without a newer token', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const path = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
    const login = simulator.issueLogin()
    sandbox.saveLogin(login, path)
    const engine = await start()
    simulator.script({ on: 'token', answer: { status: 401, body: { error: 'invalid_grant' } } })
    const refreshed = engine.refresh()
    await until('it was refused', () => simulator.log.refreshRequests.length === 1)
    // What kimi-cli was granted for the same token, saved only now.
    const newer = simulator.issueLogin()
    sandbox.saveLogin(newer, path)
    expect(await refreshed).toEqual({ ok: true })
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(newer.access_token)
    expect(simulator.log.refreshRequests).toHaveLength(1)
    expect(readdirSync(dirname(path))).toEqual(['kimi-code.json'])
  })
})
