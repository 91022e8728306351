import { describe, expect, onTestFinished, test } from 'vitest'
import type { Account, DeviceSignIn } from '../../contract/login'
import { FakeClock } from '../../testing/fake-clock'
import { MemoryDevice } from '../../testing/memory-device'
import { said } from '../../testing/said'
import { KimiProxyError } from '../basics/errors'
import { reason } from '../words/reason'
import type { PollAnswer } from './device-answers'
import { type DeviceSignInPorts, DeviceSignInRun } from './device-sign-in'
import type { Login } from './stored-login'

const ACCOUNT: Account = { nickname: 'Lin', plan: 'Moderato', contact: '138****0000' }
const FULL = new KimiProxyError('SAVE_FAILED', { path: '/own.json', reason: reason('diskFull') })
const OFFLINE: PollAnswer = { kind: 'transient', reason: said('no network') }
const MINUTE_MS = 60_000

function bench(changes: Partial<DeviceSignInPorts> = {}) {
  const clock = new FakeClock()
  const device = new MemoryDevice(clock)
  const states: DeviceSignIn[] = []
  const saved: Login[] = []
  const steps: string[] = []
  const failing = new Set<'prepare' | 'save'>()
  const disk = (step: 'prepare' | 'save') => {
    steps.push(step)
    if (failing.has(step)) throw FULL
  }
  const run = new DeviceSignInRun({
    api: device,
    clock,
    login: {
      prepare: async () => disk('prepare'),
      save: async (login) => {
        disk('save')
        saved.push(login)
      },
    },
    use: async () => void steps.push('use'),
    account: async () => ACCOUNT,
    emit: (state) => states.push(state),
    ...changes,
  })
  onTestFinished(() => {
    const told = JSON.stringify(states)
    for (const secret of ['device-CODE', 'access-of-device', 'refresh-of-device']) {
      expect(told).not.toContain(secret)
    }
    expect(clock.pendingTimers).toBe(0)
  })
  const kinds = () => states.map(({ kind }) => kind)
  return { clock, device, run, states, saved, steps, failing, kinds, last: () => states.at(-1) }
}

describe('a sign-in', () => {
  test('shows its code before it polls, waits, saves, uses, and tells whose it is', async () => {
    const { clock, device, run, states, saved, steps, kinds } = bench()
    const done = run.run()
    await clock.flush()
    expect(states).toEqual([
      { kind: 'asking', offline: false },
      {
        kind: 'waiting',
        userCode: 'CODE-1',
        page: 'https://www.kimi.com/code/authorize_device?user_code=CODE-1',
        expiresAtMs: clock.wallMs() + 15 * MINUTE_MS,
        offline: false,
        renewed: false,
      },
    ])
    expect(device.polledAtMs).toEqual([])
    await clock.advance(12_000)
    expect(device.polledAtMs).toEqual([5_000, 10_000])
    device.approve()
    expect(await clock.runUntil(done)).toEqual({ kind: 'signedIn', account: ACCOUNT })
    expect(kinds()).toEqual(['asking', 'waiting', 'saving', 'signedIn'])
    expect(steps).toEqual(['prepare', 'save', 'use'])
    expect(saved).toMatchObject([{ lifetimeMs: 900_000, expiresAtMs: clock.wallMs() + 900_000 }])
  })

  test('asks for no code where the login could not be saved', async () => {
    const { clock, device, run, failing, last } = bench()
    failing.add('prepare')
    await clock.runUntil(run.run())
    expect(last()).toEqual({ kind: 'failed', problem: FULL.toProblem() })
    expect(device.askedAtMs).toEqual([])
  })

  test('that was refused by the person ends as denied', async () => {
    const { clock, device, run } = bench()
    device.pollAnswers.push({ kind: 'denied' })
    expect(await clock.runUntil(run.run())).toEqual({ kind: 'denied' })
  })

  test('whose answers make no sense has failed, and says why', async () => {
    const one = bench()
    one.device.codeAnswers.push({ kind: 'malformed', reason: said('it lacks user_code') })
    expect(await one.clock.runUntil(one.run.run())).toMatchObject({
      kind: 'failed',
      problem: { code: 'SIGN_IN_FAILED', values: { reason: said('it lacks user_code') } },
    })
    const other = bench()
    other.device.pollAnswers.push({ kind: 'malformed', reason: said('HTTP 418') })
    expect(await other.clock.runUntil(other.run.run())).toMatchObject({
      kind: 'failed',
      problem: { code: 'SIGN_IN_FAILED', values: { reason: said('HTTP 418') } },
    })
  })
})

describe('polling', () => {
  test('slows down by 5 s for good when it is told to, also for the next code', async () => {
    const { clock, device, run } = bench()
    device.pollAnswers.push({ kind: 'slowDown' }, { kind: 'pending' }, { kind: 'slowDown' })
    device.pollAnswers.push({ kind: 'pending' }, { kind: 'expired' }, { kind: 'pending' })
    void run.run()
    await clock.advance(80_000)
    expect(device.polledAtMs).toEqual([5_000, 15_000, 25_000, 40_000, 55_000, 70_000])
    expect(device.polled.at(-1)).toBe('device-CODE-2')
    run.cancel()
  })

  test('waits longer and longer while Kimi cannot be reached, keeps the code, and is quick again after', async () => {
    const { clock, device, run, states, last } = bench()
    device.pollAnswers.push(OFFLINE, OFFLINE, OFFLINE, OFFLINE, { kind: 'pending' })
    void run.run()
    await clock.advance(5_000)
    expect(last()).toMatchObject({ kind: 'waiting', userCode: 'CODE-1', offline: true })
    await clock.advance(105_000)
    expect(device.polledAtMs).toEqual([5_000, 15_000, 35_000, 65_000, 95_000, 100_000, 105_000, 110_000])
    expect(new Set(device.polled).size).toBe(1)
    expect(last()).toMatchObject({ offline: false })
    expect(states.filter(({ kind }) => kind === 'waiting')).toHaveLength(3)
    run.cancel()
  })
})

test('goes on after an answer that is not Kimi’s, no sooner than its host asks for', async () => {
  const { clock, device, run } = bench()
  device.pollAnswers.push({ ...OFFLINE, retryAfterMs: 42_000 }, OFFLINE)
  void run.run()
  await clock.advance(60_000)
  expect(device.polledAtMs).toEqual([5_000, 47_000])
  device.approve()
  expect(await clock.runUntil(run.run())).toMatchObject({ kind: 'signedIn' })
  expect(new Set(device.polled).size).toBe(1)
})

describe('a code', () => {
  test('is asked for again and again while Kimi cannot be reached', async () => {
    const { clock, device, run, states, last } = bench()
    device.codeAnswers.push(
      ...Array.from({ length: 3 }, () => ({ kind: 'transient', reason: said('') }) as const),
    )
    void run.run()
    await clock.advance(14_000)
    expect(device.askedAtMs).toEqual([0, 2_000, 6_000, 14_000])
    expect(states[1]).toEqual({ kind: 'asking', offline: true })
    expect(last()).toMatchObject({ kind: 'waiting' })
    run.cancel()
  })

  test.each(['server', 'clock'])('that ran out by the %s is replaced at once', async (by) => {
    const { clock, device, run, last, kinds } = bench()
    if (by === 'server') device.pollAnswers.push({ kind: 'expired' })
    else device.lifetimeMs = 5_000
    void run.run()
    await clock.advance(5_000)
    expect(last()).toMatchObject({ kind: 'waiting', userCode: 'CODE-2', renewed: true })
    expect(kinds()).toEqual(['asking', 'waiting', 'asking', 'waiting'])
    expect(device.askedAtMs).toEqual([0, 5_000])
    run.cancel()
  })

  test('that was approved while the machine slept past its end is not given up unasked', async () => {
    const { clock, device, run } = bench()
    device.lifetimeMs = 2 * MINUTE_MS
    const done = run.run()
    await clock.advance(60_000)
    device.approve()
    await clock.suspend(10 * MINUTE_MS)
    expect(await clock.runUntil(done)).toMatchObject({ kind: 'signedIn' })
  })

  test('nobody approves within 15 minutes, however many there were, is the last', async () => {
    const { clock, device, run } = bench()
    device.lifetimeMs = 4 * MINUTE_MS
    const outcome = await clock.runUntil(run.run())
    expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'SIGN_IN_EXPIRED' } })
    expect(clock.elapsedMs()).toBe(15 * MINUTE_MS)
    expect(device.askedAtMs).toHaveLength(4)
  })

  test('that cannot be had for 15 minutes is not asked for any longer', async () => {
    const { clock, device, run } = bench()
    device.codeAnswers.push(
      ...Array.from({ length: 99 }, () => ({ kind: 'transient', reason: said('') }) as const),
    )
    expect(await clock.runUntil(run.run())).toMatchObject({ problem: { code: 'SIGN_IN_EXPIRED' } })
    expect(clock.elapsedMs()).toBeLessThan(16 * MINUTE_MS)
  })

  test('tells of no longer time than it really has', async () => {
    const { clock, device, run, last } = bench()
    device.lifetimeMs = 10 * MINUTE_MS
    void run.run()
    await clock.flush()
    expect(last()).toMatchObject({ expiresAtMs: clock.wallMs() + 10 * MINUTE_MS })
    await clock.advance(10 * MINUTE_MS)
    expect(last()).toMatchObject({ userCode: 'CODE-2', expiresAtMs: clock.wallMs() + 5 * MINUTE_MS })
    run.cancel()
  })
})

describe('a cancel', () => {
  test.each([0, 7_000])('after %i ms ends it at once', async (afterMs) => {
    const { clock, device, run, last } = bench()
    const done = run.run()
    await clock.advance(afterMs)
    expect(run.cancel()).toBe(true)
    expect(last()).toEqual({ kind: 'idle' })
    expect(await done).toEqual({ kind: 'idle' })
    device.approve()
    await clock.advance(MINUTE_MS)
    expect(last()).toEqual({ kind: 'idle' })
  })

  test.each(['code', 'grant'])('makes a %s that comes after it of no effect', async (what) => {
    const { clock, device, run, saved, last } = bench()
    const done = run.run()
    if (what === 'grant') await clock.advance(4_000)
    const release = device.holdAnswers()
    device.approve()
    await clock.advance(2_000)
    run.cancel()
    release()
    await done
    await clock.advance(MINUTE_MS)
    expect(saved).toEqual([])
    expect(last()).toEqual({ kind: 'idle' })
  })

  test('cannot throw away what was granted and waits to be saved', async () => {
    const { clock, device, run, failing, saved, last } = bench()
    failing.add('save')
    device.approve()
    const done = run.run()
    await clock.advance(5_000)
    expect(last()).toEqual({ kind: 'saving', problem: FULL.toProblem() })
    expect(run.cancel()).toBe(false)
    await clock.advance(20 * MINUTE_MS)
    expect(last()).toMatchObject({ kind: 'saving' })
    failing.delete('save')
    expect(await clock.runUntil(done)).toMatchObject({ kind: 'signedIn' })
    expect(saved).toHaveLength(1)
  })
})

describe('the end of the process', () => {
  test('is a cancel while nothing is granted', async () => {
    const { clock, run, last } = bench()
    void run.run()
    await clock.flush()
    await run.close()
    expect(last()).toEqual({ kind: 'idle' })
  })

  test('does not wait for the name of whose login it is, once that is saved', async () => {
    const { clock, device, run, saved } = bench({ account: () => new Promise(() => undefined) })
    device.approve()
    void run.run()
    await clock.advance(5_000)
    await run.close()
    expect(saved).toHaveLength(1)
  })

  test('tries once more to save what was granted, and is not held up by a disk that stays full', async () => {
    const { clock, device, run, failing, steps } = bench()
    failing.add('save')
    device.approve()
    void run.run()
    await clock.advance(5_000)
    await run.close()
    expect(steps.filter((step) => step === 'save')).toHaveLength(2)
  })
})
