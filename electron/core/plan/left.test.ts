import { expect, test } from 'vitest'
import { START_MS } from '../../testing/engine-states'
import { PLAN_STATES } from '../../testing/plan-states'
import { isOver, leftPercent, limitNow, nearnessOf } from './left'

test.each([
  [0, 100],
  [0.38, 62],
  [0.9, 10],
  [0.385, 61],
  [0.001, 99],
  [0.999, 1],
  [1, 0],
  [1.4, 0],
  [-0.2, 100],
  [null, null],
  [Number.NaN, null],
])('a window used by %s has %s percent left, and none only where all is used', (usedRatio, percent) => {
  expect(leftPercent({ usedRatio })).toBe(percent)
})

test.each([
  [100, 'ample'],
  [21, 'ample'],
  [20, 'low'],
  [11, 'low'],
  [10, 'last'],
  [0, 'last'],
])('%s percent are %s', (percent, nearness) => {
  expect(nearnessOf(percent)).toBe(nearness)
})

test('a limit ends at its reset, and one whose reset is unknown does not end with time', () => {
  const { plan } = PLAN_STATES.limited.engine
  const resetsAtMs = START_MS + 7_200_000
  expect(limitNow(plan, resetsAtMs - 1)?.name).toBe('fiveHours')
  expect(limitNow(plan, resetsAtMs)).toBeNull()
  expect(limitNow(PLAN_STATES.limitedOpen.engine.plan, resetsAtMs)?.name).toBe('billingCycle')
  expect(isOver({ resetsAtMs: null }, resetsAtMs)).toBe(false)
})
