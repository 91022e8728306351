import { expect, test } from 'vitest'
import { hoursAndMinutes, leftWords, minutesAndSeconds } from './duration'

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
  expect(minutesAndSeconds(ms)).toBe(text)
})

test.each([
  [0, '0h 0m'],
  [59_999, '0h 0m'],
  [11_520_000, '3h 12m'],
  [90_000_000, '25h 0m'],
  [-1, '0h 0m'],
])('%i ms are about %s', (ms, text) => {
  expect(hoursAndMinutes(ms)).toBe(text)
})

test.each([
  [-1, '0m'],
  [1, '1m'],
  [2_520_000, '42m'],
  [3_599_999, '1h 0m'],
  [11_520_000, '3h 12m'],
  [172_800_000, '2d 0h'],
  [442_800_000, '5d 3h'],
])('of %i ms %s are left', (ms, text) => {
  expect(leftWords(ms)).toBe(text)
})
