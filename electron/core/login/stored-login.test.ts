import { describe, expect, test } from 'vitest'
import { decodeLogin, encodeLogin, type Login, TOMBSTONE } from './stored-login'

const FILE = {
  access_token: 'an-access-token',
  refresh_token: 'a-refresh-token',
  expires_at: 1_800_000_900,
  expires_in: 900,
  scope: 'kimi-code',
  token_type: 'Bearer',
}

function loginOf(json: unknown): Login {
  const stored = decodeLogin(json)
  if (stored.kind !== 'login') throw new Error(`not a login but ${stored.kind}`)
  return stored.login
}

describe('decodeLogin', () => {
  test('reads seconds as milliseconds', () => {
    const login = loginOf(FILE)
    expect(login.accessToken.reveal()).toBe('an-access-token')
    expect(login.refreshToken.reveal()).toBe('a-refresh-token')
    expect(login.expiresAtMs).toBe(1_800_000_900_000)
    expect(login.lifetimeMs).toBe(900_000)
  })

  test.each([
    ['null', null],
    ['an array', [FILE]],
    ['text', 'access_token'],
    ['a number', 42],
    ['an object without tokens', { expires_at: 1 }],
    ['a token that is a number', { ...FILE, access_token: 7 }],
    ['a token that is null', { ...FILE, refresh_token: null }],
    ['a token with a line break', { ...FILE, access_token: 'a\r\nx-injected: 1' }],
    ['a token with a space', { ...FILE, refresh_token: 'a b' }],
    ['a token outside ASCII', { ...FILE, access_token: 'tökén' }],
  ])('takes %s for no token, without an exception (checklist 27)', (_name, json) => {
    expect(decodeLogin(json)).toMatchObject({ kind: 'invalid', reason: { reason: expect.any(String) } })
  })

  test('never quotes a damaged token in its reason', () => {
    expect(JSON.stringify(decodeLogin({ ...FILE, access_token: 'tökén' }))).not.toContain('tökén')
  })

  test('counts missing numbers as unknown and missing strings as empty (checklist 27)', () => {
    const login = loginOf({ access_token: 'only-this' })
    expect(login).toMatchObject({ expiresAtMs: null, lifetimeMs: null, scope: '', tokenType: '' })
    expect(login.refreshToken.isEmpty).toBe(true)
  })

  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY, '900', null])(
    'takes the time %s for unknown',
    (value) => {
      expect(loginOf({ ...FILE, expires_at: value, expires_in: value })).toMatchObject({
        expiresAtMs: null,
        lifetimeMs: null,
      })
    },
  )

  test.each([
    ["kimi-code's tombstone", { ...FILE, ...TOMBSTONE }],
    ['one empty token alone', { access_token: '' }],
  ])('takes %s for an ended login', (_name, json) => {
    expect(decodeLogin(json)).toEqual({ kind: 'revoked' })
  })

  test('takes an empty access token beside a refresh token for a login', () => {
    expect(loginOf({ ...FILE, access_token: '' }).accessToken.isEmpty).toBe(true)
  })
})

describe('encodeLogin', () => {
  test('keeps every field of a snake_case round trip (checklist 28)', () => {
    expect(encodeLogin(loginOf(FILE))).toEqual(FILE)
  })

  test('writes unknown times as 0 (checklist 28)', () => {
    const login = loginOf({ access_token: 'a', refresh_token: 'r' })
    expect(encodeLogin(login)).toMatchObject({ expires_at: 0, expires_in: 0 })
  })

  test('writes whole seconds and never a later end than the true one', () => {
    const login = loginOf({ ...FILE, expires_at: 1_800_000_900.987 })
    expect(encodeLogin(login)['expires_at']).toBe(1_800_000_900)
  })
})
