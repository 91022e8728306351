import { describe, expect, test } from 'vitest'
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
    expect(answer.grant.refreshToken.reveal()).toBe('new-refresh')
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
    ['no access_token', { ...GRANT, access_token: undefined }],
    ['an empty access_token', { ...GRANT, access_token: '' }],
    ['no refresh_token', { ...GRANT, refresh_token: undefined }],
    ['a refresh_token that is a number', { ...GRANT, refresh_token: 5 }],
    ['no expires_in', { ...GRANT, expires_in: undefined }],
    ['expires_in 0', { ...GRANT, expires_in: 0 }],
    ['a negative expires_in', { ...GRANT, expires_in: -900 }],
    ['expires_in as text', { ...GRANT, expires_in: '900' }],
    ['an error beside its tokens', { ...GRANT, error: 'slow_down' }],
    ['a token that cannot be a header value', { ...GRANT, access_token: 'a\nb' }],
  ])('is rejected with %s (checklist 26)', (_name, body) => {
    expect(classifyTokenAnswer(200, JSON.stringify(body))).toMatchObject({ kind: 'malformed' })
  })

  test.each(['', 'null', '[]', '<html>', '{"access_token":'])(
    'is rejected with the body %j (checklist 26)',
    (body) => {
      expect(classifyTokenAnswer(200, body)).toMatchObject({ kind: 'malformed' })
    },
  )
})

describe('an answer that does not grant', () => {
  test.each([
    [401, ''],
    [403, '{}'],
    [400, '{"error":"invalid_grant"}'],
    [200, '{"error":"invalid_grant"}'],
    [500, '{"error":"invalid_grant"}'],
    [400, '{"message":"The provided authorization grant is invalid"}'],
  ])('%i %s ends the login (checklist 16)', (status, body) => {
    expect(classifyTokenAnswer(status, body).kind).toBe('refused')
  })

  test.each([429, 500, 502, 503, 504, 520])('%i is worth another try (checklist 23)', (status) => {
    expect(classifyTokenAnswer(status, '<html>busy</html>').kind).toBe('transient')
  })

  test.each([400, 402, 404, 418, 302, 204])(
    '%i fails at once, and the login stays (checklist 24)',
    (status) => {
      expect(classifyTokenAnswer(status, '{"error":"invalid_request"}').kind).toBe('malformed')
    },
  )

  test.each([401, 403])('a web page with %i comes from someone else and is worth another try', (status) => {
    expect(classifyTokenAnswer(status, ' <!doctype html><title>Hotel Wi-Fi</title>').kind).toBe('transient')
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
    expect(answer.kind === 'refused' && reasonWords('en', answer.reason)).toBe(words)
  })
})
