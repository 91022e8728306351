/** A limit of the plan that ends: sessions that wait for it, and the login meanwhile. */
import { expect, it } from 'vitest'
import { EngineBench } from '../../electron/testing/engine-bench'
import { until } from '../../electron/testing/until'
import { MovedClock } from './moved-clock'
import { messagesAt, planMachine } from './plan-machine'
import { Session } from './sessions'

const MINUTE_MS = 60_000
const WAITS_A_MINUTE = { args: ['--park'], settings: { parkMinutes: 1 } }

it('a session that meets a limit of 3 more minutes ends well after them', async () => {
  const clock = new MovedClock()
  const bench = await EngineBench.start({
    clock,
    parkMs: 5 * MINUTE_MS,
    simulator: { nowMs: () => clock.wallMs() },
  })
  const { simulator, engine } = bench
  simulator.plan.windows.set('fiveHours', { used: 100, resetsInMs: 3 * MINUTE_MS })
  const sessions = ['one', 'two', 'three'].map((id) => new Session(bench.port, id))
  const turns = Promise.all(sessions.map((session) => session.turn('count to 3')))
  await until('all of them wait', () => engine.state.traffic.waitingRequests === 3)
  await until('the end of the limit is known', () => engine.state.plan.limitReached?.resetsAtMs != null)
  const asked = messagesAt(simulator)
  clock.move(2 * MINUTE_MS)
  clock.move(MINUTE_MS + 1_500)
  await turns
  expect(sessions.flatMap(({ failures }) => failures)).toEqual([])
  expect(sessions.map((session) => session.turns.length)).toEqual([1, 1, 1])
  expect(engine.state.plan.limitReached).toBeNull()
  // Kimi was not asked again and again meanwhile.
  expect(messagesAt(simulator) - asked).toBeLessThanOrEqual(6)
})

it('the built command line waits with `--park`, and sends the request at the reset', async ({
  onTestFinished,
}) => {
  const bench = await planMachine(onTestFinished, { engine: WAITS_A_MINUTE })
  bench.simulator.plan.windows.set('fiveHours', { used: 100, resetsInMs: 3_000 })
  const sessions = [new Session(bench.engine.port, 'one'), new Session(bench.engine.port, 'two')]
  await Promise.all(sessions.map((session) => session.turn('count to 3')))
  expect(sessions.flatMap(({ failures }) => failures)).toEqual([])
  expect(sessions.map((session) => session.turns.length)).toEqual([1, 1])
  for (const { turns } of sessions) expect(turns[0]?.waitMs).toBeGreaterThan(1_000)
  expect(messagesAt(bench.simulator)).toBeLessThanOrEqual(8)
})

it('a limit that lasts longer than `parkMinutes` is told at once', async ({ onTestFinished }) => {
  const bench = await planMachine(onTestFinished, { engine: WAITS_A_MINUTE })
  bench.simulator.plan.windows.set('fiveHours', { used: 100, resetsInMs: 90 * MINUTE_MS })
  const session = new Session(bench.engine.port, 'one')
  const startedAtMs = performance.now()
  await session.turn('count to 3')
  expect(session.failures).toHaveLength(1)
  expect(performance.now() - startedAtMs).toBeLessThan(3_000)
  expect(messagesAt(bench.simulator)).toBe(1)
})

it('the token renews while the quota is used up, and the session goes on with it', async ({
  onTestFinished,
}) => {
  const bench = await planMachine(onTestFinished, { expiresInSeconds: 4 })
  const { simulator, engine } = bench
  simulator.plan.windows.set('week', { used: 1_000 })
  const session = new Session(engine.port, 'one')
  await session.turn('hello')
  await until('two renewals', () => simulator.log.grantedCount >= 2)
  await session.turn('hello')
  expect(session.failures).toHaveLength(2)
  expect(await bench.plan()).toMatchObject({ limitReached: { name: 'week' } })
  expect((await engine.health()).body).toMatchObject({ token_valid: true })
  simulator.plan.windows.set('week', { used: 0 })
  await session.turn('hello')
  expect(session.failures).toHaveLength(2)
  expect((await bench.plan()).limitReached).toBeNull()
  expect(simulator.log.refreshRequests.every(({ outcome }) => outcome === 'granted')).toBe(true)
})
