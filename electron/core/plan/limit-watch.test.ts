import { expect, test } from 'vitest'
import { type PlanState, type QuotaWindow, UNKNOWN_PLAN } from '../../contract/plan'
import { FakeClock } from '../../testing/fake-clock'
import { limitNow } from './left'
import { LimitWatch } from './limit-watch'

const HOUR_MS = 3_600_000

function watch() {
  const clock = new FakeClock()
  const calls: string[] = []
  let plan: PlanState = UNKNOWN_PLAN
  const limits = new LimitWatch({
    clock,
    plan: () => plan,
    tell: (change) => {
      calls.push('tell')
      plan = { ...plan, ...change }
    },
    look: () => {
      calls.push('look')
    },
    askSoon: () => calls.push('soon'),
    over: () => calls.push('over'),
  })
  const look = (name: QuotaWindow['name'], usedRatio: number, resetsInMs: number) => {
    const resetsAtMs = clock.wallMs() + resetsInMs
    const windows = [{ name, label: null, usedRatio, resetsAtMs, emptyAtMs: null }]
    const quota = { windows, wallet: null, parallelLimit: null, membership: null }
    plan = { ...plan, quota: { kind: 'known', quota, atMs: clock.wallMs() } }
    limits.looked()
    return resetsAtMs
  }
  return { clock, calls, limits, look, plan: () => plan }
}

test('a limit is in the state with its end at once where the usages tell it already', async () => {
  const { limits, look, plan, clock, calls } = watch()
  const resetsAtMs = look('fiveHours', 1, HOUR_MS)
  expect(await limits.reached('fiveHours')).toBe(resetsAtMs)
  expect(plan().limitReached).toEqual({ name: 'fiveHours', sinceMs: clock.wallMs(), resetsAtMs })
  expect(calls).toEqual(['tell', 'soon'])
})

test('a refusal waits a moment for the usages where its end is not known', async () => {
  const { limits, look, plan, calls, clock } = watch()
  const first = limits.reached('billingCycle')
  const second = limits.reached('billingCycle')
  expect(plan().limitReached).toMatchObject({ name: 'billingCycle', resetsAtMs: null })
  expect(calls.filter((call) => call === 'look')).toHaveLength(2)
  await clock.advance(1_000)
  const resetsAtMs = look('week', 1, 50 * HOUR_MS)
  expect(await Promise.all([first, second])).toEqual([resetsAtMs, resetsAtMs])
  expect(plan().limitReached).toMatchObject({ resetsAtMs, sinceMs: clock.wallMs() - 1_000 })
})

test('it does not wait for long, nor once more after a look that told nothing', async () => {
  const { limits, look, clock } = watch()
  const first = limits.reached('week')
  expect(await clock.runUntil(first)).toBeNull()
  expect(clock.elapsedMs()).toBe(4_000)
  look('fiveHours', 0.2, HOUR_MS)
  expect(await limits.reached('week')).toBeNull()
  expect(clock.elapsedMs()).toBe(4_000)
  expect(clock.pendingTimers).toBe(0)
})

test('the state changes only where something is new', async () => {
  const { limits, look, calls } = watch()
  look('week', 1, HOUR_MS)
  for (let n = 0; n < 5; n += 1) await limits.reached('week')
  expect(calls.filter((call) => call === 'tell')).toHaveLength(1)
})

test('a message that Kimi serves ends it, and whoever waits for its end is told once', async () => {
  const { limits, look, calls, plan } = watch()
  look('month', 1, HOUR_MS)
  await limits.reached('month')
  limits.served()
  limits.served()
  expect(plan().limitReached).toBeNull()
  expect(calls.filter((call) => call === 'over')).toHaveLength(1)
})

test('another login ends it, the same one does not', async () => {
  const { limits, look, plan } = watch()
  limits.loginFound('/one')
  look('month', 1, HOUR_MS)
  await limits.reached('month')
  limits.loginFound('/one')
  expect(plan().limitReached).not.toBeNull()
  limits.loginFound('/two')
  expect(plan().limitReached).toBeNull()
})

test('it is over once its end has passed, and begins anew where Kimi refuses then', async () => {
  const { limits, look, plan, clock } = watch()
  const resetsAtMs = look('week', 1, HOUR_MS)
  await limits.reached('week')
  const { limitReached } = plan()
  expect(limitNow({ limitReached }, resetsAtMs - 1)).toBe(limitReached)
  expect(limitNow({ limitReached }, resetsAtMs)).toBeNull()
  expect(
    limitNow({ limitReached: { name: 'week', sinceMs: 0, resetsAtMs: null } }, resetsAtMs),
  ).not.toBeNull()
  await clock.advance(HOUR_MS)
  expect(await clock.runUntil(limits.reached('week'))).toBeNull()
  expect(plan().limitReached).toEqual({ name: 'week', sinceMs: resetsAtMs, resetsAtMs: null })
})
