import { expect, test } from 'vitest'
import { START_MS } from '../../testing/engine-states'
import { PLAN_STATES, withPlan } from '../../testing/plan-states'
import { sayIn } from '../words/say'
import { limitLines, queuedLine, reachedLine } from './limit-lines'
import { timeOfDay } from './status-lines'
import { resetTime } from './times'

const HOUR_MS = 3_600_000
const at = timeOfDay(START_MS + 2 * HOUR_MS)
const week = (language: 'en' | 'zh-CN') => resetTime(language, START_MS + 72 * HOUR_MS, START_MS)

test('the lines name the two windows, what is left and the reset', () => {
  expect(limitLines(PLAN_STATES.ample, sayIn('en'), START_MS)).toEqual([
    `5-hour limit 62% left, resets ${at}`,
    `Weekly limit 81% left, resets ${week('en')}`,
  ])
  expect(limitLines(PLAN_STATES.ample, sayIn('zh-CN'), START_MS)).toEqual([
    `5 小时额度 剩 62%，${at} 重置`,
    `每周额度 剩 81%，${week('zh-CN')} 重置`,
  ])
})

test('an old value says of when it is, also one whose window was reset since', () => {
  const seen = timeOfDay(START_MS - 20 * 60_000)
  expect(limitLines(PLAN_STATES.stale, sayIn('en'), START_MS)[0]).toBe(
    `5-hour limit 62% left, as of ${seen}, resets ${at}`,
  )
  expect(limitLines(PLAN_STATES.ample, sayIn('en'), START_MS + 3 * HOUR_MS)[0]).toBe(
    `5-hour limit 62% left, as of ${timeOfDay(START_MS - 60_000)}`,
  )
})

test('a window without a value is shown as not known, and an unknown quota has no lines', () => {
  expect(limitLines(PLAN_STATES.partlyUnknown, sayIn('en'), START_MS)).toEqual(['5-hour limit not known'])
  expect(limitLines(PLAN_STATES.noPlan, sayIn('en'), START_MS)).toEqual([])
})

test('a limit that is reached is named with its end, until that', () => {
  expect(reachedLine(PLAN_STATES.limited, sayIn('en'), START_MS)).toBe(`5-hour limit reached until ${at}`)
  expect(reachedLine(PLAN_STATES.limited, sayIn('zh-CN'), START_MS)).toBe(`5 小时额度已用完，${at} 恢复`)
  expect(reachedLine(PLAN_STATES.limited, sayIn('en'), START_MS + 2 * HOUR_MS)).toBeNull()
  expect(reachedLine(PLAN_STATES.limitedOpen, sayIn('en'), START_MS)).toBe('Billing cycle limit reached')
})

test('requests that wait their turn are counted', () => {
  const { plan } = PLAN_STATES.queued.engine
  const queued = (count: number) => withPlan({ ...plan, turns: { ...plan.turns, queued: count } })
  expect(queuedLine(queued(3), sayIn('en'))).toBe('3 requests are waiting their turn')
  expect(queuedLine(queued(1), sayIn('en'))).toBe('1 request is waiting its turn')
  expect(queuedLine(queued(3), sayIn('zh-CN'))).toBe('3 个请求正在排队')
  expect(queuedLine(queued(0), sayIn('en'))).toBeNull()
})

test('a reset is told by the hour today, by the day within a week, by the date later', () => {
  const noon = new Date(2027, 0, 15, 12).getTime()
  const told = (hours: number, language: 'en' | 'zh-CN') => resetTime(language, noon + hours * HOUR_MS, noon)
  expect(told(2, 'en')).toBe('14:00')
  expect(told(24, 'en')).toBe('Sat 12:00')
  expect(told(24, 'zh-CN')).toBe('周六 12:00')
  expect(told(200, 'en')).toContain('Jan 23')
})
