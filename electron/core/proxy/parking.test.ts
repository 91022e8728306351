import { expect, test } from 'vitest'
import { ERROR_CODES } from '../../contract/problem'
import { ownError } from './error-body'
import { parkReasonOf, parkRetryMs } from './parking'

test('what a sign-in mends and what passes by itself is waited for, and nothing else', () => {
  const told = Object.fromEntries(ERROR_CODES.map((code) => [code, ownError(code, '', '').httpStatus]))
  const reasons = Object.fromEntries(ERROR_CODES.map((code) => [code, parkReasonOf(code)]))
  for (const code of ERROR_CODES) expect(reasons[code] === 'signIn', code).toBe(told[code] === 402)
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
