/** What follows from a known quota at a time. Pure. */

import type { LimitName, Quota, QuotaState, QuotaWindow } from '../../contract/plan'
import { isOver } from './left'

/** The last known quota with the time of that look; null where there is none. */
export function quotaKnown(state: QuotaState): { readonly quota: Quota; readonly atMs: number } | null {
  return state.kind === 'known' || state.kind === 'stale' ? state : null
}

/** The share that is left, 0 to 1; null where it is not known, which it is not after a reset that nobody has looked at. */
export function leftIn(window: QuotaWindow, nowMs: number): number | null {
  const { usedRatio } = window
  return usedRatio === null || isOver(window, nowMs) ? null : 1 - usedRatio
}

/**
 * When that limit ends (wall clock); null where the quota does not tell. Of several windows of the name the one that ends last
 * among those that are used up counts, else the most used one: the refusal is newer than the last look. For `billingCycle`
 * it is the last end of the windows that are used up, since nothing is served before.
 */
export function resetOf(quota: Quota, name: LimitName, nowMs: number): number | null {
  const windows = quota.windows.flatMap(({ resetsAtMs, usedRatio, name: of }) =>
    resetsAtMs !== null && resetsAtMs > nowMs ? [{ of, resetsAtMs, used: usedRatio ?? 0 }] : [],
  )
  if (name === 'billingCycle') {
    const ends = windows.filter(({ used }) => used >= 1).map(({ resetsAtMs }) => resetsAtMs)
    // Nothing is served before the last of them is over.
    return ends.length === 0 ? null : Math.max(...ends)
  }
  const [worst] = windows
    .filter(({ of }) => of === name || (name === 'month' && of === 'monthCode'))
    .sort((one, other) => other.used - one.used || other.resetsAtMs - one.resetsAtMs)
  return worst?.resetsAtMs ?? null
}

/** Whether a window was reset after the last look. */
export function hasResetSince(state: QuotaState, nowMs: number): boolean {
  const { quota, atMs = nowMs } = quotaKnown(state) ?? {}
  const ends = (quota?.windows ?? []).map(({ resetsAtMs }) => resetsAtMs ?? nowMs + 1)
  return ends.some((endMs) => endMs > atMs && endMs <= nowMs)
}
