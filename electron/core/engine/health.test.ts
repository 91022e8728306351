import { describe, expect, test } from 'vitest'
import { engineState, PROBLEM, START_MS, signedIn } from '../../testing/engine-states'
import { sayIn } from '../words/say'
import { healthAnswer, healthOf } from './health'

const NOW = { wallMs: START_MS, elapsedMs: 61_999 }
const SAY = sayIn('en')

describe('the answer of /health', () => {
  test('has the keys of the origin, in its units', () => {
    const state = engineState({ lastRefreshAtMs: START_MS - 1_500 })
    expect(healthAnswer(state, NOW, SAY)).toEqual({
      httpStatus: 200,
      body: {
        status: 'healthy',
        token_valid: true,
        token_expires_in: 900,
        last_refresh: START_MS / 1000 - 2,
        uptime: 60,
        pid: 4711,
        error: null,
        recovery: null,
        code: null,
        product: 'kimi-proxy',
        version: '1.2.3',
        nonce: 'nonce',
      },
    })
  })

  test('says 0 for never', () => {
    expect(healthAnswer(engineState(), NOW, SAY).body['last_refresh']).toBe(0)
  })

  test.each([
    ['looking', engineState({ login: { kind: 'looking' } })],
    ['signed out', engineState({ login: { kind: 'signedOut', problem: PROBLEM } })],
    ['expired', engineState({ login: signedIn({ expiresAtMs: START_MS }) })],
    ['long expired', engineState({ login: signedIn({ expiresAtMs: START_MS - 1_000_000 }) })],
  ])('is 503 while %s', (_what, state) => {
    const { httpStatus, body } = healthAnswer(state, NOW, SAY)
    expect(httpStatus).toBe(503)
    expect(body).toMatchObject({ status: 'unhealthy', token_valid: false, token_expires_in: 0 })
    expect(body['error']).toEqual(expect.any(String))
    expect(body['recovery']).toEqual(expect.any(String))
  })
})

describe('health', () => {
  test('lasts to the last millisecond of the token', () => {
    const state = engineState({ login: signedIn({ expiresAtMs: START_MS + 1 }) })
    expect(healthOf(state, NOW)).toEqual({ healthy: true, tokenExpiresInMs: 1, problem: null })
  })

  test('is not doubted when a token does not say when it ends', () => {
    const login = signedIn({ expiresAtMs: null, lifetimeMs: null })
    expect(healthOf(engineState({ login }), NOW)).toMatchObject({ healthy: true, tokenExpiresInMs: 0 })
  })

  test.each([
    [
      'a failing renewal',
      engineState({ login: signedIn({}, { kind: 'failing', problem: PROBLEM, retryAtMs: 0 }) }),
    ],
    ['a dead renewal', engineState({ login: signedIn({}, { kind: 'dead', problem: PROBLEM }) })],
    ['an unsaved login', engineState({ unsaved: PROBLEM })],
    ['a failed listener', engineState({ listener: { kind: 'failed', port: 1, problem: PROBLEM } })],
  ])('goes together with %s', (_what, state) => {
    expect(healthOf(state, NOW)).toMatchObject({ healthy: true, problem: PROBLEM })
  })

  test.each([
    [8_000, null],
    [16_000, 'REFUSED'],
  ])('names a refusal of %i ms only when requests do not wait it out', (lengthMs, code) => {
    const refusal = { untilMs: START_MS + lengthMs, lengthMs }
    expect(healthOf(engineState({ refusal }), NOW).problem?.code ?? null).toBe(code)
  })

  test('tells the reason of a failing renewal rather than the expiry it led to', () => {
    const login = signedIn({ expiresAtMs: START_MS - 1 }, { kind: 'failing', problem: PROBLEM, retryAtMs: 0 })
    expect(healthOf(engineState({ login }), NOW)).toMatchObject({ healthy: false, problem: PROBLEM })
  })
})
