import { expect, test } from 'vitest'
import { shownKeys } from './client-key'

test.each([
  [[], [], []],
  [['k1'], [], ['k1']],
  [[], ['Bearer k2'], ['k2']],
  [[' k1 '], ['bearer  k2 '], ['k1', 'k2']],
  [
    ['', 'k1'],
    ['Basic k2', 'Bearer ', 'Bearer a b', 'Bearer k3'],
    ['k1', 'k3'],
  ],
])('x-api-key %j and authorization %j show %j', (apiKey, authorization, keys) => {
  expect(shownKeys({ apiKey, authorization })).toEqual(keys)
})
