import { describe, expect, test } from 'vitest'
import type { LoginOwner } from '../../contract/engine'
import { FakeClock } from '../../testing/fake-clock'
import { MemoryFile, MemoryStore } from '../../testing/memory-store'
import { Secret } from '../basics/secret'
import { UsedTokens } from './keeper-memory'
import { type Candidate, chooseLogin } from './login-choice'
import { decodeLogin } from './stored-login'

const clock = new FakeClock()

/** A login that was issued so many seconds ago; its refresh token is the owner's name. */
function issued(owner: LoginOwner, agoS: number, fields: object = {}): Candidate {
  const json = {
    access_token: `access of ${owner}`.replaceAll(' ', '-'),
    refresh_token: owner,
    expires_at: clock.wallMs() / 1000 - agoS + 900,
    expires_in: 900,
    ...fields,
  }
  return { store: new MemoryStore(new MemoryFile(), { owner }), stored: decodeLogin(json) }
}

function nothing(owner: LoginOwner, kind: 'missing' | 'revoked' = 'missing'): Candidate {
  return { store: new MemoryStore(new MemoryFile(), { owner }), stored: { kind } }
}

function chosen(candidates: readonly Candidate[], refused: readonly string[] = []): LoginOwner | null {
  const spent = new UsedTokens()
  for (const token of refused) spent.add(new Secret(token))
  return (
    chooseLogin(candidates, [new UsedTokens(), spent], clock, new UsedTokens())?.store.source.owner ?? null
  )
}

describe('the login that is used', () => {
  test.each<[string, readonly Candidate[], LoginOwner | null]>([
    ['the own one, although a CLI signed in later', [issued('own', 500), issued('kimi-code', 5)], 'own'],
    ['the named file, although a CLI signed in later', [issued('file', 500), issued('kimi-code', 5)], 'file'],
    ["kimi-code's when it was issued later", [issued('kimi-code', 10), issued('kimi-cli', 20)], 'kimi-code'],
    ["kimi-cli's when it was issued later", [issued('kimi-code', 20), issued('kimi-cli', 10)], 'kimi-cli'],
    ['the first of two issued together', [issued('kimi-code', 10), issued('kimi-cli', 10)], 'kimi-code'],
    [
      'the one issued later, not the one that ends later',
      [
        issued('kimi-code', 300, { expires_at: clock.wallMs() / 1000 + 3_300, expires_in: 3_600 }),
        issued('kimi-cli', 10),
      ],
      'kimi-cli',
    ],
    ['an expired one that can be renewed', [nothing('own'), issued('kimi-code', 9_999)], 'kimi-code'],
    [
      'the one issued later, where a lifetime is not told and counts as 900 s',
      [issued('kimi-code', 20), issued('kimi-cli', 30, { expires_in: 0 })],
      'kimi-code',
    ],
    [
      'none of those that ended',
      [nothing('own', 'revoked'), issued('kimi-code', 9_999, { refresh_token: '' })],
      null,
    ],
    ['none where there is none', [nothing('own'), nothing('kimi-code')], null],
    ["a CLI's when the own one ended", [nothing('own', 'revoked'), issued('kimi-cli', 10)], 'kimi-cli'],
  ])('is %s', (_name, candidates, owner) => {
    expect(chosen(candidates)).toBe(owner)
  })

  test('is not one that Kimi refused, once its access token is over', () => {
    const candidates = [issued('own', 9_999), issued('kimi-code', 20), issued('kimi-cli', 9_999)]
    expect(chosen(candidates, ['own'])).toBe('kimi-code')
    expect(chosen(candidates, ['own', 'kimi-code'])).toBe('kimi-code')
    expect(chosen([issued('own', 9_999)], ['own'])).toBe(null)
  })
})
