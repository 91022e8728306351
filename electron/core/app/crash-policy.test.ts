import { expect, test } from 'vitest'
import { verdictOnCrash } from './crash-policy'

const NOW_MS = 1_000_000_000

test('an error now and then is survived, however many there have been', () => {
  const every30s = Array.from({ length: 10 }, (_, index) => NOW_MS - index * 30_000)
  expect(verdictOnCrash(every30s, NOW_MS, null)).toBe('survive')
})

test('the fourth within a minute relaunches the app', () => {
  const three = [NOW_MS - 2, NOW_MS - 1, NOW_MS]
  expect(verdictOnCrash(three, NOW_MS, null)).toBe('survive')
  expect(verdictOnCrash([NOW_MS - 3, ...three], NOW_MS, null)).toBe('relaunch')
})

test('a relaunched app is not relaunched again for 10 minutes, so that there is no loop', () => {
  const four = [NOW_MS, NOW_MS, NOW_MS, NOW_MS]
  expect(verdictOnCrash(four, NOW_MS, NOW_MS - 599_999)).toBe('stay')
  expect(verdictOnCrash(four, NOW_MS, NOW_MS - 600_000)).toBe('relaunch')
})
