/** Several engines on one login. Each has a home of its own; the login file is all they share. */
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gate } from '../../electron/testing/gate'
import { until } from '../../electron/testing/until'
import { type Machine, machine, type TestEngine } from '../harness/machine'

const ROUNDS = 8

async function pair(
  { start }: Machine,
  env: Readonly<Record<string, string>> = {},
): Promise<[TestEngine, TestEngine]> {
  return Promise.all([start({ home: 'one', env }), start({ home: 'two', env })])
}

/** Both engines serve, with the token that lies in the file. */
async function expectBothUpToDate({ simulator, sandbox }: Machine, engines: TestEngine[], path?: string) {
  const { access_token: newest } = sandbox.readLogin(path)
  for (const engine of engines) {
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(newest)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
  }
}

function litter(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.includes('.tmp.'))
}

describe('two engines on one kimi-code login', () => {
  it('renew it once, however often both are told to at the same moment', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const engines = await pair(bench)
    for (let round = 1; round <= ROUNDS; round += 1) {
      const results = await Promise.all(engines.map((engine) => engine.refresh()))
      expect(results).toEqual([{ ok: true }, { ok: true }])
      expect(simulator.log.refreshRequests).toHaveLength(round)
      await expectBothUpToDate(bench, engines)
    }
    expect(simulator.log.grantedCount).toBe(ROUNDS)
    expect(readdirSync(join(sandbox.root, '.kimi-code', 'oauth'))).toEqual([])
    expect(litter(sandbox.credentials)).toEqual([])
  })

  it('heal a token revoked under both of them with one renewal', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    const engines = await pair(bench)
    bench.simulator.revokeAccessTokens()
    const storms = await Promise.all(engines.map((engine) => engine.askAtOnce(25)))
    expect(storms.map(({ statuses }) => statuses)).toEqual([{ 200: 25 }, { 200: 25 }])
    expect(bench.simulator.log.refreshRequests).toHaveLength(1)
  })

  it('share short tokens without ever sending a used one', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished, { expiresInSeconds: 4 })
    const { simulator, sandbox } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const engines = await pair(bench)
    const endAt = performance.now() + 10_000
    while (performance.now() < endAt) {
      const answers = await Promise.all(engines.map((engine) => engine.ask()))
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
    }
    expect(simulator.log.refreshRequests.every(({ outcome }) => outcome === 'granted')).toBe(true)
    expect(simulator.log.grantedCount).toBeGreaterThanOrEqual(3)
    expect(simulator.log.grantedCount).toBeLessThanOrEqual(6)
  })
})

describe.concurrent('an engine killed in the middle of a renewal', () => {
  it('before Kimi rotated: the other takes its lock over and renews', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const [one, two] = await pair(bench)
    simulator.script({ on: 'token', hang: true })
    void one.refresh().catch(() => undefined)
    await until('it has asked', () => simulator.log.refreshRequests.length === 1)
    const second = two.refresh()
    await one.kill()
    const killedAt = performance.now()
    expect(await second).toEqual({ ok: true })
    const waitedMs = performance.now() - killedAt
    expect(waitedMs).toBeGreaterThan(1_500)
    expect(waitedMs).toBeLessThan(9_000)
    expect(simulator.log.grantedCount).toBe(1)
    expect(simulator.log.refreshRequests).toHaveLength(2)
    await expectBothUpToDate(bench, [two])
    expect(litter(sandbox.credentials)).toEqual([])
  })

  it('while it waits for the lock: the other is not disturbed', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const [one, two] = await pair(bench)
    const { passed, open } = gate()
    simulator.onRotated = () => passed
    const first = one.refresh()
    await until('it has asked', () => simulator.log.refreshRequests.length === 1)
    void two.refresh().catch(() => undefined)
    await two.kill()
    open()
    expect(await first).toEqual({ ok: true })
    expect(simulator.log.refreshRequests).toHaveLength(1)
    await expectBothUpToDate(bench, [one])
  })

  it('after it saved: the other takes the token from the file', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const [one, two] = await pair(bench)
    for (let round = 1; round <= 2; round += 1) {
      const { access_token: before } = sandbox.readLogin()
      const first = round === 1 ? one : await bench.start({ home: `more-${round}` })
      void first.refresh().catch(() => undefined)
      await until('it is saved', () => sandbox.readLogin()['access_token'] !== before)
      await first.kill()
      expect(await two.refresh()).toEqual({ ok: true })
      expect(simulator.log.refreshRequests).toHaveLength(round)
      await expectBothUpToDate(bench, [two])
    }
  })

  it('between rotation and save: the old token is sent once more, then sign-in is asked for', async ({
    onTestFinished,
  }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const [one, two] = await pair(bench)
    simulator.onRotated = async () => {
      simulator.onRotated = null
      await one.kill()
      return 'drop'
    }
    await one.refresh().catch(() => undefined)
    simulator.revokeAccessTokens()
    for (let count = 0; count < 4; count += 1) {
      const { status, text } = await two.ask()
      expect(status).toBe(402)
      expect(text).toContain('Kimi sign-in needed')
    }
    expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['granted', 'refused'])
    expect(sandbox.readLogin()).toMatchObject({ access_token: '', refresh_token: '' })
    sandbox.saveLogin(simulator.issueLogin())
    expect((await two.ask()).status).toBe(200)
  })

  it('between rotation and save, where Kimi forgives reuse: all goes on', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished, { reuse: 'grace' })
    const { simulator, sandbox } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const [one, two] = await pair(bench)
    simulator.onRotated = async () => {
      simulator.onRotated = null
      await one.kill()
      return 'drop'
    }
    await one.refresh().catch(() => undefined)
    expect(await two.refresh()).toEqual({ ok: true })
    expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['granted', 'graced'])
    await expectBothUpToDate(bench, [two])
  })
})

describe.concurrent('two engines on a file without a lock they share', () => {
  const files = [
    { whose: 'of kimi-cli', file: '.kimi/credentials/kimi-code.json', named: false },
    { whose: 'named by KIMI_PROXY_CREDENTIALS', file: 'x/login.json', named: true },
  ]

  // Then both may ask at once, and one is refused; it must not take that for the end of the login.
  it.for(files)('$whose keep the login', async ({ file, named }, { onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox } = bench
    const path = join(sandbox.root, file)
    sandbox.saveLogin(simulator.issueLogin(), path)
    const engines = await pair(bench, named ? { KIMI_PROXY_CREDENTIALS: path } : {})
    for (let round = 1; round <= 4; round += 1) {
      const asked = simulator.log.refreshRequests.length
      const results = await Promise.all(engines.map((engine) => engine.refresh()))
      expect(results).toEqual([{ ok: true }, { ok: true }])
      const outcomes = simulator.log.refreshRequests.slice(asked).map(({ outcome }) => outcome)
      expect(outcomes.filter((outcome) => outcome === 'granted')).toHaveLength(1)
      expect(outcomes.length).toBeLessThanOrEqual(2)
      await expectBothUpToDate(bench, engines, path)
    }
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
  })
})
