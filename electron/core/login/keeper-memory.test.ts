import { expect, test } from 'vitest'
import { Secret } from '../basics/secret'
import { UsedTokens } from './keeper-memory'

test('knows a token by its text, not by its object', () => {
  const used = new UsedTokens()
  used.add(new Secret('one'))
  expect([used.has(new Secret('one')), used.has(new Secret('two'))]).toEqual([true, false])
})

test('forgets the oldest first, and only beyond 512', () => {
  const used = new UsedTokens()
  for (let n = 0; n < 512; n += 1) used.add(new Secret(`token ${n}`))
  expect(used.has(new Secret('token 0'))).toBe(true)
  used.add(new Secret('one more'))
  expect([used.has(new Secret('token 0')), used.has(new Secret('token 1'))]).toEqual([false, true])
})
