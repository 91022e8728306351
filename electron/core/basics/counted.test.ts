import { expect, test } from 'vitest'
import { counted } from './counted'

test('one is singular, anything else plural', () => {
  expect([0, 1, 2].map((count) => counted(count, 'renewal'))).toEqual([
    '0 renewals',
    '1 renewal',
    '2 renewals',
  ])
  expect(counted(2, 'proxy', 'proxies')).toBe('2 proxies')
})
