/** A running engine whose system clock is set by hours. Kimi's clock goes on as it did. */
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../core/basics/ports'
import { EngineBench } from '../../testing/engine-bench'
import { call, message } from '../../testing/network/client'
import { createSystemClock } from '../basics/clock'

const HOUR_MS = 3_600_000

class SetClock implements Clock {
  readonly #system = createSystemClock()
  aheadMs = 0

  wallMs(): number {
    return this.#system.wallMs() + this.aheadMs
  }

  elapsedMs(): number {
    return this.#system.elapsedMs()
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#system.after(delayMs, callback)
  }
}

async function running(expiresInSeconds: number) {
  const clock = new SetClock()
  const bench = await EngineBench.start({ clock, simulator: { expiresInSeconds } })
  return { clock, bench }
}

/** Clients and people see a token that is valid, with a time left that it can have. */
async function expectServed({ port, simulator }: EngineBench): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 20 }, () => message(port, 'hello')))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  const health = await call(port, '/health')
  expect(health.status).toBe(200)
  const body = JSON.parse(health.text)
  expect(body).toMatchObject({ status: 'healthy', token_valid: true, error: null, recovery: null })
  expect(body.token_expires_in).toBeLessThanOrEqual(simulator.settings.expiresInSeconds)
}

describe('a system clock that is set', () => {
  it.each([
    ['5 h forward', 5, 1],
    ['5 h back', -5, 0],
    ['2 days forward', 48, 1],
    ['2 days back', -48, 0],
  ])(
    '%s costs at most one renewal, and nobody is told that the token has expired',
    async (_way, hours, most) => {
      const { clock, bench } = await running(900)
      await expectServed(bench)
      clock.aheadMs = hours * HOUR_MS
      for (let round = 0; round < 3; round += 1) await expectServed(bench)
      bench.engine.wake('clock moved')
      for (let round = 0; round < 3; round += 1) await expectServed(bench)
      expect(bench.simulator.log.refreshRequests.length).toBeLessThanOrEqual(most)
      // What was renewed meanwhile is in the file with the time of the wrong clock.
      clock.aheadMs = 0
      bench.engine.wake('clock moved')
      for (let round = 0; round < 3; round += 1) await expectServed(bench)
      expect(bench.simulator.log.refreshRequests.length).toBeLessThanOrEqual(most + 1)
      expect(bench.simulator.log.refreshRequests.every(({ outcome }) => outcome === 'granted')).toBe(true)
      expect(bench.simulator.log.failures401).toBe(0)
    },
  )

  it('again and again while tokens live 6 s costs at most one renewal each time', async () => {
    const { clock, bench } = await running(6)
    const startedAt = performance.now()
    const jumps = [3, -3, 7, -7, 1, -30, 30, 0]
    for (const hours of jumps) {
      clock.aheadMs = hours * HOUR_MS
      bench.engine.wake('clock moved')
      const endAt = performance.now() + 700
      while (performance.now() < endAt) await expectServed(bench)
    }
    const byAge = Math.ceil((performance.now() - startedAt) / 2_500)
    expect(bench.simulator.log.refreshRequests.length).toBeLessThanOrEqual(jumps.length + byAge)
    expect(bench.simulator.log.reusedRefreshTokens()).toEqual([])
  })
})
