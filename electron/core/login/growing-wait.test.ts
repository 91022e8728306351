import { expect, test } from 'vitest'
import { FakeClock } from '../../testing/fake-clock'
import { RenewalAllowance } from './growing-wait'

test('four renewals may follow each other at once, then one each second', async () => {
  const clock = new FakeClock()
  const allowance = new RenewalAllowance(clock)
  const leftMs: number[] = []
  for (let n = 0; n < 6; n += 1) {
    leftMs.push(allowance.leftMs)
    await clock.advance(allowance.leftMs)
    allowance.take()
  }
  expect(leftMs).toEqual([0, 0, 0, 0, 1_000, 1_000])
})

test('what was not used for a while is there again, and no more than that', async () => {
  const clock = new FakeClock()
  const allowance = new RenewalAllowance(clock)
  for (let n = 0; n < 4; n += 1) allowance.take()
  await clock.advance(3_600_000)
  for (let n = 0; n < 4; n += 1) allowance.take()
  expect(allowance.leftMs).toBe(1_000)
})
