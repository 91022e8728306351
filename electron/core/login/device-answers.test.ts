import { describe, expect, test } from 'vitest'
import { reason } from '../words/reason'
import { classifyCodeAnswer, classifyPollAnswer } from './device-answers'
import { isSignInPage } from './sign-in-page'

const HOST = 'https://auth.kimi.com'
const PAGE = 'https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH'
const CODE = {
  user_code: 'ABCD-EFGH',
  device_code: 'secret-device-code',
  verification_uri: '',
  verification_uri_complete: PAGE,
  expires_in: 1800,
  interval: 5,
}
const GRANT = { access_token: 'a', refresh_token: 'r', expires_in: 900 }
const read = (changes: object, status = 200) =>
  classifyCodeAnswer(status, JSON.stringify({ ...CODE, ...changes }), HOST)

describe('an answer with a code', () => {
  test('is taken over, its times in milliseconds, also where the plain page is empty', () => {
    expect(read({})).toMatchObject({
      kind: 'code',
      code: { userCode: 'ABCD-EFGH', page: PAGE, lifetimeMs: 1_800_000, intervalMs: 5_000 },
    })
  })

  test('hides the code that stands for the login', () => {
    expect(JSON.stringify(read({}))).not.toContain('secret-device-code')
  })

  test.each(['user_code', 'device_code', 'verification_uri_complete'])('without %s is of no use', (field) => {
    for (const value of [undefined, '', 7, 'a\u001b[2Jb', 'two\nlines']) {
      expect(read({ [field]: value })).toEqual({ kind: 'malformed', reason: reason('lacks', { field }) })
    }
  })

  test.each([
    [undefined, 5_000],
    ['5', 5_000],
    [0, 5_000],
    [0.2, 1_000],
    [1, 1_000],
    [12, 12_000],
  ])('with the interval %j is polled every %i ms', (interval, intervalMs) => {
    expect(read({ interval })).toMatchObject({ code: { intervalMs } })
  })

  test('with a page that is not Kimi’s is refused', () => {
    expect(read({ verification_uri_complete: 'https://kimi.example/code' })).toEqual({
      kind: 'malformed',
      reason: reason('foreignPage'),
    })
  })

  test.each([429, 500, 503])('HTTP %i passes', (status) => {
    expect(classifyCodeAnswer(status, '', HOST).kind).toBe('transient')
  })

  test.each([
    [403, '<html>'],
    [200, '<html>'],
    [200, ''],
    [200, 'x'],
    [302, ''],
    [404, ''],
  ])('HTTP %i with %j comes from the way and passes too', (status, body) => {
    expect(classifyCodeAnswer(status, body, HOST).kind).toBe('transient')
  })

  test.each([
    [200, '{}'],
    [200, '{"error":"invalid_client"}'],
    [400, '{"error":"invalid_client"}'],
    [404, '{"message":"no such path"}'],
  ])('HTTP %i with %j is no code', (status, body) => {
    expect(classifyCodeAnswer(status, body, HOST).kind).toBe('malformed')
  })
})

describe('an answer to a poll', () => {
  test.each([
    ['authorization_pending', 'pending'],
    ['slow_down', 'slowDown'],
    ['expired_token', 'expired'],
    ['invalid_grant', 'expired'],
    ['access_denied', 'denied'],
    ['authorization_denied', 'denied'],
  ])('%s means %s, whatever the status', (error, kind) => {
    for (const status of [200, 400, 401, 403, 428, 500]) {
      expect(classifyPollAnswer(status, JSON.stringify({ error }))).toEqual({ kind })
    }
  })

  test('with tokens is the grant', () => {
    expect(classifyPollAnswer(200, JSON.stringify(GRANT))).toMatchObject({
      kind: 'granted',
      grant: { expiresInMs: 900_000 },
    })
  })

  test.each([
    [400, '{"message":"The provided authorization grant is invalid"}', 'expired'],
    [500, '', 'transient'],
    [429, '{"error":"rate"}', 'transient'],
    [403, '<html>', 'transient'],
    [401, '{"error":"invalid_client"}', 'malformed'],
    [400, '{"error":"unsupported_grant_type"}', 'malformed'],
    [200, '{"access_token":"a"}', 'granted'],
    [200, 'x', 'transient'],
    [200, '', 'transient'],
    [200, '<html>', 'transient'],
    [200, '{"ok":true}', 'transient'],
    [302, '', 'transient'],
    [404, '', 'transient'],
    [401, 'Unauthorized', 'transient'],
    [403, '{"error":"forbidden"}', 'transient'],
  ])('HTTP %i with %j is %s', (status, body, kind) => {
    expect(classifyPollAnswer(status, body).kind).toBe(kind)
  })
})

describe('a page for signing in', () => {
  test.each([
    PAGE,
    'https://kimi.com',
    'https://kimi.com/',
    'https://auth.kimi.com/x',
    'https://www.kimi.ai/code?user_code=A-B#top',
    'https://kimi.ai:443/x',
    'https://auth.kimi.ai/x',
    'https://login.eu.kimi.ai/x',
    'HTTPS://WWW.KIMI.COM/x',
  ])('may be %s', (page) => {
    expect(isSignInPage(page, HOST)).toBe(true)
  })

  test.each([
    '',
    'kimi.com',
    'http://www.kimi.com/x',
    'https://kimi.com.evil.example/x',
    'https://evilkimi.com/x',
    'https://evil.example/kimi.com',
    'https://evil.example/?https://www.kimi.com/',
    'https://www.kimi.com@evil.example/',
    'https://www.kimi.com:pw@evil.example/',
    'https://www.kimi.com\\@evil.example/',
    'https://www.kimi.com\\.evil.example/',
    'https://www.kimi.com:8443/',
    'https://www.kimi.com./',
    'https://.kimi.com/',
    'https://www.kimi.com\u0000/',
    'https://www.kimi.com/ x',
    'https://www.k\u0456mi.com/',
    'javascript:alert(1)',
    'file://www.kimi.com/x',
    'http://127.0.0.1:8080/x',
    'https://127.0.0.1/x',
    `https://www.kimi.com/${'x'.repeat(400)}`,
  ])('is never %j', (page) => {
    expect(isSignInPage(page, HOST)).toBe(false)
  })

  test('may be on this computer only where the sign-in host is too', () => {
    for (const page of ['http://127.0.0.1:8080/x?user_code=A', 'http://localhost/x', 'http://[::1]:9/x']) {
      expect(isSignInPage(page, 'http://127.0.0.1:8080')).toBe(true)
      expect(isSignInPage(page, 'https://auth.kimi.ai')).toBe(false)
    }
    expect(isSignInPage('http://10.0.0.1/x', 'http://127.0.0.1:8080')).toBe(false)
  })
})
