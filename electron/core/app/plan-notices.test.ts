import { describe, expect, test } from 'vitest'
import type { LimitReached, PlanState } from '../../contract/plan'
import { UNKNOWN_PLAN } from '../../contract/plan'
import type { PlanTold } from '../../contract/plan-notices'
import { engineState, START_MS } from '../../testing/engine-states'
import { knownPlan, PLAN_STATES, quotaWindow, withPlan } from '../../testing/plan-states'
import { planNotices } from './plan-notices'
import { updateApp } from './update'

const HOUR_MS = 3_600_000
const RESET_MS = START_MS + 2 * HOUR_MS
const fiveHours = (left: number, resetsAtMs: number | null = RESET_MS) =>
  knownPlan([quotaWindow('fiveHours', left, { resetsAtMs })])
const reached = (resetsAtMs: number | null = RESET_MS): LimitReached => ({
  name: 'fiveHours',
  sinceMs: START_MS,
  resetsAtMs,
})

interface Look {
  readonly plan: PlanState
  readonly nowMs?: number
  /** When the engine was started. */
  readonly startedAtMs?: number
}

function following(looks: readonly Look[]): readonly string[] {
  let told: PlanTold = {}
  const said: string[] = []
  for (const { plan, nowMs = START_MS, startedAtMs = START_MS } of looks) {
    const step = planNotices(told, engineState({ plan, startedAtMs }), nowMs)
    told = step.told
    for (const notice of step.notices) {
      said.push(`${notice.name} ${notice.kind === 'low' ? notice.leftPercent : notice.kind}`)
    }
  }
  return said
}

describe('a notice of the quota', () => {
  test('comes at 20, 10 and 0 percent, once each', () => {
    const lefts = [0.9, 0.21, 0.2, 0.15, 0.11, 0.1, 0.04, 0, 0]
    expect(following(lefts.map((left) => ({ plan: fiveHours(left) })))).toEqual([
      'fiveHours 20',
      'fiveHours 10',
      'fiveHours reached',
    ])
  })

  test('is one where the value falls past both thresholds between two looks', () => {
    expect(following([{ plan: fiveHours(0.6) }, { plan: fiveHours(0.05) }])).toEqual(['fiveHours 5'])
  })

  test('does not come again where the value moves to and fro around a threshold', () => {
    const lefts = [0.5, 0.19, 0.22, 0.18, 0.25, 0.2]
    expect(following(lefts.map((left) => ({ plan: fiveHours(left) })))).toEqual(['fiveHours 19'])
  })

  test('does not come for a value that was low when first seen, unless nothing is left', () => {
    expect(following([{ plan: fiveHours(0.15) }, { plan: fiveHours(0.14) }])).toEqual([])
    expect(following([{ plan: fiveHours(0) }])).toEqual(['fiveHours reached'])
  })

  test('comes again after a reset', () => {
    const next = RESET_MS + 5 * HOUR_MS
    expect(
      following([
        { plan: fiveHours(0.5) },
        { plan: fiveHours(0.2) },
        { plan: fiveHours(0.19, next), nowMs: RESET_MS + 1 },
      ]),
    ).toEqual(['fiveHours 20', 'fiveHours 19'])
  })

  test('comes again where Kimi tells no reset and most is left again', () => {
    const lefts = [0.5, 0.2, 0.95, 0.2]
    expect(following(lefts.map((left) => ({ plan: fiveHours(left, null) })))).toEqual([
      'fiveHours 20',
      'fiveHours 20',
    ])
  })

  test('is given for each window by itself', () => {
    const both = (five: number, week: number) =>
      knownPlan([quotaWindow('fiveHours', five), quotaWindow('week', week)])
    expect(following([{ plan: both(0.5, 0.5) }, { plan: both(0.2, 0.1) }])).toEqual([
      'fiveHours 20',
      'week 10',
    ])
  })

  test.each([
    ['stale', PLAN_STATES.stale.engine.plan.quota],
    ['unknown', UNKNOWN_PLAN.quota],
    ['none', PLAN_STATES.noPlan.engine.plan.quota],
  ])('is never given for a quota that is %s', (_kind, quota) => {
    const low =
      quota.kind === 'stale'
        ? { ...quota, quota: { ...quota.quota, windows: [quotaWindow('fiveHours', 0)] } }
        : quota
    expect(following([{ plan: fiveHours(0.5) }, { plan: { ...UNKNOWN_PLAN, quota: low } }])).toEqual([])
  })

  test('is never given for a window that Kimi tells no value of, or one that has been reset since', () => {
    const unknown = knownPlan([quotaWindow('fiveHours', null)])
    expect(following([{ plan: fiveHours(0.5) }, { plan: unknown }])).toEqual([])
    expect(following([{ plan: fiveHours(0.5) }, { plan: fiveHours(0.02), nowMs: RESET_MS }])).toEqual([])
  })
})

describe('a limit that was reached', () => {
  test('is told once, whether a refusal or the quota says it first', () => {
    const refused = { ...fiveHours(0.03), limitReached: reached() }
    expect(
      following([
        { plan: fiveHours(0.5) },
        { plan: refused },
        { plan: { ...fiveHours(0), limitReached: reached() } },
        { plan: fiveHours(0) },
      ]),
    ).toEqual(['fiveHours reached'])
  })

  test('is back once its reset has passed, without a look at Kimi', () => {
    const plan = { ...fiveHours(0), limitReached: reached() }
    expect(following([{ plan }, { plan, nowMs: RESET_MS - 1 }])).toEqual(['fiveHours reached'])
    expect(following([{ plan }, { plan, nowMs: RESET_MS }, { plan, nowMs: RESET_MS + 30_000 }])).toEqual([
      'fiveHours reached',
      'fiveHours back',
    ])
  })

  test('is back once the quota says so, and once Kimi serves again where no quota is known', () => {
    expect(following([{ plan: fiveHours(0) }, { plan: fiveHours(1) }, { plan: fiveHours(0.9) }])).toEqual([
      'fiveHours reached',
      'fiveHours back',
    ])
    const refused = { ...UNKNOWN_PLAN, limitReached: reached(null) }
    expect(following([{ plan: refused }, { plan: UNKNOWN_PLAN }, { plan: UNKNOWN_PLAN }])).toEqual([
      'fiveHours reached',
      'fiveHours back',
    ])
  })

  test('is not said to be back while the quota still says that nothing is left', () => {
    const refused = { ...fiveHours(0), limitReached: reached() }
    expect(following([{ plan: refused }, { plan: fiveHours(0) }])).toEqual(['fiveHours reached'])
  })

  test('says that it is back and not also that little is left, where the quota lags behind', () => {
    const refused = { ...fiveHours(0.03), limitReached: reached() }
    expect(following([{ plan: refused }, { plan: fiveHours(0.03) }])).toEqual([
      'fiveHours reached',
      'fiveHours back',
    ])
  })

  test('is not over because the engine was started anew and knows nothing yet', () => {
    const refused = { ...UNKNOWN_PLAN, limitReached: reached() }
    const startedAtMs = START_MS + 60_000
    expect(following([{ plan: refused }, { plan: UNKNOWN_PLAN, startedAtMs }])).toEqual(['fiveHours reached'])
    expect(following([{ plan: refused }, { plan: UNKNOWN_PLAN, startedAtMs, nowMs: RESET_MS }])).toEqual([
      'fiveHours reached',
      'fiveHours back',
    ])
  })
})

test('the app gives the notices of its own engine only, and the same state where time alone passed', () => {
  const { engine } = PLAN_STATES.limited
  const event = { kind: 'engine', state: engine } as const
  const step = updateApp(withPlan(UNKNOWN_PLAN), event, START_MS)
  expect(step.planNotices).toMatchObject([{ kind: 'reached', name: 'fiveHours' }])
  expect(updateApp(step.state, { kind: 'tick' }, START_MS).state).toBe(step.state)
  expect(updateApp(step.state, { kind: 'tick' }, RESET_MS).planNotices).toMatchObject([{ kind: 'back' }])
  const stopped = withPlan(UNKNOWN_PLAN, { serving: { kind: 'off' } })
  expect(updateApp(stopped, event, START_MS).planNotices).toEqual([])
})
