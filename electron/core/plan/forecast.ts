/**
 * When a window is used up at the present pace. Pure.
 *
 * A pace needs samples over some time and a rise that rounding cannot make; until then nothing is said. Samples from before a
 * reset, or before the clock was set back, do not count.
 */
import type { Quota, QuotaWindow, WindowName } from '../../contract/plan'

/** A used share, 0 to 1, and when it was told (wall clock). */
export interface UsageSample {
  readonly atMs: number
  readonly usedRatio: number
}

/** In order of time. */
export type UsageSamples = Readonly<Partial<Record<WindowName, readonly UsageSample[]>>>

interface Pace {
  /** How far back the pace is taken from. */
  readonly overMs: number
  readonly atLeastMs: number
  /** Samples nearer to each other than this are one. */
  readonly everyMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const MONTH_PACE = { overMs: 7 * DAY_MS, atLeastMs: 2 * DAY_MS, everyMs: 4 * HOUR_MS }

/** A week's pace has to hold a night. Nothing is known of the length of `other` windows. */
const PACES: Readonly<Record<WindowName, Pace | null>> = {
  fiveHours: { overMs: HOUR_MS, atLeastMs: 15 * MINUTE_MS, everyMs: MINUTE_MS },
  week: { overMs: 2 * DAY_MS, atLeastMs: 20 * HOUR_MS, everyMs: HOUR_MS },
  month: MONTH_PACE,
  monthCode: MONTH_PACE,
  other: null,
}

const LEAST_RISE = 0.03
const ROUNDING = 0.001

/** `nowMs`: wall clock. */
export function withSamplesOf(samples: UsageSamples, { windows }: Quota, nowMs: number): UsageSamples {
  const next: Partial<Record<WindowName, readonly UsageSample[]>> = {}
  for (const { name, usedRatio } of windows) {
    const pace = PACES[name]
    if (pace === null || usedRatio === null) continue
    next[name] = added(samples[name] ?? [], { atMs: nowMs, usedRatio }, pace)
  }
  return next
}

function added(
  samples: readonly UsageSample[],
  sample: UsageSample,
  { overMs, everyMs }: Pace,
): readonly UsageSample[] {
  const last = samples.at(-1)
  if (last !== undefined && (sample.usedRatio < last.usedRatio - ROUNDING || sample.atMs < last.atMs))
    return [sample]
  const recent = samples.filter(({ atMs }) => sample.atMs - atMs <= overMs)
  const before = recent.at(-2)
  const isClose = before !== undefined && sample.atMs - before.atMs < everyMs * 2
  // The newest is always kept; the one before it only if it lies far enough from its neighbours.
  return [...(isClose ? recent.slice(0, -1) : recent), sample]
}

export function withForecast(quota: Quota, samples: UsageSamples, nowMs: number): Quota {
  const windows = quota.windows.map((window) => ({ ...window, emptyAtMs: emptyAtMs(window, samples, nowMs) }))
  return { ...quota, windows }
}

function emptyAtMs(
  { name, usedRatio, resetsAtMs }: QuotaWindow,
  samples: UsageSamples,
  nowMs: number,
): number | null {
  const [pace, taken] = [PACES[name], samples[name] ?? []]
  const [first, last] = [taken[0], taken.at(-1)]
  if (pace === null || usedRatio === null || usedRatio >= 1 || resetsAtMs === null) return null
  if (first === undefined || last === undefined || last.atMs - first.atMs < pace.atLeastMs) return null
  const rise = last.usedRatio - first.usedRatio
  if (rise < LEAST_RISE) return null
  const atMs = Math.round(nowMs + ((1 - usedRatio) * (last.atMs - first.atMs)) / rise)
  return atMs < resetsAtMs ? atMs : null
}
