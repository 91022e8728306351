import { expect, test } from 'vitest'
import { Stopwatch } from './stopwatch'

function watch() {
  let nowMs = 50
  const time = new Stopwatch(() => nowMs)
  return {
    time,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

const NONE = {
  queuedMs: 0,
  waitedMs: 0,
  renewalMs: 0,
  connectMs: 0,
  uploadMs: 0,
  firstByteMs: null,
  retriedMs: 0,
}

test('each wait is counted where it was spent, and what lies between them nowhere', async () => {
  const { time, pass } = watch()
  pass(1)
  for (const [phase, ms] of [
    ['queued', 20],
    ['renewal', 300],
    ['parked', 4_000],
  ] as const) {
    await time.during(
      phase,
      Promise.resolve().then(() => pass(ms)),
    )
    pass(1)
  }
  expect(time.waits()).toEqual({ ...NONE, queuedMs: 20, renewalMs: 300, waitedMs: 4_000 })
  expect(time.totalMs).toBe(4_324)
})

test('the first byte is that of the last try, and what earlier ones took is told apart', () => {
  const { time, pass } = watch()
  for (const end of ['answer', 'own', 'answer'] as const) {
    time.enter('connect')
    pass(10)
    time.leave('connect', 'upload')
    pass(100)
    time.leave('upload', 'firstByte')
    pass(1_000)
    time.enter(end)
    pass(1)
  }
  expect(time.waits()).toEqual({
    ...NONE,
    connectMs: 30,
    uploadMs: 100,
    firstByteMs: 1_000,
    retriedMs: 2_200,
  })
})

test('a try that was never answered has no first byte, and its time counts as a failed try', () => {
  const { time, pass } = watch()
  time.enter('connect')
  time.leave('connect', 'upload')
  time.leave('upload', 'firstByte')
  pass(60_000)
  expect(time.waits()).toEqual({ ...NONE, retriedMs: 60_000 })
})

test('an end that comes late takes no time from whoever waits by then', async () => {
  const { time, pass } = watch()
  let renewed: () => void = () => undefined
  const renewal = time.during(
    'renewal',
    new Promise<void>((resolve) => {
      renewed = resolve
    }),
  )
  pass(5)
  time.enter('parked')
  pass(7)
  renewed()
  await renewal
  pass(8)
  expect(time.waits()).toEqual({ ...NONE, renewalMs: 5, waitedMs: 15 })
})

test('a wait that fails is counted too', async () => {
  const { time, pass } = watch()
  const failing = Promise.reject(new Error('no'))
  pass(0)
  await expect(time.during('renewal', failing)).rejects.toThrow('no')
  pass(3)
  expect(time.waits()).toEqual(NONE)
})
