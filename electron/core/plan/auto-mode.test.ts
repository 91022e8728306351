import { expect, test } from 'vitest'
import { type AutoModeCheck, NO_AUTO_MODE } from '../../contract/auto-mode'
import { START_MS } from '../../testing/engine-states'
import { asksServerToJudge, isLate, modelOfCheck, withCheck, withServerAsked } from './auto-mode'

/** The beginning of a check as Claude Code 2.1.332 sends it. */
const START =
  '{"model":"kimi-for-coding","max_tokens":2112,"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.332.972; cc_entrypoint=sdk-cli;"},{"type":"text","text":"You are a security monitor for autonomous AI coding agents.\\n\\n## Context'

const check = (changes: Partial<AutoModeCheck> = {}): AutoModeCheck => ({
  atMs: START_MS,
  tookMs: 4_000,
  outcome: 'answered',
  model: 'kimi-for-coding',
  ...changes,
})

test('a check is known by its system prompt, and names its model', () => {
  expect(modelOfCheck(START)).toBe('kimi-for-coding')
  expect(modelOfCheck(START.replace('"model":"kimi-for-coding",', ''))).toBe('')
  expect(modelOfCheck(START.replace('security monitor', 'helper'))).toBeNull()
  expect(modelOfCheck('')).toBeNull()
})

test('Kimi is asked to judge where the beta field says so', () => {
  expect(asksServerToJudge('claude-code-20250219,dangerous-tool-use-2026-09-03,afk-mode-2026-01-31')).toBe(
    true,
  )
  expect(asksServerToJudge('claude-code-20250219,afk-mode-2026-01-31')).toBe(false)
  expect(asksServerToJudge(undefined)).toBe(false)
})

test.each([
  ['answered', 30_000, false],
  ['answered', 30_001, true],
  ['failed', 31_000, true],
  ['givenUp', 30_000, true],
  ['givenUp', 3_000, false],
] as const)('a check that was %s after %d ms is late: %s', (outcome, tookMs, late) => {
  expect(isLate(check({ outcome, tookMs }))).toBe(late)
})

test('the last 20 checks are kept', () => {
  let state = NO_AUTO_MODE
  for (let tookMs = 1; tookMs <= 25; tookMs += 1) state = withCheck(state, check({ tookMs }))
  expect(state.checks.map(({ tookMs }) => tookMs)).toEqual(Array.from({ length: 20 }, (_, at) => at + 6))
})

test('that Kimi is asked to judge is noted once a minute', () => {
  const once = withServerAsked(NO_AUTO_MODE, START_MS)
  expect(withServerAsked(once, START_MS + 59_999)).toBe(once)
  expect(withServerAsked(once, START_MS + 60_000).askedServerAtMs).toBe(START_MS + 60_000)
})
