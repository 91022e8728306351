import { describe, expect, it } from 'vitest'
import { benchOptions } from './options'

const groupsOf = (...args: string[]) => benchOptions(args).groups.map(({ name }) => name)

describe('the arguments of the benchmark', () => {
  it('may be none: the quick run measures latency, streams and storms', () => {
    expect(groupsOf()).toEqual(['latency', 'sse', 'storms'])
    expect(benchOptions([])).toMatchObject({ runs: 1, kept: 'quick', scale: { name: 'quick' } })
  })

  it('can ask for everything, and for a median of runs', () => {
    expect(groupsOf('--full')).toContain('app')
    expect(benchOptions(['--full', '--runs', '3'])).toMatchObject({ runs: 3, kept: 'latest' })
  })

  it('can ask for a part, whose result is not kept', () => {
    expect(groupsOf('--only', 'gone,link')).toEqual(['link', 'gone'])
    expect(benchOptions(['--only', 'gone']).kept).toBeNull()
  })

  it('are refused with the reason', () => {
    expect(() => benchOptions(['--only', 'speed'])).toThrow('There is no group "speed".')
    expect(() => benchOptions(['--runs', '0'])).toThrow('--runs')
    expect(() => benchOptions(['--fast'])).toThrow('--fast')
  })
})
