import { describe, expect, test } from 'vitest'
import { engineState, PROBLEM, START_MS, signedIn } from '../../testing/engine-states'
import { nextTickInMs } from './schedule'
import { type Event, update } from './update'

const MINUTE_MS = 60_000
const TEND = { kind: 'tend' }
const RENEW = { kind: 'renewIfDue' }

function having(state = engineState(), ...events: readonly Event[]) {
  return events.reduce((current, event) => update(current, event).state, state)
}

function effectsOfTick(state: ReturnType<typeof engineState>, nowMs: number) {
  return update(state, { kind: 'tick', nowMs }).effects
}

describe('a tick', () => {
  test('looks after files, and renews what is due', () => {
    expect(effectsOfTick(engineState(), START_MS)).toEqual([TEND, RENEW])
  })

  test.each(['kimi-code', 'kimi-cli', 'file'] as const)(
    'leaves a login of %s alone after 30 idle minutes',
    (owner) => {
      const state = engineState({ login: signedIn({}, { kind: 'idle' }, owner) })
      expect(effectsOfTick(state, START_MS + 30 * MINUTE_MS)).toEqual([TEND, RENEW])
      expect(effectsOfTick(state, START_MS + 30 * MINUTE_MS + 1)).toEqual([TEND])
    },
  )

  test('renews our own login however idle we are', () => {
    const state = engineState({ login: signedIn({}, { kind: 'idle' }, 'own') })
    expect(effectsOfTick(state, START_MS + 24 * 60 * MINUTE_MS)).toEqual([TEND, RENEW])
  })

  test('counts from the last request, and never while one is running', () => {
    const asked = having(engineState(), { kind: 'requestStarted', atMs: START_MS + 60 * MINUTE_MS })
    expect(effectsOfTick(asked, START_MS + 500 * MINUTE_MS)).toEqual([TEND, RENEW])
    const served = having(asked, { kind: 'requestEnded' })
    expect(effectsOfTick(served, START_MS + 90 * MINUTE_MS)).toEqual([TEND, RENEW])
    expect(effectsOfTick(served, START_MS + 90 * MINUTE_MS + 1)).toEqual([TEND])
  })

  test('changes nothing by itself', () => {
    const state = engineState()
    expect(update(state, { kind: 'tick', nowMs: START_MS }).state).toBe(state)
  })
})

describe('the next tick', () => {
  test.each([
    ['comes every 30 s', 10_000_000, 30_000],
    ['comes not at once', 3, 50],
    ['comes not at once for what is overdue', 0, 30_000],
    ['comes calmly for what is long overdue', -5_000, 30_000],
  ])('%s', (_what, dueInMs, expected) => {
    const state = engineState({
      login: signedIn({ dueAtMs: START_MS + dueInMs, expiresAtMs: START_MS + 60_000 }),
    })
    expect(nextTickInMs(state, START_MS)).toBe(expected)
  })

  test('comes when a renewal is due, never before and at most a blink after', () => {
    for (const dueInMs of [60, 1_000, 12_345, 29_000]) {
      const state = engineState({
        login: signedIn({ dueAtMs: START_MS + dueInMs, expiresAtMs: START_MS + 60_000 }),
      })
      const tickInMs = nextTickInMs(state, START_MS)
      expect(tickInMs).toBeGreaterThanOrEqual(dueInMs)
      expect(tickInMs).toBeLessThanOrEqual(dueInMs + 50)
    }
  })

  test('is not moved for a renewal that has ample time: an idle machine is woken every 30 s and no more', () => {
    const state = engineState({
      login: signedIn({ dueAtMs: START_MS + 5_000, expiresAtMs: START_MS + 455_000 }),
    })
    expect(nextTickInMs(state, START_MS)).toBe(30_000)
  })

  test('needs no login', () => {
    expect(nextTickInMs(engineState({ login: { kind: 'looking' } }), START_MS)).toBe(30_000)
    expect(nextTickInMs(engineState({ login: signedIn({ dueAtMs: null }) }), START_MS)).toBe(30_000)
  })
})

describe('traffic', () => {
  test('is counted up and down', () => {
    const started: Event = { kind: 'requestStarted', atMs: START_MS + 5 }
    const busy = having(engineState(), started, started, { kind: 'streamStarted' })
    expect(busy.traffic).toEqual({
      activeRequests: 2,
      activeStreams: 1,
      waitingRequests: 0,
      requestsServed: 0,
      lastRequestAtMs: START_MS + 5,
    })
    const done = having(busy, { kind: 'streamEnded' }, { kind: 'requestEnded' }, { kind: 'requestEnded' })
    expect(done.traffic).toMatchObject({ activeRequests: 0, activeStreams: 0, requestsServed: 2 })
  })
})

describe('the login', () => {
  const token = { expiresAtMs: START_MS + 1_800_000, lifetimeMs: 900_000, dueAtMs: START_MS + 900_000 }
  const source = { owner: 'own', path: '/own.json' } as const

  test('is found and lost', () => {
    const found = having(engineState({ login: { kind: 'looking' } }), { kind: 'loginFound', source, token })
    expect(found.login).toEqual({ kind: 'signedIn', source, token, renewal: { kind: 'idle' } })
    const lost = having(found, { kind: 'loginLost', problem: PROBLEM })
    expect(lost.login).toEqual({ kind: 'signedOut', problem: PROBLEM })
  })

  test('goes through a renewal', () => {
    const running = having(engineState(), { kind: 'renewalStarted', atMs: START_MS })
    expect(running.login).toMatchObject({ renewal: { kind: 'running', sinceMs: START_MS } })
    const failing = having(running, { kind: 'renewalFailed', problem: PROBLEM, retryAtMs: START_MS + 9 })
    expect(failing.login).toMatchObject({
      renewal: { kind: 'failing', problem: PROBLEM, retryAtMs: START_MS + 9 },
    })
    const source = { owner: 'own', path: '/login.json' } as const
    const renewed = having(failing, { kind: 'renewed', source, token, atMs: START_MS + 10 })
    expect(renewed.login).toMatchObject({ token, renewal: { kind: 'idle' } })
    expect(renewed.lastRefreshAtMs).toBe(START_MS + 10)
    const dead = having(renewed, { kind: 'renewalDead', problem: PROBLEM })
    expect(dead.login).toMatchObject({ token, renewal: { kind: 'dead', problem: PROBLEM } })
  })

  test('taken over from another program is not a renewal of ours', () => {
    const adopted = having(engineState(), { kind: 'adopted', token })
    expect(adopted.login).toMatchObject({ token, renewal: { kind: 'idle' } })
    expect(adopted.lastRefreshAtMs).toBeNull()
  })

  test('does not come back from what happens to a lost one', () => {
    const state = engineState({ login: { kind: 'signedOut', problem: PROBLEM } })
    const events: Event[] = [
      { kind: 'adopted', token },
      { kind: 'tokenMoved', token },
      { kind: 'renewalStarted', atMs: 1 },
      { kind: 'renewalDead', problem: PROBLEM },
    ]
    expect(having(state, ...events).login).toBe(state.login)
  })

  test('moves with the clock, but not for rounding', () => {
    const state = engineState({ login: signedIn({ expiresAtMs: START_MS }) })
    const move = (ms: number) =>
      having(state, { kind: 'tokenMoved', token: { ...token, expiresAtMs: START_MS + ms } })
    expect(move(2_000).login).toBe(state.login)
    expect(move(-2_001).login).toMatchObject({ token: { expiresAtMs: START_MS - 2_001 } })
  })
})

test('listener, unsaved login and refusals are taken down as told', () => {
  const listener = { kind: 'draining', port: 1 } as const
  const state = having(
    engineState(),
    { kind: 'listener', listener },
    { kind: 'unsaved', problem: PROBLEM },
    { kind: 'refusalChanged', refusal: { untilMs: 5, lengthMs: 1_000 } },
  )
  expect(state).toMatchObject({ listener, unsaved: PROBLEM, refusal: { untilMs: 5, lengthMs: 1_000 } })
})
