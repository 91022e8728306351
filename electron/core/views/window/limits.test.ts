import { expect, test } from 'vitest'
import type { AppState } from '../../../contract/app'
import { PHASE_STATES } from '../../../testing/app-states'
import { START_MS } from '../../../testing/engine-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { sayIn } from '../../words/say'
import { limitsView } from './limits'

const view = (state: AppState, nowMs = START_MS) => limitsView(state, sayIn('en'), nowMs)

test('the bar is filled by what is left, as the number says, and coloured at 20 and 10 percent', () => {
  expect(view(PLAN_STATES.low)?.limits.map(({ value, bar }) => [value, bar])).toEqual([
    ['18% left', { percent: 18, nearness: 'low' }],
    ['7% left', { percent: 7, nearness: 'last' }],
    ['55% left', { percent: 55, nearness: 'ample' }],
  ])
})

test('the pace is told only for a value of the present', () => {
  expect(view(PLAN_STATES.low)?.limits[0]?.pace).toMatch(/^At this pace empty at \d\d:\d\d$/)
  expect(view(PLAN_STATES.low, START_MS + 96 * 60_000)?.limits[0]?.pace).toBeNull()
})

test('an old value is marked and says of when it is', () => {
  const [five] = view(PLAN_STATES.stale)?.limits ?? []
  expect(five).toMatchObject({ isOld: true, value: '62% left' })
  expect(five?.times).toMatch(/^as of \d\d:\d\d, resets \d\d:\d\d$/)
  expect(view(PLAN_STATES.ample)?.limits[0]?.isOld).toBe(false)
  expect(view(PLAN_STATES.ample, START_MS + 3 * 3_600_000)?.limits.map(({ isOld }) => isOld)).toEqual([
    true,
    false,
  ])
})

test('a window without a value has no bar, and one of an unknown kind goes by Kimi’s name', () => {
  const [five, other] = view(PLAN_STATES.partlyUnknown)?.limits ?? []
  expect(five).toMatchObject({ value: 'not known', bar: null, times: null, spoken: 'not known' })
  expect(other?.name).toBe('research_daily_requests_of_the_whole_team')
})

test('nothing is said of limits where nothing is known of them', () => {
  expect(view(PHASE_STATES.running)).toMatchObject({ limits: [], note: 'Not known yet' })
  expect(view(PLAN_STATES.noPlan)?.note).toBe('Kimi doesn’t report limits for this account.')
  expect(view(PHASE_STATES.off)).toBeNull()
  expect(view(PHASE_STATES.elsewhere)).toBeNull()
})
