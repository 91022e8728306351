import { describe, expect, test } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../contract/problem'
import { problem } from '../words/problem'
import { reason } from '../words/reason'
import { sayIn } from '../words/say'
import { ownError, sentenceFor } from './error-body'

describe('an error of our own', () => {
  test.each<[ErrorCode, number, string]>([
    ['SIGNED_OUT', 402, 'billing_error'],
    ['LOGIN_MISSING', 402, 'billing_error'],
    ['LOGIN_INVALID', 402, 'billing_error'],
    ['LOGIN_UNREADABLE', 402, 'billing_error'],
    ['LOGIN_REVOKED', 402, 'billing_error'],
    ['RENEWAL_REFUSED', 402, 'billing_error'],
    ['RENEWAL_FAILED', 503, 'overloaded_error'],
    ['RENEWAL_MALFORMED', 503, 'overloaded_error'],
    ['RENEWAL_DOUBTED', 503, 'overloaded_error'],
    ['LOCK_BUSY', 503, 'overloaded_error'],
    ['LOCK_FAILED', 503, 'overloaded_error'],
    ['SAVE_FAILED', 503, 'overloaded_error'],
    ['UPSTREAM_UNREACHABLE', 502, 'api_error'],
    ['UPSTREAM_TIMEOUT', 504, 'timeout_error'],
    ['REQUEST_REFUSED', 403, 'permission_error'],
    ['REQUEST_MALFORMED', 400, 'invalid_request_error'],
    ['INTERNAL', 500, 'api_error'],
  ])('%s is a %i in the shape of Anthropic', (code, status, type) => {
    const { httpStatus, body } = ownError(code, 'Say "why".', 'req_1')
    expect(httpStatus).toBe(status)
    expect(JSON.parse(body)).toEqual({
      type: 'error',
      error: { type, message: 'Say "why".' },
      request_id: 'req_1',
    })
  })

  test.each(ERROR_CODES)('is never a 401 nor a success: %s', (code) => {
    const { httpStatus } = ownError(code, '', '')
    expect(httpStatus).toBeGreaterThanOrEqual(400)
    expect(httpStatus).not.toBe(401)
  })
})

test('the sentence says whether a sign-in is needed, what happened, and what helps', () => {
  const dead = problem('LOGIN_REVOKED', {})
  const away = problem('UPSTREAM_UNREACHABLE', { reason: reason('notFound', { host: 'api.kimi.com' }) })
  expect(sentenceFor(sayIn('en'), dead)).toMatch(/^Kimi sign-in needed: Kimi signed you out\. Sign in with /)
  expect(sentenceFor(sayIn('en'), away)).toBe(
    'Kimi Proxy: Kimi cannot be reached: api.kimi.com was not found. Please try again.',
  )
  expect(sentenceFor(sayIn('zh-CN'), away)).toBe('Kimi Proxy：无法连接 Kimi：找不到 api.kimi.com。请重试。')
})
