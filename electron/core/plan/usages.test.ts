import { describe, expect, test } from 'vitest'
import type { QuotaWindow, Wallet } from '../../contract/plan'
import { classifyUsages } from './usages-answer'

const NOW_MS = Date.UTC(2026, 8, 1, 12)
const RESET_MS = Date.UTC(2026, 8, 1, 15, 0, 1)
const RESET = '2026-09-01T15:00:01Z'

function told(body: unknown, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return classifyUsages(status, text, NOW_MS, null)
}

function quotaOf(body: unknown) {
  const answer = told(body)
  if (answer.kind !== 'quota') throw new Error(JSON.stringify(answer))
  return answer.quota
}

/** "name share reset", one a window: what a person would read. */
function shown(windows: readonly QuotaWindow[]): readonly string[] {
  return windows.map(({ name, label, usedRatio, resetsAtMs }) => {
    const reset = resetsAtMs === null ? '-' : new Date(resetsAtMs).toISOString().slice(5, 19)
    return `${label ?? name} ${usedRatio === null ? '?' : Math.round(usedRatio * 1000) / 1000} ${reset}`
  })
}

const FIVE_HOURS = { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' }
const limit = (detail: object, window: object = FIVE_HOURS) => ({ limits: [{ window, detail }] })

describe('the windows in an answer', () => {
  test.each<[what: string, body: object, windows: readonly string[]]>([
    [
      'the oldest shape: the week used, the 5 hours remaining',
      {
        usage: { limit: '1000', used: '40', resetTime: '2026-09-03T05:20:51Z' },
        ...limit({ limit: '100', remaining: '88', resetTime: RESET }),
      },
      ['fiveHours 0.12 09-01T15:00:01', 'week 0.04 09-03T05:20:51'],
    ],
    [
      'the map alone',
      {
        usages: {
          limit_5h: { used_ratio: 0.3, reset_time: RESET },
          limit_7d: { used_ratio: 0.2, reset_time: '2026-09-07T00:00:00Z' },
        },
      },
      ['fiveHours 0.3 09-01T15:00:01', 'week 0.2 09-07T00:00:00'],
    ],
    [
      'a monthly plan, which has no week',
      {
        usages: {
          limit_5h: { used_ratio: 0.1, reset_time: RESET },
          limit_month_total: { used_ratio: 0.25, reset_time: '2026-10-01T00:00:00Z' },
          limit_month_code: { used_ratio: 0.5, reset_time: '2026-10-01T00:00:00Z' },
        },
      },
      ['fiveHours 0.1 09-01T15:00:01', 'month 0.25 10-01T00:00:00', 'monthCode 0.5 10-01T00:00:00'],
    ],
    [
      'shares as text, nanoseconds',
      { usages: { limit_5h: { used_ratio: '0.25', reset_time: '2026-09-01T15:00:01.123456789Z' } } },
      ['fiveHours 0.25 09-01T15:00:01'],
    ],
    [
      'numbers instead of text',
      { usage: { limit: 1000, remaining: 400, resetTime: RESET } },
      ['week 0.6 09-01T15:00:01'],
    ],
    [
      'the map says 0, the list 100 of 100',
      {
        usages: { limit_5h: { used_ratio: 0, reset_time: '2026-09-01T13:00:00Z' } },
        ...limit({ limit: '100', used: '100', resetTime: RESET }),
      },
      ['fiveHours 1 09-01T15:00:01'],
    ],
    [
      'the worse source has no reset, the other does',
      {
        usages: { limit_5h: { used_ratio: 0.2, reset_time: RESET } },
        ...limit({ limit: '100', used: '90' }),
      },
      ['fiveHours 0.9 09-01T15:00:01'],
    ],
    [
      'used and remaining differ',
      { usage: { limit: '100', used: '10', remaining: '30', resetTime: RESET } },
      ['week 0.7 09-01T15:00:01'],
    ],
    [
      'more used than there is',
      { ...limit({ limit: '100', used: '130' }), usages: { limit_7d: { used_ratio: 1.2 } } },
      ['fiveHours 1 -', 'week 1 -'],
    ],
    ['less than nothing left', { usage: { limit: '100', remaining: '-5' } }, ['week 1 -']],
    [
      'reset_at, reset_in and resetAt',
      {
        usages: { limit_7d: { used_ratio: 0.5, reset_at: RESET } },
        ...limit({ limit: '4', used: '1', reset_in: '10801' }),
        usage: { limit: '2', used: '1', resetAt: RESET },
      },
      ['fiveHours 0.25 09-01T15:00:01', 'week 0.5 09-01T15:00:01'],
    ],
    [
      'resets as numbers: seconds, milliseconds',
      {
        usages: {
          limit_5h: { used_ratio: 0, reset_time: RESET_MS / 1000 },
          limit_7d: { used_ratio: 0, reset_time: String(RESET_MS) },
        },
      },
      ['fiveHours 0 09-01T15:00:01', 'week 0 09-01T15:00:01'],
    ],
    [
      'a reset with a zone, and one without',
      {
        usages: {
          limit_5h: { used_ratio: 0, reset_time: '2026-09-01T23:00:01.5+08:00' },
          limit_7d: { used_ratio: 0, reset_time: '2026-09-01 15:00:01' },
        },
      },
      ['fiveHours 0 09-01T15:00:01', 'week 0 09-01T15:00:01'],
    ],
    [
      'resets that are none',
      {
        usages: {
          limit_5h: { used_ratio: 0.5, reset_time: '' },
          limit_7d: { used_ratio: 0.5, reset_time: '0001-01-01T00:00:00Z' },
          limit_month_total: { used_ratio: 0.5, reset_time: 'tomorrow' },
          limit_month_code: { used_ratio: 0.5, reset_time: '2026-13-45T99:00:00Z' },
        },
      },
      ['fiveHours 0.5 -', 'week 0.5 -', 'month 0.5 -', 'monthCode 0.5 -'],
    ],
    [
      'shares that cannot be read, with a reset',
      {
        usages: {
          limit_5h: { used_ratio: 'half', reset_time: RESET },
          limit_7d: { used_ratio: null, reset_time: RESET },
          limit_month_total: { used_ratio: true, reset_time: RESET },
          limit_month_code: { used_ratio: -0.1, reset_time: RESET },
        },
      },
      [
        'fiveHours ? 09-01T15:00:01',
        'week ? 09-01T15:00:01',
        'month ? 09-01T15:00:01',
        'monthCode ? 09-01T15:00:01',
      ],
    ],
    [
      'a percentage where a share belongs is not taken for one',
      { usages: { limit_5h: { used_ratio: 42, reset_time: RESET } } },
      ['fiveHours ? 09-01T15:00:01'],
    ],
    [
      'a limit without what is used of it (zeros are left out by some encodings)',
      { usage: { limit: '100', resetTime: RESET } },
      ['week ? 09-01T15:00:01'],
    ],
    ['a limit of nothing', { usage: { limit: '0', used: '0', resetTime: RESET } }, ['week ? 09-01T15:00:01']],
    [
      'windows that are null, text, or empty are not there',
      {
        usages: {
          limit_5h: null,
          limit_7d: 'x',
          limit_month_total: {},
          limit_month_code: { used_ratio: 0.5 },
        },
      },
      ['monthCode 0.5 -'],
    ],
    [
      'windows of other lengths, by their lengths',
      {
        limits: [
          { window: { duration: 1, timeUnit: 'TIME_UNIT_DAY' }, detail: { limit: '10', used: '1' } },
          { window: { duration: '5', timeUnit: 'TIME_UNIT_HOUR' }, detail: { limit: '10', used: '2' } },
          { window: { duration: 7, timeUnit: 'DAYS' }, detail: { limit: '10', used: '3' } },
          { window: { duration: 30, timeUnit: 'TIME_UNIT_DAY' }, detail: { limit: '10', used: '4' } },
          { window: { duration: 18_000, timeUnit: 'TIME_UNIT_SECOND' }, detail: { limit: '10', used: '5' } },
        ],
      },
      ['fiveHours 0.5 -', 'week 0.3 -', 'month 0.4 -', '1 d 0.1 -'],
    ],
    [
      'windows that nobody knows, by the names that Kimi gives them',
      {
        usages: { limit_1y: { used_ratio: 0.9 } },
        limits: [
          { name: 'Sunday\u0007\u202e special', detail: { limit: '10', used: '1' } },
          { window: { duration: 3, timeUnit: 'TIME_UNIT_FORTNIGHT' }, detail: { limit: '10', used: '2' } },
        ],
        totalQuota: { limit: '100', remaining: '99' },
      },
      ['other 0.2 -', 'Sunday special 0.1 -', 'limit_1y 0.9 -', 'totalQuota 0.01 -'],
    ],
    [
      'amounts in the item itself, as older answers have them',
      { limits: [{ duration: 300, timeUnit: 'TIME_UNIT_MINUTE', limit: '10', used: '1' }] },
      ['fiveHours 0.1 -'],
    ],
    [
      'fields of the wrong kind beside good ones',
      {
        usages: [],
        limits: { a: 1 },
        usage: 'x',
        totalQuota: 7,
        parallel: 'many',
        user: [],
        boosterWallet: 3,
        ...{ subType: 'TYPE_A' },
      },
      [],
    ],
    [
      'list items of the wrong kind',
      {
        limits: [
          null,
          7,
          'x',
          [],
          { detail: null },
          { window: FIVE_HOURS, detail: { limit: '2', used: '1' } },
        ],
      },
      ['fiveHours 0.5 -'],
    ],
    ['a plan without windows', { user: { membership: { level: 'LEVEL_FREE' } }, usages: {}, limits: [] }, []],
    [
      'unknown fields at every level',
      { goods_version: 3, new: { a: 1 }, usages: { limit_5h: { used_ratio: 0.3, extra: 'x' } } },
      ['fiveHours 0.3 -'],
    ],
    [
      'names of the language itself',
      JSON.parse(
        '{"usages":{"__proto__":{"used_ratio":0.5},"constructor":{"used_ratio":0.4},"limit_5h":{"used_ratio":0.3}}}',
      ),
      ['fiveHours 0.3 -', '__proto__ 0.5 -', 'constructor 0.4 -'],
    ],
  ])('%s', (_what, body, windows) => {
    expect(shown(quotaOf(body).windows)).toEqual(windows)
  })

  test('are no more than anybody could read', () => {
    const usages = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`limit_${at}`, { used_ratio: 0.5 }]),
    )
    expect(quotaOf({ usages }).windows).toHaveLength(16)
    expect(quotaOf({ usages: { ['x'.repeat(5_000)]: { used_ratio: 0 } } }).windows[0]?.label).toHaveLength(40)
  })
})

describe('what else an answer tells', () => {
  test.each<[body: object, limit: number | null, membership: string | null]>([
    [
      { parallel: { limit: '30' }, user: { membership: { level: 'LEVEL_INTERMEDIATE' } } },
      30,
      'LEVEL_INTERMEDIATE',
    ],
    [{ parallel: { limit: 5 }, subType: 'TYPE_PURCHASE' }, 5, 'TYPE_PURCHASE'],
    [{ parallel: { limit: '0' }, subType: 'A' }, null, 'A'],
    [{ parallel: { limit: 'unlimited' }, user: { membership: { level: 7 } }, subType: 'A' }, null, 'A'],
    [{ parallel: { limit: 2.5 }, user: { membership: null }, sub_type: 'B' }, null, 'B'],
  ])('%j', (body, parallelLimit, membership) => {
    expect(quotaOf(body)).toMatchObject({ windows: [], parallelLimit, membership })
  })

  const WALLET: Wallet = {
    enabled: true,
    leftCents: 1_500,
    totalCents: 2_000,
    monthlyLimitCents: 5_000,
    monthlyUsedCents: 500,
    currency: 'USD',
  }
  const CAMEL = {
    balance: { type: 'BOOSTER', amount: '2000000000', amountLeft: '1500000000' },
    monthlyChargeLimitEnabled: true,
    monthlyChargeLimit: { priceInCents: '5000', currency: 'USD' },
    monthlyUsed: { priceInCents: '500', currency: 'USD' },
  }
  const SNAKE = {
    balance: { amount: 2_000_000_000, amount_left: 1_500_000_000 },
    monthly_charge_limit_enabled: true,
    monthly_charge_limit: { price_in_cents: 5_000, currency: 'usd' },
    monthly_used: { price_in_cents: 500 },
  }
  const NONE = {
    leftCents: null,
    totalCents: null,
    monthlyLimitCents: null,
    monthlyUsedCents: null,
    currency: null,
  }

  test.each<[what: string, body: object, wallet: Wallet | null]>([
    ['in the one spelling', { boosterWallet: CAMEL }, WALLET],
    ['in the other spelling', { booster_wallet: SNAKE }, WALLET],
    [
      'in both spellings that differ',
      {
        boosterWallet: CAMEL,
        booster_wallet: { ...SNAKE, balance: { amount: '2000000000', amount_left: '1000000' } },
      },
      { ...WALLET, leftCents: 1 },
    ],
    [
      'switched off, without amounts',
      { boosterWallet: { status: 'STATUS_DISABLED' } },
      { enabled: false, ...NONE },
    ],
    [
      'switched off in one spelling',
      {
        boosterWallet: { status: 'STATUS_DISABLED' },
        booster_wallet: { ...SNAKE, status: 'STATUS_ENABLED' },
      },
      { ...WALLET, enabled: false },
    ],
    [
      'without a limit for the month',
      { boosterWallet: { ...CAMEL, monthlyChargeLimitEnabled: false } },
      { ...WALLET, monthlyLimitCents: null },
    ],
    [
      'with amounts that cannot be read',
      {
        boosterWallet: {
          balance: { amount: 'x', amountLeft: '-1' },
          monthlyUsed: { priceInCents: {}, currency: 'US$' },
        },
      },
      { enabled: true, ...NONE },
    ],
    ['that is empty', { boosterWallet: {}, subType: 'A' }, null],
    ['that is null', { boosterWallet: null, subType: 'A' }, null],
  ])('a wallet %s', (_what, body, wallet) => {
    expect(quotaOf(body).wallet).toEqual(wallet)
  })
})

describe('what is no quota', () => {
  const WHOLE = JSON.stringify({ usages: { limit_5h: { used_ratio: 0.3, reset_time: RESET } }, subType: 'A' })

  test.each([
    '',
    'null',
    '7',
    '"usages"',
    '[]',
    '{}',
    '{"usages":{}}',
    '{"limits":[]}',
    '{"code":0}',
    'gateway ok',
  ])('with 200 tells nothing: %s', (body) => {
    expect(told(body)).toEqual({
      kind: 'failed',
      reason: { reason: 'answerUnreadable', values: { status: 200 } },
      pauseMs: null,
    })
  })

  test('half a body tells nothing, wherever it breaks off', () => {
    for (let length = 0; length < WHOLE.length; length += 1) {
      expect(told(WHOLE.slice(0, length)).kind, WHOLE.slice(0, length)).toBe('failed')
    }
    expect(told(WHOLE).kind).toBe('quota')
    expect(told(`\ufeff${WHOLE}`).kind).toBe('quota')
  })

  test.each([200, 403, 404, 502])('a web page with %i is a gateway’s', (status) => {
    expect(told('\n<!doctype html><title>404</title>', status)).toMatchObject({
      kind: 'failed',
      reason: { reason: 'webPage' },
    })
  })

  test.each<[status: number, body: unknown, kind: string, words?: string]>([
    [404, { error: { message: 'coding account not found' } }, 'none'],
    [404, { code: 'not_found' }, 'none'],
    [404, 'no route', 'failed', 'no route'],
    [
      401,
      { error: { message: 'The API Key appears to be invalid', type: 'authentication_error' } },
      'failed',
      'The API Key appears to be invalid',
    ],
    [
      403,
      { error: { type: 'access_terminated_error', message: 'only available for Coding Agents' } },
      'failed',
      'only available for Coding Agents',
    ],
    [403, {}, 'failed'],
    [429, { message: 'too many requests' }, 'failed', 'too many requests'],
    [500, '', 'failed'],
    [302, '', 'failed'],
  ])('%i %j is %s', (status, body, kind, words) => {
    const answer = told(body, status)
    expect(answer.kind).toBe(kind)
    if (answer.kind === 'failed') {
      expect(answer.reason).toEqual(
        words === undefined
          ? { reason: 'http', values: { status } }
          : { reason: 'httpSaid', values: { status, words } },
      )
    }
  })

  test('a pause that Kimi asks for is handed on', () => {
    expect(classifyUsages(429, '{}', NOW_MS, 7_000)).toMatchObject({ kind: 'failed', pauseMs: 7_000 })
  })
})
