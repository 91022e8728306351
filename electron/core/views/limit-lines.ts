/** The plan's limits in lines that tray, menu, window and notices share. Pure. */
import type { AppState } from '../../contract/app'
import type { QuotaState, QuotaWindow } from '../../contract/plan'
import type { LimitTitle } from '../../contract/plan-notices'
import { clockTime } from '../basics/clock-time'
import { isOver, leftPercent, limitNow } from '../plan/left'
import type { Say } from '../words/say'
import { resetTime } from './times'

/** A quota that is or was known. */
type Seen = Extract<QuotaState, { kind: 'known' | 'stale' }>

/** "5-hour limit". */
export function limitName({ name, label }: LimitTitle, say: Say): string {
  return name === 'other' ? (label ?? say('limits.other')) : say(`limits.${name}`)
}

/** "62% left", or that it is not known. */
export function shareLeft(window: QuotaWindow, say: Say): string {
  const percent = leftPercent(window)
  return percent === null ? say('limits.leftUnknown') : say('limits.left', { percent })
}

/** Whether the value may no longer hold: the last look failed, or the window has been reset since. */
export function isOld({ kind }: Seen, window: QuotaWindow, nowMs: number): boolean {
  return kind === 'stale' || isOver(window, nowMs)
}

/** "resets 13:40", for an old value "as of 07:40" before it; null where neither is known. */
export function limitTimes(quota: Seen, window: QuotaWindow, say: Say, nowMs: number): string | null {
  const { language } = say
  const { resetsAtMs } = window
  const asOf = isOld(quota, window, nowMs)
    ? say('limits.asOf', { time: clockTime(language, quota.atMs, nowMs) })
    : null
  const resets =
    resetsAtMs === null || resetsAtMs <= nowMs
      ? null
      : say('limits.resets', { time: resetTime(language, resetsAtMs, nowMs) })
  return joined([asOf, resets], say)
}

/** The parts that there are, with commas; null for none. */
export function joined(parts: readonly (string | null)[], say: Say): string | null {
  return parts.reduce((before, part) => {
    if (before === null || part === null) return before ?? part
    return say('limits.and', { first: before, second: part })
  }, null)
}

/** "5-hour limit 62% left, resets 13:40", for the two windows that a person meets each week. */
export function limitLines({ engine: { plan } }: AppState, say: Say, nowMs: number): readonly string[] {
  const { quota } = plan
  if (quota.kind !== 'known' && quota.kind !== 'stale') return []
  return quota.quota.windows
    .filter(({ name }) => name === 'fiveHours' || name === 'week')
    .map((window) => limitLine(quota, window, say, nowMs))
}

/** "5-hour limit 62% left, resets 13:40". */
export function limitLine(quota: Seen, window: QuotaWindow, say: Say, nowMs: number): string {
  const left = say('limits.named', { name: limitName(window, say), left: shareLeft(window, say) })
  return joined([left, limitTimes(quota, window, say, nowMs)], say) ?? left
}

/** "5-hour limit reached until 13:40"; null while Kimi serves. */
export function reachedLine({ engine }: Pick<AppState, 'engine'>, say: Say, nowMs: number): string | null {
  const limit = limitNow(engine.plan, nowMs)
  if (limit === null) return null
  const name = limitName({ name: limit.name, label: null }, say)
  if (limit.resetsAtMs === null) return say('limits.reached', { name })
  return say('limits.reachedUntil', { name, time: resetTime(say.language, limit.resetsAtMs, nowMs) })
}

/** "3 requests wait their turn"; null while none does. */
export function queuedLine({ engine }: AppState, say: Say): string | null {
  const count = engine.plan.turns.queued
  if (count === 0) return null
  return count === 1 ? say('limits.queuedOne') : say('limits.queued', { count })
}
