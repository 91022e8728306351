import { describe, expect, test } from 'vitest'
import {
  type PlanState,
  type Quota,
  type QuotaState,
  type QuotaWindow,
  UNKNOWN_PLAN,
} from '../../../contract/plan'
import { quotaJson } from '../../plan/quota-json'
import { problem } from '../../words/problem'
import { reason } from '../../words/reason'
import { sayIn } from '../../words/say'
import { quotaLines, quotaStatusLines } from './quota'

/** Noon in the time zone of whoever runs this. */
const NOW_MS = new Date(2026, 8, 1, 12).getTime()
const MINUTE_MS = 60_000
const SAY = sayIn('en')

function window(
  changes: Partial<QuotaWindow> & { resetsInMinutes?: number; emptyInMinutes?: number } = {},
): QuotaWindow {
  const { resetsInMinutes: resets = 179, emptyInMinutes: empty, ...others } = changes
  const emptyAtMs = empty === undefined ? null : NOW_MS + empty * MINUTE_MS
  return {
    name: 'fiveHours',
    label: null,
    usedRatio: 0.12,
    resetsAtMs: NOW_MS + resets * MINUTE_MS,
    emptyAtMs,
    ...others,
  }
}

function quotaOf(windows: readonly QuotaWindow[], others: Partial<Quota> = {}): Quota {
  return { windows, wallet: null, parallelLimit: null, membership: null, ...others }
}

function plan(quota: QuotaState | Quota, others: Partial<PlanState> = {}): PlanState {
  const state: QuotaState = 'kind' in quota ? quota : { kind: 'known', quota, atMs: NOW_MS - 5_000 }
  return { ...UNKNOWN_PLAN, quota: state, ...others }
}

describe('what is left of a window', () => {
  test.each<[QuotaWindow, string]>([
    [window(), '5 hours: 88% left, resets at 14:59 (in 2h 59m)'],
    [
      window({ name: 'week', usedRatio: 0.04, resetsInMinutes: 3_000 }),
      'Week: 96% left, resets at Sep 3, 14:00 (in 2d 2h)',
    ],
    [window({ usedRatio: 0.999 }), '5 hours: 1% left, resets at 14:59 (in 2h 59m)'],
    [window({ usedRatio: 1 }), '5 hours: 0% left, resets at 14:59 (in 2h 59m)'],
    [window({ usedRatio: 0.71, resetsAtMs: null }), '5 hours: 29% left'],
    [window({ usedRatio: null }), '5 hours: Kimi does not say how much is left, resets at 14:59 (in 2h 59m)'],
    [window({ resetsInMinutes: -10 }), '5 hours: reset at 11:50, not looked at since'],
    [
      window({ usedRatio: 0.6, resetsInMinutes: 100, emptyInMinutes: 75 }),
      '5 hours: 40% left, resets at 13:40 (in 1h 40m), at this pace empty at 13:15, 25 min before it resets',
    ],
    [window({ emptyInMinutes: -1 }), '5 hours: 88% left, resets at 14:59 (in 2h 59m)'],
    [window({ name: 'other', label: '1 d', resetsAtMs: null }), '1 d: 88% left'],
    [window({ name: 'other', resetsAtMs: null }), 'Another limit: 88% left'],
    [window({ name: 'monthCode', resetsAtMs: null }), 'Month, coding: 88% left'],
  ])('%#: %j', (one, line) => {
    expect(quotaLines(SAY, plan(quotaOf([one])), NOW_MS)).toEqual([`  ${line}`, '  As of 11:59'])
    expect(quotaStatusLines(SAY, plan(quotaOf([one])), NOW_MS)).toEqual([line])
  })
})

test('all that Kimi tells, in English and Chinese', () => {
  const wallet = {
    enabled: true,
    leftCents: 1_500,
    totalCents: 2_000,
    monthlyLimitCents: null,
    monthlyUsedCents: null,
    currency: 'USD',
  }
  const quota = quotaOf([window()], { wallet, parallelLimit: 30, membership: 'LEVEL_BASIC' })
  const account = { nickname: 'Me', plan: 'Moderato', contact: null }
  const whole = plan(quota, { account, turns: { running: 30, queued: 4, limit: 30 } })
  expect(quotaLines(SAY, whole, NOW_MS)).toEqual([
    'Plan: Moderato (Me)',
    '  5 hours: 88% left, resets at 14:59 (in 2h 59m)',
    '  Requests at a time: 30',
    '  Requests running: 30, waiting their turn: 4',
    '  Wallet: 15.00 USD of 20.00 USD left',
    '  As of 11:59',
  ])
  expect(quotaLines(sayIn('zh-CN'), whole, NOW_MS)).toEqual([
    '套餐：Moderato（Me）',
    '  5 小时：剩余 88%，14:59 重置（2 小时 59 分钟后）',
    '  同时请求数：30',
    '  正在处理的请求：30，排队中：4',
    '  钱包：剩余 15.00 USD，共 20.00 USD',
    '  查询时间：11:59',
  ])
  const off = quotaOf([], {
    wallet: { ...wallet, enabled: false, leftCents: null },
    membership: 'LEVEL_FREE',
  })
  expect(quotaLines(SAY, plan(off), NOW_MS)).toEqual([
    'Plan: LEVEL_FREE',
    '  Kimi names no limit for this plan',
    '  Wallet: off',
    '  As of 11:59',
  ])
})

describe('what is not known', () => {
  const why = problem('QUOTA_UNKNOWN', { reason: reason('http', { status: 502 }) })

  test.each<[QuotaState, lines: readonly string[], inStatus: readonly string[]]>([
    [{ kind: 'unknown', problem: null }, ['Quota: not known yet'], []],
    [
      { kind: 'unknown', problem: why },
      ['Quota: Kimi did not say what is left of the plan: HTTP 502.'],
      ['Quota: Kimi did not say what is left of the plan: HTTP 502.'],
    ],
    [
      { kind: 'none', atMs: NOW_MS },
      ['Quota: this account has no coding plan'],
      ['Quota: this account has no coding plan'],
    ],
    [
      { kind: 'stale', quota: quotaOf([window()]), atMs: NOW_MS - 95 * MINUTE_MS, problem: why },
      [
        '  5 hours: 88% left, resets at 14:59 (in 2h 59m)',
        '  As of 10:25, 1h 35m ago',
        '  Quota: Kimi did not say what is left of the plan: HTTP 502.',
      ],
      ['5 hours: 88% left, resets at 14:59 (in 2h 59m)', 'As of 10:25, 1h 35m ago'],
    ],
  ])('%#', (quota, lines, inStatus) => {
    expect(quotaLines(SAY, plan(quota), NOW_MS)).toEqual(lines)
    expect(quotaStatusLines(SAY, plan(quota), NOW_MS)).toEqual(inStatus)
  })
})

test('as JSON, what is not known is null and never 0', () => {
  const windows = [
    window(),
    window({ name: 'week', usedRatio: null }),
    window({ name: 'month', resetsInMinutes: -1 }),
  ]
  const limitReached = { name: 'week', sinceMs: NOW_MS - 1_000, resetsAtMs: null } as const
  const nowS = NOW_MS / 1000
  expect(quotaJson(plan(quotaOf(windows), { limitReached }), NOW_MS)).toEqual({
    state: 'known',
    as_of: nowS - 5,
    age: 5,
    windows: [
      {
        name: 'five_hours',
        label: null,
        left: 0.88,
        used: 0.12,
        resets_at: nowS + 10_740,
        resets_in: 10_740,
        empty_at: null,
      },
      {
        name: 'week',
        label: null,
        left: null,
        used: null,
        resets_at: nowS + 10_740,
        resets_in: 10_740,
        empty_at: null,
      },
      {
        name: 'month',
        label: null,
        left: null,
        used: null,
        resets_at: nowS - 60,
        resets_in: 0,
        empty_at: null,
      },
    ],
    requests_at_a_time: null,
    requests_running: 0,
    requests_queued: 0,
    membership: null,
    wallet: null,
    account: null,
    limit_reached: { name: 'week', since: nowS - 1, resets_at: null },
    error: null,
  })
  expect(quotaJson(UNKNOWN_PLAN, NOW_MS)).toMatchObject({
    state: 'unknown',
    as_of: null,
    age: null,
    windows: [],
  })
})
