import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { standIn } from '../../testing/electron/stand-in'
import { FakeNotification } from '../../testing/electron/system-fakes'
import { RecordingLog } from '../../testing/recording-log'
import { createNotifier } from './notifications'

const NOTICE = { title: 'Sign in to Kimi again', body: 'Kimi signed you out.', button: 'Sign In' }

interface BenchOptions {
  readonly hasButtons?: boolean
  readonly supported?: boolean
  readonly showFailure?: Error
}

function bench({ hasButtons = false, supported = true, showFailure }: BenchOptions = {}) {
  const log = new RecordingLog()
  const made: FakeNotification[] = []
  const clicks: string[] = []
  const notify = createNotifier(
    {
      isSupported: () => supported,
      create(options) {
        const notification = new FakeNotification(options)
        notification.showFailure = showFailure ?? null
        made.push(notification)
        return standIn(notification)
      },
    },
    log,
    {
      hasButtons,
      onNoticeClick: () => clicks.push('click'),
      onNoticeButton: () => clicks.push('button'),
    },
  )
  return { log, made, clicks, notify }
}

test('a notice is shown once, with its title and its text', () => {
  const { notify, made, log } = bench()
  notify(NOTICE)
  expect(made).toMatchObject([{ title: NOTICE.title, body: NOTICE.body, actions: [], shown: 1 }])
  expect(log.lines).toEqual([])
})

test('a click on a notice opens the app, also on one of several', () => {
  const parts = bench()
  const plain = { title: NOTICE.title, body: NOTICE.body }
  parts.notify(plain)
  parts.notify(plain)
  parts.made[0]?.emit('click')
  expect(parts.clicks).toEqual(['click'])
  parts.made[1]?.emit('click')
  expect(parts.clicks).toEqual(['click', 'click'])
})

describe('a notice that offers a sign-in', () => {
  test('has a button for it where the system has such, and a click beside it opens the app alone', () => {
    const { notify, made, clicks } = bench({ hasButtons: true })
    notify(NOTICE)
    expect(made[0]?.actions).toEqual([{ type: 'button', text: 'Sign In' }])
    made[0]?.emit('action', {}, 0)
    expect(clicks).toEqual(['button'])
    made[0]?.emit('click')
    expect(clicks).toEqual(['button', 'click'])
  })

  test('begins it with a click where there are no buttons', () => {
    const { notify, made, clicks } = bench()
    notify(NOTICE)
    expect(made[0]?.actions).toEqual([])
    made[0]?.emit('click')
    expect(clicks).toEqual(['button'])
  })
})

describe('a system that shows no notices', () => {
  test('is not asked to', () => {
    const { notify, made } = bench({ supported: false })
    notify(NOTICE)
    expect(made).toEqual([])
  })

  test('by throwing is survived, and the reason logged', () => {
    const { notify, log } = bench({ showFailure: new Error('no notification daemon') })
    expect(() => notify(NOTICE)).not.toThrow()
    expect(log.lines).toEqual([
      { level: 'warn', event: 'notice-refused', fields: { message: 'no notification daemon' } },
    ])
  })

  test('by throwing when it is asked whether it shows notices is survived too', () => {
    const log = new RecordingLog()
    const notify = createNotifier(
      {
        isSupported() {
          throw new Error('no bus')
        },
        create: () => standIn(new FakeNotification({})),
      },
      log,
      { hasButtons: false, onNoticeClick: () => undefined, onNoticeButton: () => undefined },
    )
    expect(() => notify(NOTICE)).not.toThrow()
    expect(log.lines).toMatchObject([{ event: 'notice-refused', fields: { message: 'no bus' } }])
  })

  test('and reports that later is logged, and the next notice is tried all the same', () => {
    const { notify, made, log } = bench()
    notify(NOTICE)
    made[0]?.emit('failed', {}, 'turned off in System Settings')
    expect(log.lines).toEqual([
      { level: 'warn', event: 'notice-refused', fields: { message: 'turned off in System Settings' } },
    ])
    notify(NOTICE)
    expect(made[1]?.shown).toBe(1)
  })
})

describe('a notice that only the notifier holds', () => {
  test('still hears its click until it is closed', async () => {
    const parts = shownWithoutAHold()
    await collectGarbage()
    const notification = parts.reference.deref()
    expect(notification).toBeDefined()
    notification?.emit('click')
    expect(parts.clicks()).toBe(1)
  })

  test.each<[string, (notification: FakeNotification) => void]>([
    ['closed', (notification) => notification.emit('close')],
    ['refused', (notification) => notification.emit('failed', {}, 'no')],
  ])('is released once it is %s', async (_end, end) => {
    const { reference } = shownWithoutAHold()
    const endIt = () => {
      const notification = reference.deref()
      if (notification !== undefined) end(notification)
    }
    endIt()
    await collectGarbage()
    expect(reference.deref()).toBeUndefined()
  })

  test('is released when it cannot even be shown', async () => {
    const { reference } = shownWithoutAHold(new Error('no'))
    await collectGarbage()
    expect(reference.deref()).toBeUndefined()
  })
})

function shownWithoutAHold(showFailure: Error | null = null) {
  let clicks = 0
  let reference = new WeakRef(new FakeNotification({}))
  const notify = createNotifier(
    {
      isSupported: () => true,
      create(options) {
        const notification = new FakeNotification(options)
        notification.showFailure = showFailure
        reference = new WeakRef(notification)
        return standIn(notification)
      },
    },
    new RecordingLog(),
    {
      hasButtons: true,
      onNoticeClick: () => {
        clicks += 1
      },
      onNoticeButton: () => undefined,
    },
  )
  notify(NOTICE)
  // In the app, the notifier is held for as long as the app runs; here the test holds it.
  held.push(notify)
  return { reference, clicks: () => clicks }
}

const held: unknown[] = []

/** An object that a weak reference was asked for is kept until the running job ends (ECMAScript, WeakRef). */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  await new Promise((resolve) => setImmediate(resolve))
  runInNewContext('gc')()
}
