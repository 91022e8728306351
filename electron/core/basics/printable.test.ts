import { expect, test } from 'vitest'
import { oneLine, printable } from './printable'

test.each([
  ['k3\u001b[2J\n', 'k3?[2J?', 'k3?[2J?'],
  ['启动 é', '?? ?', '启动 é'],
  ['a\u202eb\u2028c\u200bd', 'a?b?c?d', 'a?b?c?d'],
])('%j is put on a line as %j, and what a person wrote as %j', (text, ascii, own) => {
  expect(printable(text)).toBe(ascii)
  expect(oneLine(text)).toBe(own)
})

test('a text is cut at its longest', () => {
  expect([printable('x'.repeat(200)), oneLine('长'.repeat(200), 3)]).toEqual(['x'.repeat(100), '长长长'])
})
