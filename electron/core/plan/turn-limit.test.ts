import { expect, test } from 'vitest'
import { TurnLimit, USUAL_LIMIT } from './turn-limit'
import { refusalWaitMs } from './turn-waits'

const MINUTE_MS = 60_000

/** Refused with 5 besides it, at the time 0. */
function learned(): TurnLimit {
  const limit = new TurnLimit()
  limit.follow(30)
  limit.refused({ others: 5, isFull: true, version: limit.version }, 0)
  return limit
}

/** How high it is after it was full all the time, in steps of a second. */
function afterQuiet(limit: TurnLimit, fromMs: number, toMs: number): number {
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1_000) limit.served(nowMs)
  return limit.value
}

test('what the plan says counts, or what plans usually say', () => {
  const limit = new TurnLimit()
  expect(limit.value).toBe(USUAL_LIMIT)
  limit.follow(8)
  expect(limit.value).toBe(8)
  for (const unknown of [null, 0, -1, Number.NaN]) limit.follow(unknown)
  expect(limit.value).toBe(8)
})

test('a refusal lowers it, and one from before that changes nothing more', () => {
  const limit = new TurnLimit()
  const before = limit.version
  limit.refused({ others: 9, isFull: true, version: before }, 0)
  expect(limit.value).toBe(9)
  limit.refused({ others: 20, isFull: true, version: before }, 0)
  expect(limit.value).toBe(9)
  limit.refused({ others: 20, isFull: true, version: limit.version }, 0)
  expect(limit.value).toBe(8)
})

test('a refusal while there was room lowers it to as many as there were', () => {
  const limit = learned()
  limit.refused({ others: 5, isFull: false, version: limit.version }, 0)
  expect(limit.value).toBe(5)
  limit.refused({ others: 3, isFull: false, version: limit.version }, 0)
  expect(limit.value).toBe(3)
})

test('it stays as it was learned while it is not full', () => {
  const limit = learned()
  expect(limit.value).toBe(5)
  limit.served(29_000)
  expect(limit.value).toBe(5)
})

test('full for long without a refusal, it is raised, in growing steps up to what the plan says', () => {
  const limit = learned()
  expect(afterQuiet(limit, 0, 30_000)).toBe(6)
  expect(afterQuiet(limit, 31_000, 60_000)).toBe(8)
  expect(afterQuiet(limit, 61_000, 5 * MINUTE_MS)).toBe(30)
})

test('each raise that was too high is tried again later than the last', () => {
  const limit = learned()
  const raisedAtMs: number[] = []
  for (let nowMs = 0; nowMs < 120 * MINUTE_MS; nowMs += 1_000) {
    limit.served(nowMs)
    if (limit.value === 5) continue
    raisedAtMs.push(nowMs)
    limit.refused({ others: 20, isFull: true, version: limit.version }, nowMs)
  }
  const waits = raisedAtMs.slice(1).map((atMs, index) => atMs - (raisedAtMs[index] ?? 0))
  expect(waits.slice(0, 5).map((waitMs) => waitMs / MINUTE_MS)).toEqual([1, 2, 4, 8, 16])
  expect(Math.max(...waits)).toBe(16 * MINUTE_MS)
})

test('another plan makes what was learned void, the same plan does not', () => {
  const limit = learned()
  limit.follow(30)
  expect(limit.value).toBe(5)
  limit.follow(50)
  expect(limit.value).toBe(50)
})

test('the waits between refusals grow to 5 s', () => {
  expect([0, 1, 2, 3, 4, 50].map(refusalWaitMs)).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000])
})
