import { expect, test } from 'vitest'
import type { PlanNotice } from '../../contract/plan-notices'
import { appState } from '../../testing/app-states'
import { START_MS } from '../../testing/engine-states'
import { planNoticeOf } from './plan-notice'
import { timeOfDay } from './status-lines'

const resetsAtMs = START_MS + 7_200_000
const at = timeOfDay(resetsAtMs)
const five = { name: 'fiveHours', label: null, resetsAtMs } as const

test.each<[PlanNotice, string, string, string, string]>([
  [
    { kind: 'low', ...five, leftPercent: 19 },
    '5-hour limit is running low',
    `19% left, resets ${at}`,
    '5 小时额度不多了',
    `剩 19%，${at} 重置`,
  ],
  [
    { kind: 'low', ...five, resetsAtMs: null, leftPercent: 9 },
    '5-hour limit almost used up',
    '9% left',
    '5 小时额度即将用完',
    '剩 9%',
  ],
  [
    { kind: 'reached', ...five },
    `5-hour limit reached until ${at}`,
    'Claude Code can continue once it resets.',
    `5 小时额度已用完，${at} 恢复`,
    '额度重置后 Claude Code 可以继续使用。',
  ],
  [
    { kind: 'reached', name: 'billingCycle', label: null, resetsAtMs: null },
    'Billing cycle limit reached',
    'Claude Code can continue once it resets.',
    '计费周期额度已用完',
    '额度重置后 Claude Code 可以继续使用。',
  ],
  [
    { kind: 'back', ...five },
    '5-hour limit is back',
    'Claude Code can continue.',
    '5 小时额度已恢复',
    'Claude Code 可以继续使用了。',
  ],
])('a notice of the plan says what is left or over, and when it resets: %j', (notice, ...texts) => {
  const english = planNoticeOf(notice, appState(), START_MS)
  const chinese = planNoticeOf(notice, appState({ language: 'zh-CN' }), START_MS)
  expect([english.title, english.body, chinese.title, chinese.body]).toEqual(texts)
})
