import { describe, expect, it } from 'vitest'
import { benchOptions } from './options'

const groupsOf = (...args: string[]) => benchOptions(args).groups.map(({ name }) => name)

describe('the arguments of the benchmark', () => {
  it('are none for the quick run, which holds latency, streams and storms', () => {
    expect(groupsOf()).toEqual(['latency', 'sse', 'storms'])
    expect(benchOptions([])).toMatchObject({ runs: 1, kept: 'quick', scale: { name: 'quick' } })
  })

  it('ask for everything, and for a median of runs', () => {
    expect(groupsOf('--full')).toContain('app')
    expect(benchOptions(['--full', '--runs', '3'])).toMatchObject({ runs: 3, kept: 'latest' })
  })

  it('ask for a part, which is not kept', () => {
    expect(groupsOf('--only', 'gone,link')).toEqual(['link', 'gone'])
    expect(benchOptions(['--only', 'gone']).kept).toBeNull()
  })

  it('are refused with what is wrong', () => {
    expect(() => benchOptions(['--only', 'speed'])).toThrow('There is no group "speed".')
    expect(() => benchOptions(['--runs', '0'])).toThrow('--runs')
    expect(() => benchOptions(['--fast'])).toThrow('--fast')
  })
})
