/** States of the tray app that show the limits of a plan, for tests and for pictures of the views. */
import type { AppState } from '../contract/app'
import { type PlanState, type QuotaWindow, UNKNOWN_PLAN } from '../contract/plan'
import { appState, trayEngine } from './app-states'
import { PROBLEM, START_MS } from './engine-states'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** `left`: the share that is left, 0 to 1. */
export function quotaWindow(
  name: QuotaWindow['name'],
  left: number | null,
  changes: Partial<QuotaWindow> = {},
): QuotaWindow {
  return {
    name,
    label: null,
    usedRatio: left === null ? null : 1 - left,
    resetsAtMs: START_MS + (name === 'fiveHours' ? 2 * HOUR_MS : 3 * DAY_MS),
    emptyAtMs: null,
    ...changes,
  }
}

export function knownPlan(windows: readonly QuotaWindow[], changes: Partial<PlanState> = {}): PlanState {
  const quota = { windows, wallet: null, parallelLimit: 30, membership: null }
  return { ...UNKNOWN_PLAN, quota: { kind: 'known', quota, atMs: START_MS - 60_000 }, ...changes }
}

export function withPlan(plan: PlanState, changes: Partial<AppState> = {}): AppState {
  return appState({ engine: trayEngine({ plan }), ...changes })
}

const AMPLE = knownPlan([quotaWindow('fiveHours', 0.62), quotaWindow('week', 0.81)])
const LOW = knownPlan([
  quotaWindow('fiveHours', 0.18, { emptyAtMs: START_MS + 95 * 60_000 }),
  quotaWindow('week', 0.07),
  quotaWindow('monthCode', 0.55, { resetsAtMs: START_MS + 20 * DAY_MS }),
])
const STALE: PlanState = {
  ...AMPLE,
  quota:
    AMPLE.quota.kind === 'known'
      ? { ...AMPLE.quota, kind: 'stale', atMs: START_MS - 20 * 60_000, problem: PROBLEM }
      : AMPLE.quota,
}

export const PLAN_STATES = {
  ample: withPlan(AMPLE),
  low: withPlan(LOW),
  stale: withPlan(STALE),
  queued: withPlan({ ...AMPLE, turns: { running: 30, queued: 3, limit: 30 } }),
  limited: withPlan({
    ...knownPlan([quotaWindow('fiveHours', 0), quotaWindow('week', 0.44)]),
    limitReached: { name: 'fiveHours', sinceMs: START_MS - 60_000, resetsAtMs: START_MS + 2 * HOUR_MS },
  }),
  limitedOpen: withPlan({
    ...UNKNOWN_PLAN,
    limitReached: { name: 'billingCycle', sinceMs: START_MS - 60_000, resetsAtMs: null },
  }),
  partlyUnknown: withPlan(
    knownPlan([
      quotaWindow('fiveHours', null, { resetsAtMs: null }),
      quotaWindow('other', 0.3, { label: 'research_daily_requests_of_the_whole_team' }),
    ]),
  ),
  noPlan: withPlan({ ...UNKNOWN_PLAN, quota: { kind: 'none', atMs: START_MS } }),
} satisfies Record<string, AppState>
