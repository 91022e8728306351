/** What is left of the plan's limits at a time. Pure. All times are wall clock. */
import type { LimitReached, PlanState, QuotaWindow } from '../../contract/plan'

const LOW_PERCENT = 20
const LAST_PERCENT = 10

/** `low`: at most 20 percent are left. `last`: at most 10. */
export type Nearness = 'ample' | 'low' | 'last'

/** In whole percent. Never 0 while something is left; null where Kimi tells nothing. */
export function leftPercent({ usedRatio }: Pick<QuotaWindow, 'usedRatio'>): number | null {
  if (usedRatio === null || Number.isNaN(usedRatio)) return null
  return wholePercent(1 - usedRatio)
}

/** Of a share of 1: rounded down, so that no more is promised than there is, but 0 only where nothing is left. */
export function wholePercent(left: number): number {
  if (left <= 0) return 0
  // 1 - 0.9 is a little less than 0.1.
  return Math.min(100, Math.max(1, Math.floor(left * 100 + 1e-9)))
}

export function nearnessOf(percent: number): Nearness {
  if (percent <= LAST_PERCENT) return 'last'
  return percent <= LOW_PERCENT ? 'low' : 'ample'
}

/** Whether the limit has been reset since it was read, so that its value no longer holds. */
export function isOver({ resetsAtMs }: Pick<QuotaWindow, 'resetsAtMs'>, nowMs: number): boolean {
  return resetsAtMs !== null && resetsAtMs <= nowMs
}

/** The 5-hour window as it is now; null where it is not on the plan, or where what is known of it is of the past. */
export function fiveHoursNow({ quota }: Pick<PlanState, 'quota'>, nowMs: number): QuotaWindow | null {
  if (quota.kind !== 'known') return null
  const window = quota.quota.windows.find(({ name }) => name === 'fiveHours')
  return window === undefined || isOver(window, nowMs) ? null : window
}

/** The limit that Kimi refuses requests for, until its reset. */
export function limitNow(
  { limitReached }: Pick<PlanState, 'limitReached'>,
  nowMs: number,
): LimitReached | null {
  return limitReached === null || isOver(limitReached, nowMs) ? null : limitReached
}
