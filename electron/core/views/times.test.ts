import { expect, test } from 'vitest'
import { clockTime } from '../basics/clock-time'
import { sayIn } from '../words/say'
import { countdownDigits, durationWords, shortPath } from './times'

test('a countdown shows minutes and seconds, and hours in front of them from one hour on', () => {
  const cases: readonly (readonly [number, string])[] = [
    [-5_000, '0:00'],
    [999, '0:00'],
    [1_000, '0:01'],
    [65_999, '1:05'],
    [725_000, '12:05'],
    [3_600_000, '1:00:00'],
    [3_725_000, '1:02:05'],
  ]
  for (const [leftMs, digits] of cases) expect(countdownDigits(leftMs)).toBe(digits)
})

test('a duration is worded in the person’s language', () => {
  expect(durationWords(sayIn('en'), 725_000)).toBe('12 min 5 s')
  expect(durationWords(sayIn('zh-CN'), 725_000)).toBe('12 分 5 秒')
})

test('a time of another day comes with its date', () => {
  const noon = new Date(2026, 10, 24, 12, 5).getTime()
  expect(clockTime('en', noon, noon + 60_000)).toBe('12:05')
  expect(clockTime('en', noon, noon + 86_400_000)).toBe('Nov 24, 12:05')
  expect(clockTime('zh-CN', noon, noon + 86_400_000)).toBe('11月24日 12:05')
})

test('midnight is 00, never 24', () => {
  const midnight = new Date(2026, 10, 24, 0, 1).getTime()
  expect(clockTime('en', midnight, midnight)).toBe('00:01')
})

test('a path below the home folder begins with ~, and of a long path the end is shown', () => {
  expect(shortPath('/Users/lin/.kimi/credentials/kimi-code.json')).toBe('~/.kimi/credentials/kimi-code.json')
  expect(shortPath('/home/lin/.kimi/kimi-code.json')).toBe('~/.kimi/kimi-code.json')
  expect(shortPath('C:\\Users\\lin\\.kimi\\kimi-code.json')).toBe('~\\.kimi\\kimi-code.json')
  expect(shortPath('/Users/linda')).toBe('/Users/linda')
  expect(shortPath('/srv/secrets/somewhere/deep/inside/credentials/kimi-code.json')).toBe(
    '…/credentials/kimi-code.json',
  )
  expect(shortPath('C:\\Users\\lin\\AppData\\Roaming\\kimi-proxy\\credentials\\kimi-code.json')).toBe(
    '…\\credentials\\kimi-code.json',
  )
})
