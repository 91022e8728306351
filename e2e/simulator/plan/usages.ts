import type { ScriptedAnswer } from '../faults'
import { camelWallet, snakeWallet, type Wallet } from './wallet'
import type { Window, WindowName, Windows } from './windows'

/**
 * The forms in which `/usages` has been seen.
 *
 * - `weekly`: `usage` is the week, `limits` has the 5 hours; the first of the two says `used`, the second `remaining`.
 * - `map`: `usages` has every window as a share; all that kimi-code 2.1.0 reads.
 * - `mixed`: both of them, with nanoseconds, and some fields more.
 * - `monthly`: `usages` without a week, its shares as text, and `booster_wallet`.
 *
 * A window that is not on the plan is absent from each.
 */
export type UsagesShape = 'weekly' | 'map' | 'mixed' | 'monthly'

/** Answers of `/usages` that hold none. */
export const NO_USAGES = {
  noCodingAccount: {
    status: 404,
    body: { error: { message: 'coding account not found', type: 'resource_not_found_error' } },
  },
  forbidden: { status: 403, body: { error: { message: 'permission denied', type: 'permission_error' } } },
  page: {
    status: 200,
    body: '<!doctype html><html><head><title>Sign in to the network</title></head><body>Welcome</body></html>',
    headers: { 'content-type': 'text/html; charset=utf-8' },
  },
} as const satisfies Readonly<Record<string, ScriptedAnswer>>

export interface UsagesSource {
  readonly shape: UsagesShape
  readonly windows: Windows
  readonly wallet: Wallet | null
  readonly membership: string | null
  readonly toldParallelLimit: number | null
  readonly nothingInMap: boolean
}

export function usagesBody(source: UsagesSource): object {
  const { shape, windows, wallet, membership, toldParallelLimit } = source
  const spelledWallet = wallet && (shape === 'monthly' ? snakeWallet(wallet) : camelWallet(wallet))
  return {
    ...(shape === 'weekly' || shape === 'mixed' ? amounts(windows, shape === 'mixed') : {}),
    ...(shape === 'weekly' ? {} : { usages: shares(source) }),
    ...(shape === 'mixed'
      ? { subType: 'TYPE_PURCHASE', totalQuota: { limit: '1000', remaining: '900' } }
      : {}),
    ...(toldParallelLimit === null ? {} : { parallel: { limit: `${toldParallelLimit}` } }),
    ...(membership === null ? {} : { user: { membership: { level: membership } } }),
    ...(spelledWallet === null
      ? {}
      : { [shape === 'monthly' ? 'booster_wallet' : 'boosterWallet']: spelledWallet }),
  }
}

function amounts(windows: Windows, isFine: boolean): object {
  const week = windows.get('week')
  const hours = windows.get('fiveHours')
  const limit = (window: Window) => ({ limit: `${window.limit}`, resetTime: iso(window.resetsAtMs, isFine) })
  return {
    ...(week ? { usage: { ...limit(week), used: `${week.used}` } } : {}),
    limits: hours
      ? [
          {
            window: { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' },
            detail: { ...limit(hours), remaining: `${hours.limit - hours.used}` },
          },
        ]
      : [],
  }
}

const FIELDS: Readonly<Record<string, WindowName>> = {
  limit_5h: 'fiveHours',
  limit_7d: 'week',
  limit_month_total: 'month',
  limit_month_code: 'monthCode',
}

function shares({ windows, shape, nothingInMap }: UsagesSource): object {
  const isText = shape === 'monthly'
  const fields = Object.entries(FIELDS).flatMap(([field, name]) => {
    const window = windows.get(name)
    if (!window) return []
    const ratio = nothingInMap ? 0 : window.used / window.limit
    return [[field, { used_ratio: isText ? `${ratio}` : ratio, reset_time: iso(window.resetsAtMs, !isText) }]]
  })
  return Object.fromEntries(fields)
}

/** Rounded up to the second, so that nobody who waits for it comes early; `isFine`: with nanoseconds. */
function iso(atMs: number, isFine: boolean): string {
  if (isFine) return new Date(atMs).toISOString().replace(/Z$/, '678901Z')
  return new Date(Math.ceil(atMs / 1000) * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}
