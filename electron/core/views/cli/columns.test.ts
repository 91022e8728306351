import { describe, expect, test } from 'vitest'
import { alignedLines, brokenAt, cutTo, padded, textWidth } from './columns'

test.each([
  ['', 0],
  ['abc', 3],
  ['令牌', 4],
  ['a令b', 4],
  ['e\u0301', 1],
  ['，', 2],
  ['…', 1],
  ['🙂', 2],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width)
})

test('text is padded and cut to columns, not to letters', () => {
  expect(padded('令牌', 6)).toBe('令牌  ')
  expect(cutTo('令牌续期', 6)).toBe('令牌…')
  expect(cutTo('令牌续期', 8)).toBe('令牌续期')
  expect(cutTo('token renewed', 6)).toBe('token…')
})

describe('wrapping', () => {
  test('breaks English at spaces', () => {
    expect(brokenAt('stop it, and its watchdog', 12)).toEqual(['stop it, and', 'its watchdog'])
  })

  test('breaks Chinese anywhere but in front of a closing sign', () => {
    expect(brokenAt('停止代理，及其看门狗', 8)).toEqual(['停止代', '理，及其', '看门狗'])
  })

  test('leaves a word that is too long alone on its line', () => {
    expect(brokenAt('see /a/very/long/path now', 8)).toEqual(['see', '/a/very/long/path', 'now'])
  })
})

test('columns of a table stand below each other, and the last one is cut at the edge of the terminal', () => {
  const rows = [
    ['port', '18462', 'default'],
    ['令牌', 'x', 'settings.json'],
  ]
  expect(alignedLines(rows, null)).toEqual(['port  18462  default', '令牌  x      settings.json'])
  expect(alignedLines(rows, 18)).toEqual(['port  18462  defa…', '令牌  x      sett…'])
})
