import { expect, test } from 'vitest'
import { FakeClock } from '../testing/fake-clock'
import { RefusalCooldown } from './refusal'

test('lasts 60 s, then twice as long each time, up to 600 s', async () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  const lengths: number[] = []
  for (let n = 0; n < 6; n += 1) {
    const lengthMs = cooldown.open()
    lengths.push(lengthMs)
    await clock.advance(lengthMs - 1)
    expect(cooldown.isOpen).toBe(true)
    await clock.advance(1)
    expect([cooldown.isOpen, cooldown.isEngaged]).toEqual([false, true])
  }
  expect(lengths).toEqual([60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
})

test('starts over after a success', () => {
  const cooldown = new RefusalCooldown(new FakeClock())
  cooldown.open()
  cooldown.open()
  cooldown.close()
  expect([cooldown.isOpen, cooldown.isEngaged]).toEqual([false, false])
  expect(cooldown.open()).toBe(60_000)
})

test('does not end early because someone set the clock', () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  cooldown.open()
  clock.jumpWall(5 * 3_600_000)
  expect(cooldown.isOpen).toBe(true)
})
