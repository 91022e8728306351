import { describe, expect, test } from 'vitest'
import { type AttemptHistory, nextStep } from './replay'

const FRESH: AttemptHistory = { canReplay: true, staleReplays: 0, renewals: 0 }
const UNREACHABLE = { kind: 'fail' }

describe('an answer', () => {
  test.each([200, 204, 400, 402, 403, 429, 500, 529])('with status %i goes to the client', (status) => {
    expect(nextStep({ kind: 'answered', status }, FRESH)).toEqual({ kind: 'relay' })
  })

  test('with status 401 asks for another token, three times at most', () => {
    const refused = { kind: 'answered', status: 401 } as const
    expect(nextStep(refused, FRESH)).toEqual({ kind: 'renew' })
    expect(nextStep(refused, { ...FRESH, renewals: 1 })).toEqual({ kind: 'renew' })
    expect(nextStep(refused, { ...FRESH, renewals: 2 })).toEqual({ kind: 'renew' })
    expect(nextStep(refused, { ...FRESH, renewals: 3 })).toEqual({ kind: 'relay' })
  })

  test('with status 401 renews even when the request cannot be sent again', () => {
    expect(nextStep({ kind: 'answered', status: 401 }, { ...FRESH, canReplay: false })).toEqual({
      kind: 'renew',
    })
  })
})

describe('a broken connection', () => {
  const stale = { kind: 'broken', socketWasIdle: true } as const

  test('that lay idle before is replaced once', () => {
    expect(nextStep(stale, FRESH)).toEqual({ kind: 'replay' })
    expect(nextStep(stale, { ...FRESH, renewals: 2 })).toEqual({ kind: 'replay' })
    expect(nextStep(stale, { ...FRESH, staleReplays: 1 })).toEqual(UNREACHABLE)
  })

  test('is the end when the request is no longer at hand', () => {
    expect(nextStep(stale, { ...FRESH, canReplay: false })).toEqual(UNREACHABLE)
  })

  test('that was fresh is the end: Kimi may have begun to work', () => {
    expect(nextStep({ kind: 'broken', socketWasIdle: false }, FRESH)).toEqual(UNREACHABLE)
  })
})

test('no answer in time is the end', () => {
  expect(nextStep({ kind: 'timedOut' }, FRESH)).toEqual({ kind: 'fail' })
})
