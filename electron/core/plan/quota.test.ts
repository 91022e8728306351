import { describe, expect, test } from 'vitest'
import type { LimitName, Quota, QuotaState, QuotaWindow, WindowName } from '../../contract/plan'
import { hasResetSince, leftIn, resetOf } from './quota'

const NOW_MS = 1_800_000_000_000
const MINUTE_MS = 60_000

/** `inMinutes`: until the reset. */
function window(name: WindowName, usedRatio: number | null, inMinutes: number | null): QuotaWindow {
  const resetsAtMs = inMinutes === null ? null : NOW_MS + inMinutes * MINUTE_MS
  return { name, label: null, usedRatio, resetsAtMs, emptyAtMs: null }
}

function quotaOf(...windows: readonly QuotaWindow[]): Quota {
  return { windows, wallet: null, parallelLimit: null, membership: null }
}

function known(...windows: readonly QuotaWindow[]): QuotaState {
  return { kind: 'known', quota: quotaOf(...windows), atMs: NOW_MS - 10 * MINUTE_MS }
}

describe('the end of a limit', () => {
  test.each<[LimitName, readonly QuotaWindow[], inMinutes: number | null]>([
    ['fiveHours', [window('fiveHours', 1, 30), window('week', 1, 900)], 30],
    ['week', [window('fiveHours', 1, 30), window('week', 1, 900)], 900],
    ['fiveHours', [window('fiveHours', 0.98, 30)], 30],
    ['fiveHours', [window('fiveHours', null, 30)], 30],
    ['fiveHours', [window('fiveHours', 1, -1)], null],
    ['fiveHours', [window('fiveHours', 1, null)], null],
    ['fiveHours', [window('week', 1, 900)], null],
    ['month', [window('month', 0.4, 5_000), window('monthCode', 1, 4_000)], 4_000],
    ['month', [window('month', 1, 4_000), window('monthCode', 1, 5_000)], 5_000],
    [
      'billingCycle',
      [window('fiveHours', 0.9, 30), window('week', 1, 900), window('month', 1, 5_000)],
      5_000,
    ],
    ['billingCycle', [window('fiveHours', 0.9, 30)], null],
    ['billingCycle', [], null],
  ])('%s in %j', (name, windows, inMinutes) => {
    expect(resetOf(quotaOf(...windows), name, NOW_MS)).toBe(
      inMinutes === null ? null : NOW_MS + inMinutes * MINUTE_MS,
    )
  })
})

test('what is left is not known once the window was reset', () => {
  expect(leftIn(window('week', 0.25, 1), NOW_MS)).toBe(0.75)
  expect(leftIn(window('week', 0.25, null), NOW_MS)).toBe(0.75)
  expect(leftIn(window('week', 0.25, 0), NOW_MS)).toBeNull()
  expect(leftIn(window('week', null, 1), NOW_MS)).toBeNull()
})

test('a reset counts once: from its moment until the next look', () => {
  expect(hasResetSince(known(window('week', 1, 1)), NOW_MS)).toBe(false)
  expect(hasResetSince(known(window('week', 1, -1)), NOW_MS)).toBe(true)
  expect(hasResetSince(known(window('week', 1, -11)), NOW_MS)).toBe(false)
  expect(hasResetSince(known(window('week', 1, null)), NOW_MS)).toBe(false)
  expect(hasResetSince({ kind: 'unknown', problem: null }, NOW_MS)).toBe(false)
})
