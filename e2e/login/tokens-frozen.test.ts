/** Processes that are stopped for a while: a laptop that sleeps, a container that is paused. */
import { describe, expect, it } from 'vitest'
import { gate } from '../../electron/testing/gate'
import { until } from '../../electron/testing/until'
import { machine } from '../harness/machine'

const SECOND = 1_000

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}

describe.concurrent('an engine that is stopped', () => {
  it('for twice the life of its token: the first request succeeds with one renewal', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 6 })
    sandbox.saveLogin(simulator.issueLogin())
    const engine = await start()
    expect((await engine.ask()).status).toBe(200)
    engine.child.kill('SIGSTOP')
    await pause(12 * SECOND)
    const before = simulator.log.refreshRequests.length
    engine.child.kill('SIGCONT')
    expect((await engine.askAtOnce(10)).statuses).toEqual({ 200: 10 })
    expect(simulator.log.refreshRequests).toHaveLength(before + 1)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
    expect((await engine.health()).status).toBe(200)
  })

  it('in the middle of its renewal, alone: the answer that waited for it is saved, and nothing asked twice', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 4 })
    sandbox.saveLogin(simulator.issueLogin())
    const engine = await start()
    simulator.onRotated = async () => {
      simulator.onRotated = null
      engine.child.kill('SIGSTOP')
    }
    const late = engine.refresh()
    await until('the answer is on its way', () => simulator.log.refreshRequests[0]?.delivered === true)
    await pause(8 * SECOND)
    engine.child.kill('SIGCONT')
    expect(await late).toEqual({ ok: true })
    expect((await engine.askAtOnce(10)).statuses).toEqual({ 200: 10 })
    expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['granted', 'granted'])
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
    expect(sandbox.readLogin()['refresh_token']).toBe(simulator.log.refreshRequests.at(-1)?.successor)
  })

  it('with the lock in hand, before Kimi rotated: another takes over, and both end up with its token', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const [frozen, other] = await Promise.all([start({ home: 'one' }), start({ home: 'two' })])
    // The request of the frozen one reaches the rotation only after the other is done.
    simulator.script({ on: 'token', delayMs: 9 * SECOND })
    const late = frozen.refresh()
    await until('it has asked', () => simulator.log.refreshRequests.length === 1)
    frozen.child.kill('SIGSTOP')
    expect(await other.refresh()).toEqual({ ok: true })
    const newest = sandbox.readLogin()
    await until('the late request is refused', () => simulator.log.refreshRequests[0]?.outcome === 'refused')
    frozen.child.kill('SIGCONT')
    expect(await late).toEqual({ ok: true })
    expect(sandbox.readLogin()).toEqual(newest)
    for (const engine of [frozen, other]) {
      expect((await engine.ask()).status).toBe(200)
      expect(simulator.log.apiRequests.at(-1)?.token).toBe(newest['access_token'])
      expect(await engine.refresh()).toEqual({ ok: true })
    }
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })

  it('with the lock in hand, after Kimi rotated: its late answer is saved, though the other was refused', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const [frozen, other] = await Promise.all([start({ home: 'one' }), start({ home: 'two' })])
    const { passed, open } = gate()
    simulator.onRotated = () => {
      frozen.child.kill('SIGSTOP')
      return passed
    }
    const late = frozen.refresh()
    await until('Kimi has rotated', () => simulator.log.grantedCount === 1)
    simulator.onRotated = null
    await other.refresh()
    expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['granted', 'refused'])
    open()
    frozen.child.kill('SIGCONT')
    expect(await late).toEqual({ ok: true })
    const saved = sandbox.readLogin()
    expect(saved['refresh_token']).not.toBe('')
    simulator.revokeAccessTokens()
    for (const engine of [other, frozen]) expect((await engine.ask()).status).toBe(200)
    expect(sandbox.readLogin()['refresh_token']).not.toBe(saved['refresh_token'])
    expect(simulator.log.grantedCount).toBe(2)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })
})
