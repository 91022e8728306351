import { expect, test } from 'vitest'
import { isZoom, zoomed, zoomStepOf } from './zoom'

test('the page grows and shrinks step by step, between 80 and 200 percent', () => {
  const walk = (from: number, step: 'in' | 'out') => {
    const seen = [from]
    for (let at = zoomed(from, step); at !== seen.at(-1); at = zoomed(at, step)) seen.push(at)
    return seen
  }
  expect(walk(100, 'in')).toEqual([100, 110, 125, 150, 175, 200])
  expect(walk(100, 'out')).toEqual([100, 90, 80])
  expect(zoomed(175, 'reset')).toBe(100)
})

test('the usual keys change it, with the shift key and without', () => {
  expect(['+', '=', '-', '_', '0', 'a', '1'].map(zoomStepOf)).toEqual([
    'in',
    'in',
    'out',
    'out',
    'reset',
    null,
    null,
  ])
})

test('only a step of ours is taken from the settings file', () => {
  expect([125, 200, 130, '125', null, 1_000].map(isZoom)).toEqual([true, true, false, false, false, false])
})
