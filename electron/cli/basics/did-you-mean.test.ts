import { expect, test } from 'vitest'
import { meantBy } from './did-you-mean'

const KNOWN = [
  'run',
  'login',
  'logout',
  'start',
  'status',
  'stop',
  'use',
  'quota',
  'config',
  '--stop',
  '--port',
]

test.each([
  ['statsu', 'status'],
  ['lgoin', 'login'],
  ['strat', 'start'],
  ['stpo', 'stop'],
  ['--stpo', '--stop'],
  ['--prot', '--port'],
  ['port', '--port'],
  ['conf', 'config'],
  ['usage', 'quota'],
  ['sign-in', 'login'],
  ['LOGIN', 'login'],
  ['nope', null],
  ['foo', null],
  ['x', null],
  ['', null],
  ['toString', null],
  ['__proto__', null],
])('%j means %j', (typed, meant) => {
  expect(meantBy(typed, KNOWN)).toBe(meant)
})
