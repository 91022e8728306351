/** How Kimi writes numbers, times and shares in `/v1/usages`. Whatever cannot be read is null, never 0. Pure. */
import { isRecord } from '../basics/json'

export type Fields = Readonly<Record<string, unknown>>

/** Without fields where it is no object. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {}
}

/** The first of these fields that is there: Kimi spells most of them in two ways. */
export function firstOf(fields: Fields, ...names: readonly string[]): unknown {
  return names
    .map((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined))
    .find((value) => value != null)
}

const DECIMAL = /^[-+]?\d{1,24}(?:\.\d{1,24})?$/

/** A number, or the decimal digits of one as text. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : null
}

/** One short line, without what could move a terminal's cursor or turn the writing around. */
export function lineIn(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const line = value
    .slice(0, 200)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 40)
  return line === '' ? null : line
}

/** More than this is no share that was exceeded, but something else: a percentage, say. */
const LARGEST_SHARE = 2

/** The used share, 0 to 1. Where its ways of saying it differ, the worst one. */
export function shareIn(fields: Fields): number | null {
  const limit = numberIn(fields['limit'])
  const used = numberIn(fields['used'])
  const remaining = numberIn(fields['remaining'])
  const told = numberIn(firstOf(fields, 'used_ratio', 'usedRatio'))
  const counted =
    limit === null || limit <= 0
      ? []
      : [used, remaining === null ? null : limit - remaining].map((count) =>
          count === null ? null : count / limit,
        )
  const shares = [told !== null && told <= LARGEST_SHARE ? told : null, ...counted]
  const readable = shares.filter((share) => share !== null && share >= 0)
  return readable.length === 0 ? null : Math.min(1, Math.max(...readable.map(Number)))
}

/** Wall clock. `reset_in` counts seconds from now. */
export function resetIn(fields: Fields, nowMs: number): number | null {
  for (const name of ['reset_time', 'resetTime', 'reset_at', 'resetAt']) {
    const atMs = timeIn(fields[name])
    if (atMs !== null) return atMs
  }
  const seconds = numberIn(firstOf(fields, 'reset_in', 'resetIn'))
  return seconds === null || seconds < 0 ? null : plausible(nowMs + seconds * 1_000)
}

/** With any number of digits behind the second; without a zone it is UTC. */
const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?([Zz]|[+-]\d\d:?\d\d)?$/

function timeIn(value: unknown): number | null {
  const stamp = numberIn(value)
  if (stamp !== null) return plausible(toMilliseconds(stamp))
  const match = typeof value === 'string' ? ISO.exec(value.trim()) : null
  if (match === null) return null
  const [, date, time, fraction = '', zone = 'Z'] = match
  return plausible(Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${withColon(zone)}`))
}

function withColon(zone: string): string {
  return zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
}

/** A stamp in seconds, milliseconds, microseconds or nanoseconds: today they differ by their number of digits. */
function toMilliseconds(stamp: number): number {
  if (stamp < 1e11) return stamp * 1_000
  if (stamp < 1e14) return stamp
  return stamp < 1e17 ? stamp / 1_000 : stamp / 1e6
}

const EARLIEST_MS = Date.UTC(2020, 0)
const LATEST_MS = Date.UTC(2100, 0)

/** Whole milliseconds; null for what is no time of these years, such as the year 1 that stands for "never". */
function plausible(atMs: number): number | null {
  return atMs >= EARLIEST_MS && atMs < LATEST_MS ? Math.floor(atMs) : null
}
