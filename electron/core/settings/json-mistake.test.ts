import { expect, test } from 'vitest'
import { jsonMistake } from './json-mistake'

test.each([
  ['{\n  "port": 1,\n}', 3, 1],
  ['{\n  "port": 1\n  "proxy": "x"\n}', 3, 3],
  ['{"port": 1', 1, 11],
  ['', 1, 1],
  ['\n', 2, 1],
  ['{\r\n  // a comment\r\n}', 2, 3],
  ["{'port': 1}", 1, 2],
  ['{"port": 01}', 1, 11],
  ['{"a": "x\ny"}', 1, 7],
  ['{"a": tru}', 1, 7],
  ['[1, 2', 1, 6],
  ['[1,]', 1, 4],
  ['{} {}', 1, 4],
  ['{"a" 1}', 1, 6],
  ['{port: 1}', 1, 2],
  ['{"a": "\\x"}', 1, 7],
  ['{"a": ]', 1, 7],
  ['port=1', 1, 1],
  ['{"a": TRUE}', 1, 7],
  ['\u0000', 1, 1],
  ['{"é": x}', 1, 7],
])('%j goes wrong in line %i, column %i', (text, line, column) => {
  expect(() => JSON.parse(text)).toThrow()
  expect(jsonMistake(text)).toEqual({ line, column })
})

test.each(['{}', '[]', ' 1e5 ', '{"a":[{"b":[]},"\\u00e9\\n",-0.5E+3,null,true]}', '"x"', '[[],{}]'])(
  '%s is JSON',
  (text) => {
    JSON.parse(text)
    expect(jsonMistake(text)).toBeNull()
  },
)

test('a million brackets are no trouble', () => {
  expect(jsonMistake('['.repeat(1_000_000))).toEqual({ line: 1, column: 1_000_001 })
})
