import { describe, expect, test } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../contract/problem'
import { problem } from '../words/problem'
import { reason } from '../words/reason'
import { sayIn } from '../words/say'
import {
  overloadedError,
  ownError,
  retoldError,
  retoldSentence,
  sentenceFor,
  sseErrorEvent,
} from './error-body'

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

  test.each(ERROR_CODES)('is never a success, and a 401 for the client’s own key only: %s', (code) => {
    const { httpStatus } = ownError(code, '', '')
    expect(httpStatus).toBeGreaterThanOrEqual(400)
    expect(httpStatus === 401).toBe(code === 'KEY_REFUSED')
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

test("a refusal of Kimi's is told with its end, and with Kimi's own words in it", () => {
  const values = { reason: reason('limitFiveHours'), time: '13:15', left: '42 min' }
  const used = problem('LIMIT_REACHED.until', values)
  expect(retoldSentence(sayIn('en'), used, 'Quota will reset.')).toBe(
    'Kimi Proxy: The 5-hour limit of your Kimi plan is used up. It resets at 13:15 (in 42 min). Kimi says: “Quota will reset.”',
  )
  const inChinese = problem('LIMIT_REACHED.until', { ...values, left: '42 分钟' })
  expect(retoldSentence(sayIn('zh-CN'), inChinese, '')).toBe(
    'Kimi Proxy：您的 Kimi 套餐中，5 小时额度已用完。将于 13:15 重置（还有 42 分钟）。',
  )
})

test('a refusal told in our words has the shape of the protocol that was asked in', () => {
  const error = { type: 'permission_error', message: 'No.' }
  expect(JSON.parse(retoldError(403, 'CLIENT_REFUSED', 'No.', 'req_1', 'anthropic').body)).toEqual({
    ...{ type: 'error', error, request_id: 'req_1' },
  })
  expect(JSON.parse(retoldError(403, 'CLIENT_REFUSED', 'No.', 'req_1', 'openAi').body)).toEqual({
    error: { ...error, param: null, code: 'client_refused' },
  })
})

test('an error of our own has for OpenAI a message, a type and a code, and no more', () => {
  const { httpStatus, body } = ownError('LOGIN_REVOKED', 'Why.', 'req_1', 'openAi')
  expect(httpStatus).toBe(402)
  expect(JSON.parse(body)).toEqual({
    error: { message: 'Why.', type: 'billing_error', param: null, code: 'login_revoked' },
  })
  expect(JSON.parse(overloadedError('Full.', 'req_1', 'openAi').body)).toEqual({
    error: { message: 'Full.', type: 'overloaded_error', param: null, code: null },
  })
})

describe('an error in a stream that has begun', () => {
  const theirs = JSON.stringify({ error: { message: 'Too fast.', type: 'rate_limit_error' } })

  test('is an event named error for Anthropic, whatever form it came in', () => {
    const event = sseErrorEvent(429, theirs, 'req_1', 'anthropic')
    const error = { type: 'rate_limit_error', message: 'Too fast.' }
    expect(event).toBe(
      `event: error\ndata: ${JSON.stringify({ type: 'error', error, request_id: 'req_1' })}\n\n`,
    )
  })

  test('is data without a name for OpenAI, as it came or in that form', () => {
    expect(sseErrorEvent(429, theirs, 'req_1', 'openAi')).toBe(`data: ${theirs}\n\n`)
    expect(sseErrorEvent(502, '<html>', 'req_1', 'openAi')).toBe(
      'data: {"error":{"message":"Kimi: HTTP 502","type":"api_error","param":null,"code":null}}\n\n',
    )
  })
})
