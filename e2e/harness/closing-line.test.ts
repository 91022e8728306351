import { expect, test } from 'vitest'
import { closingLines } from './closing-line'

const outcome = (state: 'passed' | 'failed' | 'skipped' | 'pending', missing?: string) => ({
  name: `one that ${state}`,
  state,
  isFlaky: false,
  missing,
})

test('the last line counts the tests, and the reasons of the skipped ones add up to their count', () => {
  const lines = closingLines(
    [
      outcome('passed'),
      outcome('passed'),
      outcome('skipped', 'nginx'),
      outcome('skipped', 'Xvfb and xwd'),
      outcome('skipped', 'Xvfb and xwd'),
      outcome('pending'),
    ],
    0,
  )
  expect(lines).toEqual([
    'skipped: 2 without Xvfb and xwd, 1 without nginx, 1 not asked for',
    `Node ${process.version}`,
    '2 passed, 0 failed, 4 skipped',
  ])
})

test('without a skipped test no reason is given', () => {
  expect(closingLines([outcome('passed')], 0)).toEqual([
    `Node ${process.version}`,
    '1 passed, 0 failed, 0 skipped',
  ])
})

test('a file that cannot be loaded, or an error outside of any test, counts as a failure', () => {
  expect(closingLines([], 1).at(-1)).toBe('0 passed, 1 failed, 0 skipped')
})

test('a test that passed only at the second try is named', () => {
  expect(closingLines([{ ...outcome('passed'), isFlaky: true }], 0)[0]).toBe(
    'passed only at the second try: one that passed',
  )
})
