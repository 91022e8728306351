import { describe, expect, it } from 'vitest'
import type { Serving } from '../../contract/serving'
import { PROBLEM } from '../../testing/engine-states'
import { problem } from '../words/problem'
import { backoffMs, type SupervisorEffect, type SupervisorEvent, supervise } from './supervisor'

const STARTING: Serving = { kind: 'starting', restarts: 0 }
const RUNNING: Serving = { kind: 'serving', port: 1, restarts: 2, sinceMs: 1_000, misses: 0 }
const MISSED: Serving = { ...RUNNING, misses: 1 }
const R = problem('RESTARTING.gone', {})
const HELD = problem('PORT_TAKEN', { port: 1 })
const BACKOFF: Serving = { kind: 'backingOff', restarts: 3, untilMs: 9_000, problem: R }
const BLOCKED: Serving = { kind: 'portTaken', restarts: 2, problem: HELD }
const GAVE_UP: Serving = { kind: 'gaveUp', restarts: 8, problem: R }
const STOPPED: Serving = { kind: 'off' }
const DRAINING: Serving = { kind: 'draining', port: 1 }
const CANNOT: Serving = { kind: 'cannotStart', problem: PROBLEM, retryAtMs: 9_000 }
const INVALID: Serving = { ...CANNOT, retryAtMs: null }
const OTHER = { pid: 7, port: 1, answers: true, activeRequests: 0, watched: false }
const ELSEWHERE: Serving = { kind: 'elsewhere', other: OTHER }

type Row = readonly [
  what: string,
  before: Serving,
  event: SupervisorEvent,
  after: Serving,
  effects: readonly SupervisorEffect['kind'][],
]

const exited = (atMs: number): SupervisorEvent => ({ kind: 'exited', atMs, problem: R })
const missed = (atMs: number, afterJump = false): SupervisorEvent => ({
  kind: 'probeMissed',
  atMs,
  afterJump,
})
const tick = (atMs: number): SupervisorEvent => ({ kind: 'tick', atMs })

const ROWS: readonly Row[] = [
  ['begins', STOPPED, { kind: 'begin' }, STARTING, ['start']],
  ['begins anew after giving up', GAVE_UP, { kind: 'begin' }, STARTING, ['start']],
  ['takes over', STOPPED, { kind: 'started', atMs: 5, port: 1 }, { ...RUNNING, restarts: 0, sinceMs: 5 }, []],
  [
    'has started',
    STARTING,
    { kind: 'started', atMs: 5, port: 1 },
    { ...RUNNING, restarts: 0, sinceMs: 5 },
    [],
  ],
  ['could not start', STARTING, exited(0), { ...BACKOFF, restarts: 1, untilMs: 1_000 }, []],
  ['ended', RUNNING, exited(5_000), { ...BACKOFF, untilMs: 9_000 }, []],
  ['ended after 300 s', RUNNING, exited(301_000), { ...BACKOFF, restarts: 1, untilMs: 302_000 }, []],
  ['ended just before that', RUNNING, exited(300_999), { ...BACKOFF, untilMs: 304_999 }, []],
  [
    'ended once more',
    { ...RUNNING, restarts: 7 },
    exited(0),
    { ...BACKOFF, restarts: 8, untilMs: 60_000 },
    [],
  ],
  ['ended once too often', { ...RUNNING, restarts: 8 }, exited(0), GAVE_UP, []],
  [
    'stable after eight',
    { ...RUNNING, restarts: 8 },
    exited(301_000),
    { ...BACKOFF, restarts: 1, untilMs: 302_000 },
    [],
  ],
  ['missed one probe', RUNNING, missed(5_000), MISSED, []],
  [
    'missed two',
    MISSED,
    missed(5_000),
    { ...BACKOFF, untilMs: 9_000, problem: problem('RESTARTING.silent', {}) },
    ['kill'],
  ],
  ['missed one after sleep', RUNNING, missed(5_000, true), RUNNING, []],
  ['missed a second after sleep', MISSED, missed(5_000, true), MISSED, []],
  ['answered again', MISSED, { kind: 'probeOk' }, RUNNING, []],
  ['waits', BACKOFF, tick(8_999), BACKOFF, []],
  ['has waited', BACKOFF, tick(9_000), { kind: 'starting', restarts: 3 }, ['start']],
  [
    'finds the port taken',
    STARTING,
    { kind: 'portTaken', problem: HELD },
    { ...BLOCKED, restarts: 0, problem: HELD },
    [],
  ],
  ['finds it free', BLOCKED, { kind: 'portFree' }, { kind: 'starting', restarts: 2 }, ['start']],
  ['does not try a taken port', BLOCKED, tick(1e9), BLOCKED, []],
  ['hears the end of the attempt', BLOCKED, exited(0), BLOCKED, []],
  ['stays given up', GAVE_UP, tick(1e9), GAVE_UP, []],
  ['cannot start for now', STARTING, { kind: 'cannotStart', problem: PROBLEM, retryAtMs: 9_000 }, CANNOT, []],
  ['tries once more after that', CANNOT, tick(9_000), STARTING, ['start']],
  ['does not try as things are', INVALID, tick(1e9), INVALID, []],
  ['finds another engine at its start', STARTING, { kind: 'looked', other: OTHER }, ELSEWHERE, []],
  ['finds another engine while it waits', BACKOFF, { kind: 'looked', other: OTHER }, ELSEWHERE, []],
  ['is not disturbed by another engine', RUNNING, { kind: 'looked', other: OTHER }, RUNNING, []],
  ['finds the other one gone', ELSEWHERE, { kind: 'looked', other: null }, STOPPED, []],
  ['finds nobody', GAVE_UP, { kind: 'looked', other: null }, GAVE_UP, []],
  ['lets requests end', RUNNING, { kind: 'stop' }, DRAINING, []],
  ['has let them end', DRAINING, { kind: 'stopped' }, STOPPED, []],
  ['starts again once they have ended', DRAINING, { kind: 'begin' }, STARTING, ['start']],
  ['leaves another engine alone', ELSEWHERE, { kind: 'stop' }, ELSEWHERE, []],
]

describe('supervise', () => {
  it.each(ROWS)('%s', (_what, before, event, after, effects) => {
    const step = supervise(before, event)
    expect(step.state).toEqual(after)
    expect(step.effects.map(({ kind }) => kind)).toEqual(effects)
  })

  it.each([STOPPED, STARTING, BACKOFF, BLOCKED, GAVE_UP, CANNOT])('stops at once from %j', (state) => {
    expect(supervise(state, { kind: 'stop' })).toEqual({ state: STOPPED, effects: [] })
  })

  it('changes nothing for another engine that looks the same, so that nobody is notified', () => {
    expect(supervise(ELSEWHERE, { kind: 'looked', other: { ...OTHER } }).state).toBe(ELSEWHERE)
    expect(supervise(ELSEWHERE, { kind: 'looked', other: { ...OTHER, activeRequests: 1 } }).state).not.toBe(
      ELSEWHERE,
    )
  })

  it('waits 1, 2, 4 … 60 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((n) => backoffMs(n) / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  })

  it('gives up after eight restarts, 1 + 2 + 4 … seconds apart', () => {
    let state: Serving = supervise(STOPPED, { kind: 'begin' }).state
    let nowMs = 0
    const waits: number[] = []
    while (state.kind !== 'gaveUp') {
      state = supervise(state, exited(nowMs)).state
      if (state.kind !== 'backingOff') continue
      waits.push((state.untilMs - nowMs) / 1000)
      nowMs = state.untilMs
      state = supervise(state, tick(nowMs)).state
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  })
})

/** A small random generator with a seed, so that a failing run can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One event of a random life of an engine, with what followed. */
interface Moment {
  readonly before: Serving
  readonly event: SupervisorEvent
  readonly after: Serving
  readonly effects: readonly SupervisorEffect['kind'][]
}

function randomLife(seed: number, length: number): Moment[] {
  const pick = random(seed)
  const moments: Moment[] = []
  let state: Serving = STOPPED
  let atMs = 0
  for (let count = 0; count < length; count += 1) {
    atMs += [10, 1_000, 5_000, 61_000, 400_000][pick(5)] ?? 0
    const events: readonly SupervisorEvent[] = [
      { kind: 'begin' },
      { kind: 'started', atMs, port: 1 },
      exited(atMs),
      exited(atMs),
      { kind: 'portTaken', problem: HELD },
      { kind: 'portFree' },
      { kind: 'probeOk' },
      missed(atMs),
      missed(atMs, true),
      tick(atMs),
      tick(atMs),
      { kind: 'looked', other: OTHER },
      { kind: 'looked', other: null },
      { kind: 'cannotStart', problem: PROBLEM, retryAtMs: atMs + 60_000 },
      { kind: 'stopped' },
      { kind: 'stop' },
    ]
    // Events from outside are made rare. Otherwise they would always come before the supervisor could give up.
    const event = events[pick(40) === 0 ? pick(16) : 1 + pick(10)] ?? tick(atMs)
    const step = supervise(state, event)
    moments.push({ before: state, event, after: step.state, effects: step.effects.map(({ kind }) => kind) })
    state = step.state
  }
  return moments
}

const LIVES = Array.from({ length: 100 }, (_, seed) => randomLife(seed + 1, 300))
const MOMENTS = LIVES.flat()

describe('over random lives', () => {
  it('every state is reached', () => {
    expect(new Set(MOMENTS.map(({ after }) => after.kind)).size).toBe(9)
  })

  it('waits are bounded, and grow until the longest with every restart in a row', () => {
    for (const { before, event, after } of MOMENTS) {
      if (after.kind !== 'backingOff' || before.kind === 'backingOff' || !('atMs' in event)) continue
      const waitMs = after.untilMs - event.atMs
      expect(waitMs).toBeGreaterThanOrEqual(1_000)
      expect(waitMs).toBeLessThanOrEqual(60_000)
      expect(waitMs).toBe(backoffMs(after.restarts))
      expect(waitMs).toBeGreaterThanOrEqual(backoffMs(after.restarts - 1))
    }
  })

  it('restarts stay between 0 and 8', () => {
    for (const { after } of MOMENTS) {
      if (!('restarts' in after)) continue
      expect(after.restarts).toBeGreaterThanOrEqual(0)
      expect(after.restarts).toBeLessThanOrEqual(8)
    }
  })

  it('counts from one only after 300 s of stability', () => {
    for (const { before, event, after } of MOMENTS) {
      if (before.kind !== 'serving' || !('atMs' in event)) continue
      if (after.kind !== 'backingOff' && after.kind !== 'gaveUp') continue
      const stable = event.atMs - before.sinceMs >= 300_000
      if (stable) expect(after).toMatchObject({ kind: 'backingOff', restarts: 1 })
      else if (before.restarts === 8) expect(after.kind).toBe('gaveUp')
      else expect(after.restarts).toBe(before.restarts + 1)
    }
  })

  it('starts only when asked, when a wait is over, or when the port is free again', () => {
    for (const { before, event, effects } of MOMENTS) {
      if (!effects.includes('start')) continue
      const reason = `${before.kind} ${event.kind}`
      expect(
        event.kind === 'begin' ||
          ['backingOff tick', 'cannotStart tick', 'portTaken portFree'].includes(reason),
        reason,
      ).toBe(true)
    }
  })

  it('never starts because of a taken port', () => {
    for (const { event, effects } of MOMENTS) if (event.kind === 'portTaken') expect(effects).toEqual([])
  })

  it('kills only on a second miss, and never for a miss just after a jump of the clock', () => {
    for (const { before, event, effects } of MOMENTS) {
      if (!effects.includes('kill')) continue
      expect(event).toMatchObject({ kind: 'probeMissed', afterJump: false })
      expect(before).toMatchObject({ kind: 'serving', misses: 1 })
    }
  })

  it('a miss just after a jump of the clock changes nothing at all', () => {
    for (const { before, event, after } of MOMENTS)
      if (event.kind === 'probeMissed' && event.afterJump) expect(after).toBe(before)
  })

  it('leaves every state without being asked, except those that only a person or another engine can end', () => {
    const ways: readonly SupervisorEvent[] = [
      tick(1e12),
      exited(1e12),
      { kind: 'portFree' },
      missed(1e12),
      { kind: 'stopped' },
    ]
    for (const state of MOMENTS.map(({ after }) => after)) {
      const left = ways.some((event) => supervise(state, event).state !== state)
      expect(left, state.kind).toBe(!['off', 'gaveUp', 'elsewhere'].includes(state.kind))
    }
  })
})
