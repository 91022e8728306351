import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { endWell } from './ending'

function bench() {
  const calls: string[] = []
  const app = new (class extends EventEmitter {
    whenReady = async () => undefined
    quit = () => {
      calls.push('app.quit')
      this.emit('before-quit', { preventDefault: () => calls.push('prevented') })
    }
  })()
  const powerMonitor = new EventEmitter()
  const process = new EventEmitter()
  const ending = {
    hasEnded: false,
    async quit() {
      calls.push('quit')
    },
    abandon: () => void calls.push('abandon'),
  }
  let nowMs = 1_000_000
  let isRunning = true
  endWell({
    app: app as unknown as Parameters<typeof endWell>[0]['app'],
    powerMonitor: powerMonitor as unknown as Parameters<typeof endWell>[0]['powerMonitor'],
    process: process as unknown as NodeJS.Process,
    nowMs: () => nowMs,
    running: () => (isRunning ? ending : null),
  })
  const beforeQuit = () => {
    let prevented = false
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }
  const pass = (ms: number) => {
    nowMs += ms
  }
  const begin = (running: boolean) => {
    isRunning = running
  }
  return { powerMonitor, process, calls, ending, beforeQuit, pass, begin }
}

describe('an end of the app', () => {
  test('waits for the requests to end, whichever way the person quits', async () => {
    const { beforeQuit, calls, process } = bench()
    expect(beforeQuit()).toBe(true)
    process.emit('SIGINT')
    process.emit('SIGTERM')
    expect(calls).toEqual(['quit', 'quit', 'quit'])
  })

  test('goes through once the requests have ended, and before the app exists', () => {
    const { beforeQuit, calls, ending, begin } = bench()
    ending.hasEnded = true
    expect(beforeQuit()).toBe(false)
    begin(false)
    expect(beforeQuit()).toBe(false)
    expect(calls).toEqual([])
  })

  test('is not held up while the computer shuts down', async () => {
    const { beforeQuit, calls, powerMonitor } = bench()
    await Promise.resolve()
    powerMonitor.emit('shutdown')
    expect(calls).toEqual([])
    expect(beforeQuit()).toBe(false)
    expect(calls).toEqual(['abandon'])
  })

  test('is not held up either where the shutdown comes with a signal', async () => {
    const { calls, powerMonitor, process } = bench()
    await Promise.resolve()
    powerMonitor.emit('shutdown')
    process.emit('SIGTERM')
    expect(calls).toEqual(['app.quit', 'abandon'])
  })

  test('counts as the person’s again a minute after a shutdown that was called off', async () => {
    const { beforeQuit, powerMonitor, pass } = bench()
    await Promise.resolve()
    powerMonitor.emit('shutdown')
    pass(60_000)
    expect(beforeQuit()).toBe(true)
  })
})
