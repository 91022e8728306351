/**
 * When a notice about the plan's limits is due: at 20, 10 and 0 percent once per window and reset, and when a limit that was
 * reached is over. Pure.
 *
 * - Only a value of the present counts: a stale or unknown one is never told.
 * - At first sight only a limit that is reached is told, since a low value may have been told before the app was started.
 */
import type { EngineState } from '../../contract/engine'
import type { LimitTitle, LimitTold, PlanNotice, PlanTold } from '../../contract/plan-notices'
import { isOver, leftPercent, limitNow, nearnessOf } from '../plan/left'

interface Reading extends LimitTitle {
  readonly percent: number
  readonly resetsAtMs: number | null
  readonly refusedOfMs: number | null
}

export interface PlanStep {
  /** The same object where nothing changed. */
  readonly told: PlanTold
  readonly notices: readonly PlanNotice[]
}

/** So much more is left within one look only after a reset, or on another plan. */
const RESET_RISE = 50

/** `nowMs`: wall clock. */
export function planNotices(told: PlanTold, engine: EngineState, nowMs: number): PlanStep {
  const readings = readingsOf(engine, nowMs)
  const next: Record<string, LimitTold> = {}
  const notices: PlanNotice[] = []
  for (const key of new Set([...Object.keys(told), ...readings.keys()])) {
    const reading = readings.get(key)
    let limit = told[key]
    if (limit !== undefined && isBack(limit, reading, engine, nowMs)) {
      notices.push({ kind: 'back', name: limit.name, label: limit.label, resetsAtMs: null })
      limit = afresh(limit, reading?.percent ?? 100)
    }
    const notice = reading === undefined ? null : noticeFor(limit, reading, nowMs)
    if (notice !== null) notices.push(notice)
    if (reading !== undefined) limit = remembered(limit, reading, nowMs)
    if (limit !== undefined) next[key] = limit
  }
  return { told: JSON.stringify(next) === JSON.stringify(told) ? told : next, notices }
}

/** By the name of the limit. What Kimi refuses a request for counts as used up, whatever the quota says. */
function readingsOf({ plan, startedAtMs }: EngineState, nowMs: number): Map<string, Reading> {
  const readings = new Map<string, Reading>()
  for (const window of plan.quota.kind === 'known' ? plan.quota.quota.windows : []) {
    const { name, label, resetsAtMs } = window
    const percent = leftPercent(window)
    if (percent === null || isOver(window, nowMs)) continue
    readings.set(name === 'other' ? `other ${label}` : name, {
      name,
      label,
      percent,
      resetsAtMs,
      refusedOfMs: null,
    })
  }
  const limit = limitNow(plan, nowMs)
  if (limit !== null) {
    const { name, resetsAtMs } = limit
    readings.set(name, { name, label: null, percent: 0, resetsAtMs, refusedOfMs: startedAtMs })
  }
  return readings
}

/** Its reset has passed, or Kimi serves again before it. */
function isBack(limit: LimitTold, reading: Reading | undefined, engine: EngineState, nowMs: number): boolean {
  if (!limit.isReached) return false
  if (isOver(limit, nowMs)) return true
  if (reading !== undefined) return reading.percent > 0
  // Of an engine that was started anew the limit is unknown, and not over.
  return limit.refusedOfMs === engine.startedAtMs && engine.plan.limitReached === null
}

/** `percent`: what is left now; less than that is to be told. */
function afresh(limit: LimitTold, percent: number): LimitTold {
  return { ...limit, resetsAtMs: null, lowestPercent: percent, isReached: false, refusedOfMs: null }
}

function noticeFor(before: LimitTold | undefined, reading: Reading, nowMs: number): PlanNotice | null {
  const { name, label, percent, resetsAtMs } = reading
  if (percent === 0) return before?.isReached ? null : { kind: 'reached', name, label, resetsAtMs }
  if (before === undefined) return null
  const lowest = lowestBefore(before, reading, nowMs)
  const isNearer = percent < lowest && nearnessOf(percent) !== nearnessOf(lowest)
  return isNearer ? { kind: 'low', name, label, resetsAtMs, leftPercent: percent } : null
}

function remembered(before: LimitTold | undefined, reading: Reading, nowMs: number): LimitTold {
  const { name, label, percent, resetsAtMs } = reading
  return {
    name,
    label,
    resetsAtMs,
    lowestPercent: Math.min(lowestBefore(before, reading, nowMs), percent),
    isReached: percent === 0,
    refusedOfMs: percent === 0 ? (reading.refusedOfMs ?? before?.refusedOfMs ?? null) : null,
  }
}

/** All is left again after a reset. */
function lowestBefore(before: LimitTold | undefined, { percent }: Reading, nowMs: number): number {
  if (before === undefined || isOver(before, nowMs)) return 100
  return percent - before.lowestPercent > RESET_RISE ? 100 : before.lowestPercent
}
