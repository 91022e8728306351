import { describe, expect, it } from 'vitest'
import { GOALS, goalFigures, verdictOn } from './goals'
import { type Reading, tableOf } from './rows'
import { median, percentile } from './stats'

function latency(direct: number, nginx: number, ours: number): readonly Reading[] {
  return [
    { row: 'postP50', target: 'direct', value: direct },
    { row: 'postP50', target: 'nginx', value: nginx },
    { row: 'postP50', target: 'ours', value: ours },
  ]
}

describe('a goal', () => {
  it('compares within each run first, and then takes the median of the ratios', () => {
    const runs = [latency(1, 2, 4), latency(10, 30, 50), latency(1, 1.5, 5)].map(tableOf)
    expect(goalFigures(runs).addedVersusNginx).toBe(3)
  })

  it('is unknown where a part is missing, or where the other proxy adds nothing', () => {
    expect(goalFigures([tableOf([])]).addedVersusNginx).toBeNull()
    expect(goalFigures([tableOf(latency(2, 2, 4))]).addedVersusNginx).toBeNull()
  })

  it('of three cases takes the worst, and is unknown where one was not measured', () => {
    const two: Reading[] = [
      { row: 'goneBeforeAnswer', target: 'ours', value: 100 },
      { row: 'goneMidStream', target: 'ours', value: 90 },
    ]
    expect(goalFigures([tableOf(two)]).gone).toBeNull()
    const three: Reading[] = [...two, { row: 'goneMidUpload', target: 'ours', value: 100 }]
    expect(goalFigures([tableOf(three)]).gone).toBe(90)
  })

  it('is reached at its bound, downwards and upwards', () => {
    const { addedVersusNginx, perSecond16 } = GOALS
    expect([3, 3.1, 5, 5.1].map((value) => verdictOn(addedVersusNginx, value))).toEqual([
      'aim',
      'must',
      'must',
      'missed',
    ])
    expect([0.7, 0.69, 0.4, 0.39].map((value) => verdictOn(perSecond16, value))).toEqual([
      'aim',
      'must',
      'must',
      'missed',
    ])
    expect(verdictOn(perSecond16, null)).toBe('unknown')
  })
})

describe('the median', () => {
  it('is the mean of the two in the middle where there is no single one', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(() => median([])).toThrow()
  })

  it('is one percentile of many', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at)
    expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([50, 99, 100])
    expect(() => percentile([], 0.5)).toThrow()
  })
})
