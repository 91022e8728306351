import { expect, test } from 'vitest'
import { unknownKeys } from './unknown-keys'

test.each([
  ['prot', 'port'],
  ['prox', 'proxy'],
  ['Port', 'port'],
  ['no_proxy', 'noProxy'],
  ['allowed-hosts', 'allowedHosts'],
  ['allowedOrigin', 'allowedOrigins'],
  ['extraCAFile', 'extraCaFile'],
  ['parkMinuets', 'parkMinutes'],
  ['languag', 'language'],
  ['colour', null],
  ['x', null],
  ['', null],
])('"%s" is not known; the nearest is %s', (key, nearest) => {
  expect(unknownKeys({ [key]: 1, port: 1, stoppedByPerson: true, copiedPort: 1 })).toEqual([{ key, nearest }])
})

test('what is no object has no keys, and a flood of them is cut', () => {
  for (const file of [undefined, null, [], 'x']) expect(unknownKeys(file)).toEqual([])
  const flood = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]))
  expect(unknownKeys(flood)).toHaveLength(10)
})
