/**
 * The quota in Kimi's answer to `GET /v1/usages`, in every shape that is known (ARCHITECTURE, fact 10). Pure.
 *
 * - A window comes from the map `usages`, from the list `limits`, and as `usage`. Where two of them differ, the worse one counts.
 * - A window that is absent is not on the plan. One that is there and cannot be read has no share.
 */
import type { Quota, QuotaWindow, WindowName } from '../../contract/plan'
import { isRecord } from '../basics/json'
import { type Fields, fieldsOf, firstOf, lineIn, numberIn, resetIn, shareIn } from './usages-values'
import { walletIn } from './wallet'

/** Null for what is no such answer. `nowMs`: wall clock. */
export function quotaIn(answer: unknown, nowMs: number): Quota | null {
  if (!isRecord(answer)) return null
  const quota = {
    windows: merged(windowsIn(answer, nowMs)),
    wallet: walletIn(answer),
    parallelLimit: parallelIn(answer),
    membership: membershipIn(answer),
  }
  const { windows, wallet, parallelLimit, membership } = quota
  const saysNothing = windows.length === 0 && wallet === null && parallelLimit === null && membership === null
  return saysNothing ? null : quota
}

const IN_MAP: Readonly<Record<string, WindowName>> = {
  limit_5h: 'fiveHours',
  limit_7d: 'week',
  limit_month_total: 'month',
  limit_month_code: 'monthCode',
}

function windowsIn(answer: Fields, nowMs: number): readonly QuotaWindow[] {
  const map = Object.entries(fieldsOf(answer['usages'])).map(([key, value]) =>
    windowOf(Object.hasOwn(IN_MAP, key) ? (IN_MAP[key] ?? 'other') : 'other', key, value, nowMs),
  )
  const limits: readonly unknown[] = Array.isArray(answer['limits']) ? answer['limits'] : []
  const total = firstOf(answer, 'totalQuota', 'total_quota')
  return [
    ...map,
    ...limits.map((item) => windowOfItem(fieldsOf(item), nowMs)),
    windowOf('week', null, answer['usage'], nowMs),
    windowOf('other', 'totalQuota', total, nowMs),
  ].filter((window) => window !== null)
}

/** Null where nothing is said of it. */
function windowOf(name: WindowName, label: string | null, value: unknown, nowMs: number): QuotaWindow | null {
  const fields = fieldsOf(value)
  const [usedRatio, resetsAtMs] = [shareIn(fields), resetIn(fields, nowMs)]
  if (usedRatio === null && resetsAtMs === null) return null
  return { name, label: name === 'other' ? lineIn(label) : null, usedRatio, resetsAtMs, emptyAtMs: null }
}

/** An item of `limits`: older answers have the amounts in the item itself. */
function windowOfItem(item: Fields, nowMs: number): QuotaWindow | null {
  const detail = isRecord(item['detail']) ? item['detail'] : item
  const span = isRecord(item['window']) ? item['window'] : item
  const [duration, unit] = [numberIn(span['duration']), unitIn(firstOf(span, 'timeUnit', 'time_unit'))]
  const minutes = duration === null || unit === null ? null : duration * unit.minutes
  const own = firstOf(item, 'name', 'title') ?? firstOf(detail, 'name', 'title')
  const length = duration === null || unit === null ? null : `${duration} ${unit.sign}`
  return windowOf(nameFor(minutes), lineIn(own) ?? length, detail, nowMs)
}

const UNITS = [
  { name: 'SECOND', minutes: 1 / 60, sign: 's' },
  { name: 'MINUTE', minutes: 1, sign: 'min' },
  { name: 'HOUR', minutes: 60, sign: 'h' },
  { name: 'DAY', minutes: 1_440, sign: 'd' },
  { name: 'WEEK', minutes: 10_080, sign: 'w' },
  { name: 'MONTH', minutes: 43_200, sign: 'mo' },
] as const

/** `TIME_UNIT_MINUTE` and the like. */
function unitIn(value: unknown): (typeof UNITS)[number] | null {
  if (typeof value !== 'string') return null
  const bare = value.toUpperCase().replace(/^TIME_UNIT_/, '')
  return UNITS.find(({ name }) => bare === name || bare === `${name}S`) ?? null
}

/** A month of 28 to 31 days is a month. */
function nameFor(minutes: number | null): WindowName {
  if (minutes === 300) return 'fiveHours'
  if (minutes === 10_080) return 'week'
  return minutes !== null && minutes >= 40_320 && minutes <= 44_640 ? 'month' : 'other'
}

const ORDER: readonly WindowName[] = ['fiveHours', 'week', 'month', 'monthCode', 'other']
const MOST_WINDOWS = 16

/** One of each, in the same order whatever the answer's. */
function merged(found: readonly QuotaWindow[]): readonly QuotaWindow[] {
  const byKey = new Map<string, QuotaWindow>()
  for (const window of found) {
    const key = window.name === 'other' ? `other ${window.label ?? ''}` : window.name
    const before = byKey.get(key)
    byKey.set(key, before === undefined ? window : worse(before, window))
  }
  const place = ({ name, label }: QuotaWindow) => `${ORDER.indexOf(name)} ${label ?? ''}`
  return [...byKey.values()].sort((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, MOST_WINDOWS)
}

/** The more used one; of equal ones that which resets later. What it does not tell is taken from the other. */
function worse(one: QuotaWindow, other: QuotaWindow): QuotaWindow {
  const rank = ({ usedRatio, resetsAtMs }: QuotaWindow) => [usedRatio ?? -1, resetsAtMs ?? -1] as const
  const [[share, reset], [otherShare, otherReset]] = [rank(one), rank(other)]
  const isFirst = share === otherShare ? reset >= otherReset : share > otherShare
  const [first, second] = isFirst ? [one, other] : [other, one]
  return { ...first, resetsAtMs: first.resetsAtMs ?? second.resetsAtMs }
}

const MOST_AT_A_TIME = 100_000

function parallelIn(answer: Fields): number | null {
  const limit = numberIn(fieldsOf(answer['parallel'])['limit'])
  return limit !== null && Number.isInteger(limit) && limit >= 1 && limit <= MOST_AT_A_TIME ? limit : null
}

function membershipIn(answer: Fields): string | null {
  const level = lineIn(fieldsOf(fieldsOf(answer['user'])['membership'])['level'])
  return level ?? lineIn(firstOf(answer, 'subType', 'sub_type'))
}
