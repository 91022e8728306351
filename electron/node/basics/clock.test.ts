import { describe, expect, it } from 'vitest'
import { createSystemClock } from './clock'

class Machine {
  wallMs = 1_700_000_000_000
  awakeMs = 50
  uptimeMs = 9_000_000
  timesAsked = 0

  readonly clock = createSystemClock({
    wallMs: () => this.wallMs,
    awakeMs: () => this.awakeMs,
    uptimeMs: () => {
      this.timesAsked += 1
      return this.uptimeMs
    },
  })

  work(ms: number): void {
    this.awakeMs += ms
    this.wallMs += ms
    this.uptimeMs += ms
  }

  sleep(ms: number): void {
    this.wallMs += ms
    this.uptimeMs += ms
  }
}

describe('the time passed', () => {
  it('counts a sleep at once, however short ago it was asked', () => {
    const machine = new Machine()
    const before = machine.clock.elapsedMs()
    machine.work(3)
    machine.sleep(600_000)
    machine.work(3)
    expect(machine.clock.elapsedMs() - before).toBe(600_006)
  })

  it('counts one within a second though the wall clock was set back by as much', () => {
    const machine = new Machine()
    const before = machine.clock.elapsedMs()
    machine.sleep(600_000)
    machine.wallMs -= 600_000
    machine.work(1_000)
    expect(machine.clock.elapsedMs() - before).toBe(601_000)
  })

  it('does not follow a wall clock that is set', () => {
    const machine = new Machine()
    const before = machine.clock.elapsedMs()
    machine.wallMs += 86_400_000
    machine.work(10)
    machine.wallMs -= 2 * 86_400_000
    expect(machine.clock.elapsedMs() - before).toBe(10)
  })

  it('does not ask the slow clock for every request', () => {
    const machine = new Machine()
    const before = machine.timesAsked
    for (let request = 0; request < 400; request += 1) {
      machine.work(2)
      machine.clock.elapsedMs()
    }
    expect(machine.timesAsked).toBe(before)
  })
})

it('calls back not a fraction of a millisecond before the time has passed', async () => {
  const clock = createSystemClock()
  const early: number[] = []
  const waits = Array.from({ length: 200 }, (_, n) => {
    const delayMs = 1 + n / 7.3
    const dueMs = clock.elapsedMs() + delayMs
    return new Promise<void>((resolve) => {
      clock.after(delayMs, () => {
        if (clock.elapsedMs() < dueMs) early.push(dueMs - clock.elapsedMs())
        resolve()
      })
    })
  })
  await Promise.all(waits)
  expect(early).toEqual([])
})
