import { expect, test } from 'vitest'
import type { AutoModeCheck } from '../../contract/auto-mode'
import { engineState, START_MS } from '../../testing/engine-states'
import { findingWords } from '../views/finding-words'
import { judgeAutoMode } from './auto-mode'

const DAY_MS = 86_400_000

function judged(
  checks: readonly Partial<AutoModeCheck>[],
  askedServerAtMs: number | null = null,
  nowMs = START_MS,
): readonly string[] {
  const whole = checks.map(
    (check): AutoModeCheck => ({
      atMs: START_MS - 60_000,
      tookMs: 4_000,
      outcome: 'answered',
      model: 'kimi-for-coding',
      ...check,
    }),
  )
  const state = engineState({ autoMode: { checks: whole, askedServerAtMs } })
  return judgeAutoMode(state, nowMs).map(({ code }) => code)
}

test('checks that come late or are given up are named with the way out, and others are good', () => {
  expect(judged([{}, { tookMs: 31_000 }])).toEqual(['AUTO_MODE_LATE'])
  expect(judged([{ outcome: 'givenUp', tookMs: 60_000 }])).toEqual(['AUTO_MODE_LATE'])
  expect(judged([{ outcome: 'failed' }, {}])).toEqual(['AUTO_MODE_FAILED'])
  expect(judged([{}, { outcome: 'givenUp', tookMs: 2_000 }])).toEqual(['AUTO_MODE_GOOD'])
  expect(judged([])).toEqual([])
})

test('what another model did, or what is a day old, no longer counts', () => {
  expect(judged([{ tookMs: 60_000 }, { model: 'kimi-for-coding-highspeed' }])).toEqual(['AUTO_MODE_GOOD'])
  expect(judged([{ tookMs: 60_000 }], null, START_MS + DAY_MS)).toEqual([])
  expect(judged([], START_MS, START_MS + DAY_MS)).toEqual([])
})

test('an auto mode that has Kimi judge is named until checks come again', () => {
  expect(judged([], START_MS - 1_000)).toEqual(['AUTO_MODE_SERVER'])
  expect(judged([{}], START_MS - 90_000)).toEqual(['AUTO_MODE_GOOD'])
})

test('the finding says how many were late, and names variable and model', () => {
  const late = { atMs: START_MS, tookMs: 60_000, outcome: 'givenUp', model: 'kimi-for-coding' } as const
  const [finding] = judgeAutoMode(
    engineState({ autoMode: { checks: [late], askedServerAtMs: null } }),
    START_MS,
  )
  if (finding === undefined) throw new Error('nothing was found')
  const { message, fix } = findingWords('en', finding, START_MS)
  expect(message).toContain('1 of the last 1 (model kimi-for-coding)')
  expect(fix).toContain('CLAUDE_CODE_AUTO_MODE_MODEL=kimi-for-coding-highspeed')
  expect(findingWords('zh-CN', finding, START_MS).message).toContain('最近 1 次中有 1 次超时')
})

test('the state of an engine of an older version says nothing of it', () => {
  const { autoMode: _, ...older } = engineState()
  expect(judgeAutoMode(JSON.parse(JSON.stringify(older)), START_MS)).toEqual([])
})
