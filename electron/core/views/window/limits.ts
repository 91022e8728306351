/** The plan's limits on the Status face: of each window what is left, as a bar and as a number. */
import type { AppState } from '../../../contract/app'
import type { QuotaState, QuotaWindow } from '../../../contract/plan'
import { clockTime } from '../../basics/clock-time'
import { leftPercent, type Nearness, nearnessOf } from '../../plan/left'
import type { Say } from '../../words/say'
import { isOld, joined, limitName, limitTimes, shareLeft } from '../limit-lines'

export interface LimitView {
  readonly name: string
  /** "62% left". */
  readonly value: string
  /** When the value was read, where it is old, and when it is reset. */
  readonly times: string | null
  /** When it is used up at the present pace. */
  readonly pace: string | null
  /** Filled as far as something is left, 0 to 100; null where Kimi does not tell. */
  readonly bar: { readonly percent: number; readonly nearness: Nearness } | null
  readonly isOld: boolean
  /** Value and times for a screen reader. */
  readonly spoken: string
}

export interface LimitsView {
  readonly heading: string
  readonly limits: readonly LimitView[]
  /** Takes the place of the limits where none are known. */
  readonly note: string | null
}

/** Null while this app serves with no login: of others' limits nothing is known. */
export function limitsView({ serving, engine }: AppState, say: Say, nowMs: number): LimitsView | null {
  if (serving.kind !== 'serving' || engine.login.kind !== 'signedIn') return null
  const { quota } = engine.plan
  const heading = say('limits.heading')
  switch (quota.kind) {
    case 'unknown':
      return { heading, limits: [], note: say('limits.unknown') }
    case 'none':
      return { heading, limits: [], note: say('limits.none') }
    case 'known':
    case 'stale':
      return {
        heading,
        limits: quota.quota.windows.map((window) => limitView(quota, window, say, nowMs)),
        note: quota.quota.windows.length === 0 ? say('limits.none') : null,
      }
  }
}

function limitView(
  quota: Extract<QuotaState, { kind: 'known' | 'stale' }>,
  window: QuotaWindow,
  say: Say,
  nowMs: number,
): LimitView {
  const percent = leftPercent(window)
  const value = shareLeft(window, say)
  const times = limitTimes(quota, window, say, nowMs)
  const old = isOld(quota, window, nowMs)
  const { emptyAtMs } = window
  return {
    name: limitName(window, say),
    value,
    times,
    pace:
      emptyAtMs === null || emptyAtMs <= nowMs || old || percent === 0
        ? null
        : say('limits.emptyAt', { time: clockTime(say.language, emptyAtMs, nowMs) }),
    bar: percent === null ? null : { percent, nearness: nearnessOf(percent) },
    isOld: old,
    spoken: joined([value, times], say) ?? value,
  }
}
