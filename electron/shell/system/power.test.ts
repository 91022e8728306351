import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { WakeReason } from '../../node/engine/pulse'
import { standIn } from '../../testing/electron/stand-in'
import { FakeSaveBlocker } from '../../testing/electron/system-fakes'
import { createAwakeHold, tellAwakenings } from './power'

test('the engine is told of each awakening: after a sleep, and after an unlock where the system reported no sleep', () => {
  const monitor = new EventEmitter()
  const reasons: WakeReason[] = []
  tellAwakenings(standIn(monitor), (reason) => reasons.push(reason))
  for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'resume']) monitor.emit(event)
  expect(reasons).toEqual(['resume', 'unlock', 'resume'])
})

test('the computer is held awake only while requests run', () => {
  const blocker = new FakeSaveBlocker()
  const hold = createAwakeHold(blocker)
  expect(blocker.running.size).toBe(0)
  hold(true)
  expect(blocker.kinds).toEqual(['prevent-app-suspension'])
  hold(false)
  expect(blocker.running.size).toBe(0)
  hold(true)
  expect(blocker.running.size).toBe(1)
  hold(false)
  expect(blocker.running.size).toBe(0)
})

test('asking twice makes one hold, and releasing twice is no error', () => {
  const blocker = new FakeSaveBlocker()
  const hold = createAwakeHold(blocker)
  hold(false)
  hold(true)
  hold(true)
  expect(blocker.kinds).toHaveLength(1)
  hold(false)
  hold(false)
  expect(blocker.running.size).toBe(0)
})

test('a hold that the system has ended is not ended again, and the next one is new', () => {
  const blocker = new FakeSaveBlocker()
  const hold = createAwakeHold(blocker)
  hold(true)
  blocker.running.clear()
  hold(false)
  hold(true)
  expect(blocker.running).toEqual(new Set([1]))
})
