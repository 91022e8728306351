import { expect, test } from 'vitest'
import {
  isLookDue,
  limitLookInMs,
  lookBegun,
  lookDone,
  lookFailed,
  mayLookOnDemand,
  NO_LOOKS,
  type QuotaLooks,
  soonInMs,
  wantedSoon,
} from './quota-schedule'

const MINUTE_MS = 60_000

/** After how many ms of asking every second the look comes. */
function dueAfter(looks: QuotaLooks, terms: { isBusy?: boolean; hasReset?: boolean } = {}): number {
  const { isBusy = false, hasReset = false } = terms
  for (let nowMs = 0; nowMs < 10_000_000; nowMs += 1_000)
    if (isLookDue(looks, { nowMs, isBusy, hasReset })) return nowMs
  return Number.POSITIVE_INFINITY
}

const DONE = lookDone(lookBegun(NO_LOOKS, 0))

function failedTimes(count: number, pauseMs: number | null = null): QuotaLooks {
  let looks = NO_LOOKS
  for (let at = 0; at < count; at += 1) looks = lookFailed(lookBegun(looks, 0), 0, pauseMs)
  return looks
}

test('the first look comes at once, or when it is wanted soon', () => {
  expect(dueAfter(NO_LOOKS)).toBe(0)
  expect(dueAfter(wantedSoon(NO_LOOKS, 0))).toBe(3_000)
})

test('then one comes every 2 minutes while requests run, every 15 while none does', () => {
  expect(dueAfter(DONE, { isBusy: true })).toBe(2 * MINUTE_MS)
  expect(dueAfter(DONE)).toBe(15 * MINUTE_MS)
})

test('one comes soon after a sign of change or a reset, and never more than one in 15 s', () => {
  const wanted = wantedSoon(DONE, 0)
  expect(dueAfter(wanted)).toBe(15_000)
  expect(soonInMs(wanted, 0)).toBe(15_000)
  expect(dueAfter(wantedSoon(DONE, 60_000))).toBe(63_000)
  expect(dueAfter(wantedSoon(wantedSoon(DONE, 60_000), 62_000))).toBe(63_000)
  expect(soonInMs(DONE, 0)).toBeNull()
  expect(dueAfter(DONE, { hasReset: true })).toBe(15_000)
  expect(dueAfter(lookBegun(wanted, 0))).toBe(15 * MINUTE_MS)
})

test('after failures the next one waits longer each time, up to an hour, whoever wants one soon', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 50].map(
    (count) => dueAfter(failedTimes(count), { isBusy: true }) / MINUTE_MS,
  )
  expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
  expect(dueAfter(failedTimes(1))).toBe(15 * MINUTE_MS)
  expect(dueAfter(wantedSoon(failedTimes(3), 0))).toBe(MINUTE_MS)
  expect(dueAfter(failedTimes(1), { hasReset: true })).toBe(15 * MINUTE_MS)
  expect(dueAfter(lookDone(failedTimes(50)), { isBusy: true })).toBe(2 * MINUTE_MS)
})

test('a pause that Kimi asks for is kept by all, up to an hour', () => {
  const paused = failedTimes(1, 5 * MINUTE_MS)
  expect(dueAfter(paused, { isBusy: true })).toBe(5 * MINUTE_MS)
  expect(dueAfter(wantedSoon(paused, 0))).toBe(5 * MINUTE_MS)
  expect(soonInMs(wantedSoon(paused, 0), 0)).toBe(5 * MINUTE_MS)
  expect(mayLookOnDemand(paused, 4 * MINUTE_MS)).toBe(false)
  expect(dueAfter(failedTimes(1, 1e12))).toBe(60 * MINUTE_MS)
})

test('a person who asks gets a new look, but not twice in 15 s', () => {
  expect(mayLookOnDemand(NO_LOOKS, 0)).toBe(true)
  expect(mayLookOnDemand(DONE, 14_999)).toBe(false)
  expect(mayLookOnDemand(DONE, 15_000)).toBe(true)
  expect(mayLookOnDemand(failedTimes(9), 15_000)).toBe(true)
})

test('a limit is looked up 2 s after the last look, or 15 s after one that failed', () => {
  expect(limitLookInMs(NO_LOOKS, 0)).toBe(0)
  expect(limitLookInMs(DONE, 500)).toBe(1_500)
  expect(limitLookInMs(DONE, 2_000)).toBe(0)
  expect(limitLookInMs(failedTimes(1), 5_000)).toBe(10_000)
  expect(limitLookInMs(failedTimes(1, 4 * MINUTE_MS), 3 * MINUTE_MS)).toBe(MINUTE_MS)
})
