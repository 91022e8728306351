/** The words of a notice about the plan's limits. Pure. */
import type { AppState } from '../../contract/app'
import type { PlanNotice } from '../../contract/plan-notices'
import { nearnessOf } from '../plan/left'
import { type Say, sayIn } from '../words/say'
import { joined, limitName } from './limit-lines'
import type { Notice } from './notice'
import { resetTime } from './times'

export function planNoticeOf(notice: PlanNotice, { language }: AppState, nowMs: number): Notice {
  const say = sayIn(language)
  const name = limitName(notice, say)
  const { resetsAtMs } = notice
  const time = resetsAtMs === null ? null : resetTime(language, resetsAtMs, nowMs)
  switch (notice.kind) {
    case 'low': {
      const title = nearnessOf(notice.leftPercent) === 'last' ? 'notice.limitLast' : 'notice.limitLow'
      return { title: say(title, { name }), body: lowBody(notice.leftPercent, time, say) }
    }
    case 'reached': {
      // As menu and window name it.
      const title =
        time === null ? say('limits.reached', { name }) : say('limits.reachedUntil', { name, time })
      return { title, body: say('notice.limitReached') }
    }
    case 'back':
      return { title: say('notice.limitBack', { name }), body: say('notice.recoveredBody') }
  }
}

function lowBody(percent: number, time: string | null, say: Say): string {
  const left = say('limits.left', { percent })
  return joined([left, time === null ? null : say('limits.resets', { time })], say) ?? left
}
