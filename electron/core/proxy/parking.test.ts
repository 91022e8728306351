import { describe, expect, test } from 'vitest'
import { ERROR_CODES } from '../../contract/problem'
import { wantsSignIn } from './error-body'
import { limitRetryMs, parkReasonOf, parkRetryMs } from './parking'

test('what a sign-in mends and what passes by itself is waited for, and nothing else', () => {
  const reasons = Object.fromEntries(ERROR_CODES.map((code) => [code, parkReasonOf(code)]))
  for (const code of ERROR_CODES) expect(reasons[code] === 'signIn', code).toBe(wantsSignIn(code))
  expect(ERROR_CODES.filter((code) => reasons[code] === 'limit')).toEqual(['LIMIT_REACHED'])
  expect(ERROR_CODES.filter((code) => reasons[code] === 'passing')).toEqual([
    'RENEWAL_FAILED',
    'RENEWAL_MALFORMED',
    'RENEWAL_DOUBTED',
    'LOCK_BUSY',
    'LOCK_FAILED',
    'SAVE_FAILED',
    'UPSTREAM_UNREACHABLE',
  ])
})

test('it is tried again soon at first, and never less often than every 5 s', () => {
  expect([0, 1, 2, 3, 1_000].map(parkRetryMs)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000])
})

describe('a request refused for a limit of the plan', () => {
  const LEFT_MS = 600_000

  test('is sent again right after its end, one after the other', () => {
    expect([0, 1, 10].map((place) => limitRetryMs(180_000, LEFT_MS, 0, place))).toEqual([
      181_000, 181_150, 182_500,
    ])
    expect(limitRetryMs(0, LEFT_MS, 0, 0)).toBe(1_000)
  })

  test('does not wait for an end that comes too late or is not known', () => {
    expect(limitRetryMs(LEFT_MS, LEFT_MS, 0, 0)).toBeNull()
    expect(limitRetryMs(LEFT_MS - 1_000, LEFT_MS, 0, 63)).toBe(LEFT_MS)
    expect(limitRetryMs(null, LEFT_MS, 0, 0)).toBeNull()
  })

  test('waits longer each time where it is refused after the end, up to a minute and to its patience', () => {
    expect([1, 2, 3, 4, 5, 99].map((waits) => limitRetryMs(null, LEFT_MS, waits, 7))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
    ])
    expect(limitRetryMs(null, 3_000, 4, 0)).toBe(3_000)
  })
})
