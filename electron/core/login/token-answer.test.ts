import { describe, expect, test } from 'vitest'
import { Secret } from '../basics/secret'
import { reasonWords } from '../words/reason'
import { classifyTokenAnswer, loginFromGrant, REFRESH_TRIES, retryDelayMs } from './token-answer'

const GRANT = { access_token: 'new-access', refresh_token: 'new-refresh', expires_in: 900 }

describe('a renewal', () => {
  test('three tries, with waits of 2 s and 4 s between them (checklist 23)', () => {
    expect(REFRESH_TRIES).toBe(3)
    expect([1, 2].map(retryDelayMs)).toEqual([2_000, 4_000])
  })
})

describe('an answer that grants', () => {
  test('is read with its scope and type', () => {
    const answer = classifyTokenAnswer(200, JSON.stringify({ ...GRANT, scope: 'some', token_type: 'Some' }))
    if (answer.kind !== 'granted') throw new Error(answer.kind)
    expect(answer.grant.accessToken.reveal()).toBe('new-access')
    expect(answer.grant.refreshToken?.reveal()).toBe('new-refresh')
    expect(answer.grant).toMatchObject({ expiresInMs: 900_000, scope: 'some', tokenType: 'Some' })
  })

  test('makes a login whose life counts from the moment of asking', () => {
    const answer = classifyTokenAnswer(200, JSON.stringify(GRANT))
    if (answer.kind !== 'granted') throw new Error(answer.kind)
    expect(loginFromGrant(answer.grant, 5_000)).toMatchObject({
      expiresAtMs: 905_000,
      lifetimeMs: 900_000,
      scope: 'kimi-code',
      tokenType: 'Bearer',
    })
  })

  test.each([
    ['no expires_in', { ...GRANT, expires_in: undefined }, null],
    ['expires_in null', { ...GRANT, expires_in: null }, null],
    ['expires_in 0', { ...GRANT, expires_in: 0 }, null],
    ['a negative expires_in', { ...GRANT, expires_in: -900 }, null],
    ['expires_in that is no number', { ...GRANT, expires_in: 'soon' }, null],
    ['expires_in as text', { ...GRANT, expires_in: '900' }, 900_000],
    ['a life of ten years', { ...GRANT, expires_in: 315_360_000 }, 86_400_000],
    ['an error that is null', { ...GRANT, error: null }, 900_000],
    ['an error beside its tokens', { ...GRANT, error: 'slow_down' }, 900_000],
  ])('is kept with %s', (_name, body, expiresInMs) => {
    const answer = classifyTokenAnswer(200, JSON.stringify(body))
    expect(answer).toMatchObject({ kind: 'granted', grant: { expiresInMs } })
  })

  test.each([undefined, null, '', 5, 'a\nb'])(
    'without a new refresh token (%j) lets the old one go on',
    (token) => {
      const answer = classifyTokenAnswer(200, JSON.stringify({ ...GRANT, refresh_token: token }))
      if (answer.kind !== 'granted') throw new Error(answer.kind)
      expect(answer.grant.refreshToken).toBe(null)
      expect(loginFromGrant(answer.grant, 0, new Secret('old')).refreshToken.reveal()).toBe('old')
    },
  )

  test.each([200, 201, 202, 203, 206, 299, 400, 500])('is kept with the status %i', (status) => {
    expect(classifyTokenAnswer(status, JSON.stringify(GRANT)).kind).toBe('granted')
  })

  test.each([
    ['a byte order mark', `\ufeff${JSON.stringify(GRANT)}`],
    ['blanks around it', `\r\n ${JSON.stringify(GRANT)} \n`],
    ['a guard before it', `)]}',\n${JSON.stringify(GRANT)}`],
    ['a script put behind it', `${JSON.stringify(GRANT)}<script></script>`],
    ['its last brace missing', JSON.stringify(GRANT).slice(0, -1)],
  ])('is read with %s', (_name, body) => {
    const answer = classifyTokenAnswer(200, body, { isWhole: false })
    if (answer.kind !== 'granted') throw new Error(answer.kind)
    expect(answer.grant.accessToken.reveal()).toBe('new-access')
    expect(answer.grant.refreshToken?.reveal()).toBe('new-refresh')
  })

  test('that is cut within a number or a token does not believe the part', () => {
    const cut = (body: string) => classifyTokenAnswer(200, body, { isWhole: false })
    expect(cut('{"access_token":"a","expires_in":90')).toMatchObject({
      kind: 'granted',
      grant: { expiresInMs: null, refreshToken: null },
    })
    expect(cut('{"access_token":"half-of-a-tok').kind).toBe('unreadable')
  })
})

describe('an answer that does not grant', () => {
  test.each([
    [400, '{"error":"invalid_grant"}'],
    [401, '{"error":"invalid_grant"}'],
    [200, '{"error":"invalid_grant"}'],
    [500, '{"error":"invalid_grant"}'],
    [400, '\ufeff{"error":"invalid_grant","access_token":""}'],
    [400, '{"message":"The provided authorization grant is invalid"}'],
  ])('%i %s ends the login (checklist 16)', (status, body) => {
    expect(classifyTokenAnswer(status, body).kind).toBe('refused')
  })

  test.each([
    [401, ''],
    [401, 'Unauthorized'],
    [401, '{"code":401,"msg":"invalid_grant"}'],
    [403, '{}'],
    [401, '{"error":"invalid_client"}'],
    [400, '{"error":"invalid_request"}'],
    [401, '{"message":"The provided authorization grant is invalid"}'],
  ])('%i %s may be a gateway’s word and leaves the login alone', (status, body) => {
    expect(classifyTokenAnswer(status, body).kind).toBe('rejected')
  })

  test.each([408, 425, 429, 500, 502, 503, 504, 520])('%i is worth another try (checklist 23)', (status) => {
    expect(classifyTokenAnswer(status, '<html>busy</html>').kind).toBe('transient')
  })

  test.each([
    [400, ''],
    [402, ''],
    [404, '{"code":404}'],
    [302, ''],
    [204, ''],
    [200, ''],
    [200, 'null'],
    [200, '[]'],
    [200, '{"access_token":""}'],
    [200, ' <!doctype html><title>Hotel Wi-Fi</title>'],
    [401, ' <!doctype html><title>Hotel Wi-Fi</title>'],
    [403, '<html>'],
  ])('%i %j comes from someone else and is worth another try', (status, body) => {
    expect(classifyTokenAnswer(status, body).kind).toBe('foreign')
  })

  test.each([
    ['{"access_token":', true],
    ['\ufffd\ufffd', true],
    ['', false],
  ])('2xx of which nothing can be read (%j) may have used the token up', (body, isWhole) => {
    expect(classifyTokenAnswer(200, body, { isWhole }).kind).toBe('unreadable')
  })

  test('carries the wait that the host asked for', () => {
    expect(classifyTokenAnswer(503, '', { retryAfterMs: 7_000 })).toMatchObject({ retryAfterMs: 7_000 })
    expect(classifyTokenAnswer(503, '', { retryAfterMs: null })).not.toHaveProperty('retryAfterMs')
  })

  test.each([
    ['{"error":"invalid_grant","error_description":"It was used."}', 'HTTP 401: It was used.'],
    ['{"error":{"type":"auth","message":"Token revoked"}}', 'HTTP 401: Token revoked'],
    ['{"detail":{"error":{"message":"deep"}}}', 'HTTP 401: deep'],
    ['{"error":"invalid_grant"}', 'HTTP 401: invalid_grant'],
    ['not json', 'HTTP 401'],
    ['{"message":"two\\nlines\\u001b[31m"}', 'HTTP 401: two lines [31m'],
    [JSON.stringify({ message: 'long '.repeat(99) }), `HTTP 401: ${'long '.repeat(40)}`],
  ])("tells the server's own words of %s (checklist 16)", (body, words) => {
    const answer = classifyTokenAnswer(401, body)
    expect('reason' in answer && reasonWords('en', answer.reason)).toBe(words)
  })
})
