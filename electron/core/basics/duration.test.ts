import { expect, test } from 'vitest'
import { sayIn } from '../words/say'
import { hoursAndMinutes, minutesAndSeconds, spanWords } from './duration'

const SAY = sayIn('en')

test.each([
  [725_000, '12m 5s'],
  [725_999, '12m 5s'],
  [0, '0m 0s'],
  [999, '0m 0s'],
  [59_999, '0m 59s'],
  [60_000, '1m 0s'],
  [3_600_000, '60m 0s'],
  [-5_000, '0m 0s'],
])('%i ms are %s', (ms, text) => {
  expect(minutesAndSeconds(SAY, ms)).toBe(text)
})

test.each([
  [0, '0h 0m'],
  [59_999, '0h 0m'],
  [11_520_000, '3h 12m'],
  [90_000_000, '25h 0m'],
  [-1, '0h 0m'],
])('%i ms are about %s', (ms, text) => {
  expect(hoursAndMinutes(SAY, ms)).toBe(text)
})

test.each([
  [-1, '0 min', '0 min'],
  [1, '0 min', '1 min'],
  [2_520_000, '42 min', '42 min'],
  [3_599_999, '59 min', '1h 0m'],
  [11_520_000, '3h 12m', '3h 12m'],
  [172_800_000, '2d 0h', '2d 0h'],
  [442_800_000, '5d 3h', '5d 3h'],
])('%i ms are %s, and %s for who waits for their end', (ms, down, up) => {
  expect([spanWords(SAY, ms), spanWords(SAY, ms, 'up')]).toEqual([down, up])
})

test('each language has units of its own', () => {
  const say = sayIn('zh-CN')
  const all = [minutesAndSeconds(say, 725_000), hoursAndMinutes(say, 11_520_000), spanWords(say, 442_800_000)]
  expect(all).toEqual(['12 分 5 秒', '3 小时 12 分钟', '5 天 3 小时'])
})
