import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after'

const NOW_MS = Date.parse('Thu, 01 Jan 2026 12:00:00 GMT')

test.each([
  ['7', 7_000],
  [' 120 ', 120_000],
  ['1.5', 1_500],
  ['86400', 600_000],
  ['Thu, 01 Jan 2026 12:00:20 GMT', 20_000],
  ['Fri, 02 Jan 2026 12:00:00 GMT', 600_000],
])('%j asks for a wait, 10 min at most', (value, waitMs) => {
  expect(retryAfterMs(value, undefined, NOW_MS)).toBe(waitMs)
})

test.each([undefined, '', '0', '-5', 'soon', 'Thu, 01 Jan 2026 11:59:59 GMT'])(
  '%j asks for none',
  (value) => {
    expect(retryAfterMs(value, undefined, NOW_MS)).toBe(null)
  },
)

test('a date is counted from the host’s own clock where the answer tells it', () => {
  const saidAt = 'Thu, 01 Jan 2026 09:00:00 GMT'
  expect(retryAfterMs('Thu, 01 Jan 2026 09:00:30 GMT', saidAt, NOW_MS)).toBe(30_000)
})
