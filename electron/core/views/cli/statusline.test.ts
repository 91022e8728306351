import { describe, expect, test } from 'vitest'
import type { EngineState, LoginState } from '../../../contract/engine'
import { type PlanState, type QuotaState, UNKNOWN_PLAN } from '../../../contract/plan'
import { engineState } from '../../../testing/engine-states'
import { problem } from '../../words/problem'
import { statuslineText } from './statusline'

const NOW_MS = new Date(2026, 8, 1, 12).getTime()
const MINUTE_MS = 60_000

const INPUT = {
  session_id: 's',
  model: { id: 'kimi-for-coding', display_name: 'Kimi K2' },
  context_window: { used_percentage: 37.4, context_window_size: 262_144 },
  prompt_cache: { hit_ratio: 0.914, warm: true },
}

const QUOTA: QuotaState = {
  kind: 'known',
  atMs: NOW_MS,
  quota: {
    windows: [
      { name: 'week', label: null, usedRatio: 0.9, resetsAtMs: null, emptyAtMs: null },
      { name: 'fiveHours', label: null, usedRatio: 0.38, resetsAtMs: null, emptyAtMs: null },
    ],
    wallet: null,
    parallelLimit: null,
    membership: null,
  },
}

const REVOKED = problem('LOGIN_REVOKED', {})

function signedIn(expiresAtMs: number | null, isDead = false): LoginState {
  return {
    kind: 'signedIn',
    source: { owner: 'own', path: '/own.json' },
    token: { expiresAtMs, lifetimeMs: null, dueAtMs: null },
    renewal: isDead ? { kind: 'dead', problem: REVOKED } : { kind: 'idle' },
  }
}

function line(login: LoginState, plan: Partial<PlanState> = {}, input: unknown = undefined): string {
  const state: EngineState = { ...engineState(), login, plan: { ...UNKNOWN_PLAN, ...plan } }
  return statuslineText('en', input, { kind: 'state', state, nowMs: NOW_MS, session: null }, NOW_MS)
}

describe('the status line', () => {
  test('has model, context, quota, token and cache', () => {
    const login = signedIn(NOW_MS + 11.2 * MINUTE_MS)
    expect(line(login, { quota: QUOTA }, INPUT)).toBe(
      'Kimi K2 · 37% context · 5h 62% left · token 12m · cache 91%',
    )
  })

  test('is in the language of the person', () => {
    expect(statuslineText('zh-CN', INPUT, { kind: 'off' }, NOW_MS)).toBe(
      'Kimi K2 · 上下文 37% · kimi-proxy 未运行 · 缓存 91%',
    )
  })

  test.each<[LoginState, string]>([
    [signedIn(null), 'token good'],
    [signedIn(NOW_MS - 1), 'token expired'],
    [signedIn(NOW_MS + MINUTE_MS, true), 'sign in: kimi-proxy login'],
    [{ kind: 'signedOut', problem: REVOKED }, 'sign in: kimi-proxy login'],
    [{ kind: 'looking' }, 'looking for a login'],
  ])('tells the state of the login (%#): %s', (login, text) => {
    expect(line(login)).toBe(text)
  })

  test('tells a used-up limit with its end instead of the quota', () => {
    const limit = { name: 'fiveHours', sinceMs: NOW_MS, resetsAtMs: NOW_MS + 100 * MINUTE_MS } as const
    expect(line(signedIn(null), { quota: QUOTA, limitReached: limit })).toBe(
      'limit reached until 13:40 · token good',
    )
    const open = { ...limit, resetsAtMs: null }
    expect(line(signedIn(null), { limitReached: open })).toBe('limit reached · token good')
  })

  test('says how long the session’s last answer took to begin', () => {
    const state: EngineState = { ...engineState(), login: signedIn(null), plan: UNKNOWN_PLAN }
    const told = (firstByteMs: number | null) =>
      statuslineText('en', {}, { kind: 'state', state, nowMs: NOW_MS, session: { firstByteMs } }, NOW_MS)
    expect([1_240, 61_000, null].map(told)).toEqual([
      'token good · first byte 1.2s',
      'token good · first byte 61s',
      'token good',
    ])
  })

  test('gives Claude Code’s cause for a miss of the last ten minutes, where it is one that is known', () => {
    const cache = (causes: readonly string[], agoMs: number) => ({
      prompt_cache: {
        hit_ratio: 0.4,
        last_miss_at: Math.floor((NOW_MS - agoMs) / 1000),
        last_miss_cause: { causes },
      },
    })
    const lines = [
      cache(['tools_changed', 'model_changed'], MINUTE_MS),
      cache(['tools_changed'], 11 * MINUTE_MS),
      cache(['new_in_a_later_version', 'ttl_expired_5m'], 0),
      cache(['new_in_a_later_version'], 0),
    ].map((input) => statuslineText('en', input, { kind: 'off' }, NOW_MS).split(' · ')[1])
    expect(lines).toEqual([
      'cache 40% (tools changed)',
      'cache 40%',
      'cache 40% (idle for over 5 minutes)',
      'cache 40%',
    ])
  })

  test('marks a quota that could not be asked for anew', () => {
    const stale: QuotaState = { ...QUOTA, kind: 'stale', problem: null }
    expect(line(signedIn(null), { quota: stale })).toBe('5h 62% left? · token good')
  })

  test.each<[unknown]>([
    [undefined],
    [null],
    [[]],
    ['text'],
    [{ model: null, context_window: 'x', prompt_cache: { hit_ratio: Number.NaN } }],
    [{ model: { display_name: 7 }, context_window: { used_percentage: null } }],
  ])('leaves out what Claude Code does not give: %j', (input) => {
    expect(statuslineText('en', input, { kind: 'silent' }, NOW_MS)).toBe('kimi-proxy does not answer')
  })

  test('shows no control characters of a name, and one line', () => {
    const input = { model: { display_name: 'a\u001b[31m\nb' } }
    expect(statuslineText('en', input, { kind: 'off' }, NOW_MS)).toBe('a[31mb · kimi-proxy is not running')
  })
})
