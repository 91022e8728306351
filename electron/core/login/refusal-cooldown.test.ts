import { expect, test } from 'vitest'
import { FakeClock } from '../../testing/fake-clock'
import { refusedRequest } from '../../testing/token-bench'
import { Secret } from '../basics/secret'
import { RefusalCooldown } from './refusal-cooldown'

test('lasts 1 s, then twice as long each time, up to 600 s', async () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  const lengths: number[] = []
  for (let n = 0; n < 12; n += 1) {
    const lengthMs = cooldown.refusedForAll()
    lengths.push(lengthMs)
    await clock.advance(lengthMs - 1)
    expect(cooldown.advice(refusedRequest('/', 1))).toEqual({ kind: 'wait', waitMs: 1 })
    await clock.advance(1)
    expect(cooldown.advice(refusedRequest('/', 1))).toEqual({ kind: 'renew' })
    expect(cooldown.isEngaged).toBe(true)
  }
  const powers = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
  expect(lengths).toEqual([...powers, 600, 600].map((seconds) => seconds * 1000))
})

test('starts over after a success', () => {
  const cooldown = new RefusalCooldown(new FakeClock())
  cooldown.refusedForAll()
  cooldown.refusedForAll()
  cooldown.succeeded('/')
  expect([cooldown.isEngaged, cooldown.advice(refusedRequest('/'))]).toEqual([false, { kind: 'renew' }])
  expect(cooldown.refusedForAll()).toBe(1_000)
})

test('does not end early because someone set the clock', () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  cooldown.refusedForAll()
  clock.jumpWall(5 * 3_600_000)
  expect(cooldown.advice(refusedRequest('/', 0))).toEqual({ kind: 'passOn' })
})

test('is opened once for a path by one token, however many requests bring it back', async () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  for (let n = 0; n < 50; n += 1) cooldown.refusedOn('/usages', new Secret('a'))
  cooldown.succeeded('/v1/messages')
  expect(cooldown.advice(refusedRequest('/usages'))).toEqual({ kind: 'passOn' })
  await clock.advance(1_000)
  expect(cooldown.advice(refusedRequest('/usages'))).toEqual({ kind: 'renew' })
})

test('counts all paths on which nothing has succeeded as one, so that a new one forces no renewal at once', async () => {
  const clock = new FakeClock()
  const cooldown = new RefusalCooldown(clock)
  let renewals = 0
  for (let n = 0; n < 100; n += 1) {
    if (cooldown.advice(refusedRequest(`/files/${n}`)).kind === 'renew') {
      renewals += 1
      cooldown.refusedOn(`/files/${n}`, new Secret(`token-${renewals}`))
    }
    cooldown.succeeded('/v1/messages')
    await clock.advance(100)
  }
  // At 0, 1, 3 and 7 s.
  expect(renewals).toBe(4)
})

test('forgets the refusal on a new path once that path succeeds', () => {
  const cooldown = new RefusalCooldown(new FakeClock())
  cooldown.refusedOn('/files/1', new Secret('a'))
  cooldown.succeeded('/files/1')
  expect(cooldown.advice(refusedRequest('/files/2'))).toEqual({ kind: 'renew' })
})

test('remembers the 256 paths that succeeded last', () => {
  const cooldown = new RefusalCooldown(new FakeClock())
  for (let n = 0; n < 300; n += 1) {
    cooldown.succeeded('/v1/messages')
    cooldown.succeeded(`/files/${n}`)
  }
  cooldown.refusedForAll()
  const waitsAgain = (path: string) => cooldown.advice({ ...refusedRequest(path), waits: 1 }).kind === 'wait'
  expect([waitsAgain('/v1/messages'), waitsAgain('/files/299'), waitsAgain('/files/0')]).toEqual([
    true,
    true,
    false,
  ])
})

test('takes a path that once worked for refusing by itself only after three refused tokens', () => {
  const cooldown = new RefusalCooldown(new FakeClock())
  cooldown.succeeded('/usages')
  for (const [token, kind] of [
    ['a', 'renew'],
    ['b', 'renew'],
    ['c', 'passOn'],
  ] as const) {
    cooldown.refusedOn('/usages', new Secret(token))
    cooldown.succeeded('/v1/messages')
    expect(cooldown.advice(refusedRequest('/usages')).kind).toBe(kind)
  }
})
