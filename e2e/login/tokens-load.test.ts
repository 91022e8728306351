import { describe, expect, it } from 'vitest'
import { gate } from '../../electron/testing/gate'
import { until } from '../../electron/testing/until'
import { machine, type TestEngine } from '../harness/machine'

const LONG = process.env['KIMI_PROXY_LONG'] === '1'
const LOAD_MS = LONG ? 60_000 : 12_000
const CLIENTS = 5

describe('tokens that live 6 seconds', () => {
  it(`carry ${CLIENTS} clients without pause for ${LOAD_MS / 1000} s`, {
    timeout: LOAD_MS + 20_000,
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 6 })
    sandbox.saveLogin(simulator.issueLogin())
    const engine = await start()
    const endAt = performance.now() + LOAD_MS
    const served = await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => keepAsking(engine, client, endAt)),
    )
    const requests = served.reduce((sum, count) => sum + count, 0)
    process.stdout.write(
      `${requests} requests, ${simulator.log.grantedCount} renewals, ${simulator.log.failures401} hidden 401s\n`,
    )
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
    expect(simulator.log.refreshRequests.every(({ outcome }) => outcome === 'granted')).toBe(true)
    // Due at half the life: a renewal every 3 s, never one per request and never only at the end.
    const askedAt = simulator.log.refreshRequests.map(({ atMs }) => atMs)
    const gaps = askedAt.slice(1).map((atMs, index) => atMs - (askedAt[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThan(2_500)
    expect(Math.max(...gaps)).toBeLessThan(4_500)
    expect(sandbox.readLogin()['access_token']).not.toBe('')
  })
})

/** Small messages and streams by turns; throws at the first that fails. Returns how many were served. */
async function keepAsking(engine: TestEngine, client: number, endAt: number): Promise<number> {
  let served = 0
  while (performance.now() < endAt) {
    const stream = (served + client) % 2 === 0
    const { status, text } = await engine.ask(stream ? 'count to 20, slow 3 ms' : 'hello', stream)
    expect(status, text).toBe(200)
    expect(text).toContain(stream ? 'message_stop' : 'end_turn')
    served += 1
  }
  return served
}

describe('100 requests at once', () => {
  it('on an expired token share one renewal', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const { passed, open } = gate()
    simulator.onRotated = () => passed
    sandbox.saveLogin({ ...simulator.issueLogin(), expires_at: Math.floor(Date.now() / 1000) - 100 })
    const engine = await start()
    const storm = engine.askAtOnce(100)
    await until('all of them wait', async () => (await engine.activeRequests()) === 100)
    open()
    expect((await storm).statuses).toEqual({ 200: 100 })
    expect(simulator.log.refreshRequests).toHaveLength(1)
    expect(simulator.log.failures401).toBe(0)
  })

  it('on a token revoked upstream share one renewal', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const engine = await start()
    simulator.revokeAccessTokens()
    expect((await engine.askAtOnce(100)).statuses).toEqual({ 200: 100 })
    expect(simulator.log.refreshRequests).toHaveLength(1)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })

  it('while Kimi refuses every token wait for four more renewals, which take 15 s, and then get their 401', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const engine = await start()
    simulator.refuseEverything(true)
    const storm = await engine.askAtOnce(100)
    expect(storm.statuses).toEqual({ 401: 100 })
    expect(JSON.parse(storm.first?.text ?? '')).toMatchObject({ error: { type: 'authentication_error' } })
    expect(simulator.log.refreshRequests).toHaveLength(5)
    const check = await sandbox.run(['--check', '--port', String(engine.port)])
    expect(check.stdout).toContain('  Refused: Kimi refuses new tokens too; the next renewal is tried ')
    simulator.refuseEverything(false)
    expect((await engine.askAtOnce(20)).statuses).toEqual({ 200: 20 })
    expect(simulator.log.refreshRequests).toHaveLength(5)
    expect((await engine.health()).status).toBe(200)
    // The success has closed the cool-down: the next refusal is healed at once.
    simulator.revokeAccessTokens()
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.refreshRequests).toHaveLength(6)
  })

  it('while renewals fail are all served by a token that still lives', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 20 })
    sandbox.saveLogin({ ...simulator.issueLogin(), expires_at: Math.floor(Date.now() / 1000) + 9 })
    simulator.script({ on: 'token', answer: { status: 503, body: 'busy' } }, 2)
    const engine = await start()
    await until('the first try has failed', () => simulator.log.refreshRequests.length > 0)
    expect((await engine.askAtOnce(100)).statuses).toEqual({ 200: 100 })
    await until('the third try is granted', () => simulator.log.grantedCount === 1)
    expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual([
      'faulted',
      'faulted',
      'granted',
    ])
  })
})
