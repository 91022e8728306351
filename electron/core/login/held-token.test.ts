import { describe, expect, test } from 'vitest'
import { FakeClock } from '../../testing/fake-clock'
import { MemoryFile, MemoryStore } from '../../testing/memory-store'
import { Secret } from '../basics/secret'
import {
  type HeldToken,
  holdFromFile,
  holdFromGrant,
  isDue,
  isUsable,
  remainingMs,
  renewAheadMs,
  tokenTimes,
} from './held-token'
import type { Login } from './stored-login'

const HOUR_MS = 3_600_000
const store = new MemoryStore(new MemoryFile())

interface Times {
  readonly leftMs?: number | null
  readonly lifetimeMs?: number | null
  readonly access?: string
}

function hold(
  clock: FakeClock,
  { leftMs = 900_000, lifetimeMs = 900_000, access = 'a' }: Times = {},
): HeldToken {
  const login: Login = {
    accessToken: new Secret(access),
    refreshToken: new Secret('r'),
    expiresAtMs: leftMs === null ? null : clock.wallMs() + leftMs,
    lifetimeMs,
    scope: '',
    tokenType: '',
  }
  return holdFromFile(store, login, clock)
}

describe('a token from a file', () => {
  test.each([
    ['with all of its life left', {}, true, false],
    ['just before half its life', { leftMs: 450_001 }, true, false],
    ['at half its life', { leftMs: 450_000 }, true, true],
    ['of unknown lifetime, 301 s before its end', { leftMs: 301_000, lifetimeMs: null }, true, false],
    ['of unknown lifetime, 300 s before its end', { leftMs: 300_000, lifetimeMs: null }, true, true],
    ['at its end', { leftMs: 0 }, false, true],
    ['of unknown end (checklist 3)', { leftMs: null }, true, false],
    ['that is empty', { access: '' }, false, true],
    ['that is empty and of unknown end', { access: '', leftMs: null }, false, true],
    ['whose end lies 10 h further away than its lifetime', { leftMs: 10 * HOUR_MS }, true, true],
    ['whose end lies a little further away than its lifetime', { leftMs: 904_000 }, true, false],
  ])('%s', (_name, times: Times, usable, due) => {
    const clock = new FakeClock()
    const held = hold(clock, times)
    expect({ usable: isUsable(held, clock), due: isDue(held, clock) }).toEqual({ usable, due })
  })

  test('promised too long a life ends after its lifetime all the same', async () => {
    const clock = new FakeClock()
    const held = hold(clock, { leftMs: 10 * HOUR_MS })
    expect(remainingMs(held, clock)).toBe(900_000)
    await clock.advance(900_000)
    expect(isUsable(held, clock)).toBe(false)
  })

  test('is renewed but still served when the wall clock was set forward', () => {
    const clock = new FakeClock()
    const held = hold(clock)
    clock.jumpWall(5 * HOUR_MS)
    expect([isUsable(held, clock), isDue(held, clock)]).toEqual([true, true])
  })

  test('does not live longer when the wall clock was set back', async () => {
    const clock = new FakeClock()
    const held = hold(clock)
    clock.jumpWall(-5 * HOUR_MS)
    expect(isDue(held, clock)).toBe(false)
    await clock.advance(450_000)
    expect([isUsable(held, clock), isDue(held, clock)]).toEqual([true, true])
    await clock.advance(450_000)
    expect(isUsable(held, clock)).toBe(false)
  })

  test('ages while the machine sleeps', async () => {
    const clock = new FakeClock()
    const held = hold(clock)
    await clock.suspend(900_000)
    expect(isUsable(held, clock)).toBe(false)
  })
})

test('a granted token lives from the moment it was asked for', async () => {
  const clock = new FakeClock()
  const askedAt = clock.elapsedMs()
  const { login } = hold(clock)
  await clock.advance(10_000)
  expect(remainingMs(holdFromGrant(store, login, askedAt), clock)).toBe(890_000)
})

describe('the times that are told', () => {
  test('follow the wall clock as it stands now', () => {
    const clock = new FakeClock()
    const held = hold(clock)
    clock.jumpWall(-5 * HOUR_MS)
    expect(tokenTimes(held, clock)).toEqual({
      expiresAtMs: clock.wallMs() + 900_000,
      lifetimeMs: 900_000,
      dueAtMs: clock.wallMs() + 450_000,
    })
  })

  test('name no end where none is known', () => {
    const clock = new FakeClock()
    const held = hold(clock, { leftMs: null, lifetimeMs: null })
    expect(tokenTimes(held, clock)).toEqual({ expiresAtMs: null, lifetimeMs: null, dueAtMs: null })
  })
})

test.each([
  [900_000, 450_000],
  [60_000, 30_000],
  [3_600_000, 1_800_000],
  [null, 300_000],
])('a token with a lifetime of %s ms is renewed %s ms before its end', (lifetimeMs, aheadMs) => {
  expect(renewAheadMs(lifetimeMs)).toBe(aheadMs)
})
