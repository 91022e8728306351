/** What the product reads from each answer that the simulated Kimi gives for `/usages`. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { classifyUsages, type UsagesAnswer } from '../../electron/core/plan/usages-answer'
import { KimiSimulator, NO_USAGES, type UsagesShape } from '../simulator'

const NOON_MS = Date.UTC(2026, 9, 1, 12)
const HOUR_MS = 3_600_000

async function read(prepare: (simulator: KimiSimulator) => void): Promise<UsagesAnswer> {
  const simulator = await KimiSimulator.start({ nowMs: () => NOON_MS })
  onTestFinished(() => simulator.stop())
  prepare(simulator)
  const authorization = `Bearer ${simulator.issueLogin().access_token}`
  const response = await fetch(`${simulator.upstream}/v1/usages`, { headers: { authorization } })
  return classifyUsages(response.status, await response.text(), NOON_MS, null)
}

/** Name, share and reset in hours of each window; null for an answer without a quota. */
function windowsIn(answer: UsagesAnswer): unknown {
  if (answer.kind !== 'quota') return null
  return answer.quota.windows.map(({ name, usedRatio, resetsAtMs }) => [
    name,
    usedRatio,
    resetsAtMs === null ? null : Math.floor((resetsAtMs - NOON_MS) / HOUR_MS),
  ])
}

describe('usages', () => {
  it.each<UsagesShape>(['weekly', 'map', 'mixed', 'monthly'])(
    '%s: the windows of the plan, and no others',
    async (shape) => {
      const answer = await read(({ plan }) => {
        plan.shape = shape
      })
      expect(windowsIn(answer)).toEqual([
        ['fiveHours', 0.12, 3],
        ['week', 0.04, 100],
        // Nobody has said what that is.
        ...(shape === 'mixed' ? [['other', 0.1, null]] : []),
      ])
      expect(answer).toMatchObject({
        quota: { membership: 'LEVEL_INTERMEDIATE', wallet: { leftCents: 1500, totalCents: 2000 } },
      })
    },
  )

  it('a monthly plan has no week', async () => {
    const answer = await read(({ plan }) => {
      plan.shape = 'monthly'
      plan.windows.remove('week')
      plan.windows.set('month', { used: 25, resetsInMs: 500 * HOUR_MS })
      plan.windows.set('monthCode', { used: 50, resetsInMs: 500 * HOUR_MS })
    })
    expect(windowsIn(answer)).toEqual([
      ['fiveHours', 0.12, 3],
      ['month', 0.25, 500],
      ['monthCode', 0.5, 500],
    ])
  })

  it('without windows, with a disabled wallet and a limit of requests', async () => {
    const answer = await read(({ plan }) => {
      plan.shape = 'mixed'
      plan.windows.remove('week')
      plan.windows.remove('fiveHours')
      plan.wallet = { kind: 'disabled' }
      plan.toldParallelLimit = 30
    })
    expect(answer).toMatchObject({
      kind: 'quota',
      quota: {
        windows: [{ label: 'totalQuota' }],
        parallelLimit: 30,
        wallet: { enabled: false, leftCents: null },
      },
    })
  })

  it('of two answers for a window the worse counts', async () => {
    const answer = await read(({ plan }) => {
      plan.shape = 'mixed'
      plan.windows.set('fiveHours', { used: 100 })
      plan.nothingInMap = true
    })
    expect(windowsIn(answer)).toContainEqual(['fiveHours', 1, 3])
  })

  it.each([
    ['noCodingAccount', 'none'],
    ['forbidden', 'failed'],
    ['page', 'failed'],
  ] as const)('%s is %s', async (name, kind) => {
    const answer = await read(({ plan }) => {
      plan.usagesAnswer = NO_USAGES[name]
    })
    expect(answer.kind).toBe(kind)
  })
})
