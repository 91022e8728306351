import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { standIn } from '../../testing/electron/stand-in'
import { FakeClock } from '../../testing/fake-clock'
import { RecordingLog } from '../../testing/recording-log'
import { guardAgainstCrashes } from './crash-guard'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsaW4ifQ.c2lnbmF0dXJl'

function bench(relaunchedMsAgo: number | null = null) {
  const clock = new FakeClock()
  const stderr = new PassThrough({ encoding: 'utf8' })
  const process = Object.assign(new EventEmitter(), { stderr })
  const log = new RecordingLog()
  const bench = {
    clock,
    log,
    survived: 0,
    relaunches: 0,
    /** The error that the app throws when it is told of a crash. */
    failure: null as Error | null,
    crash: (error: unknown = new Error('boom')) => process.emit('uncaughtException', error),
    reject: (reason: unknown) => process.emit('unhandledRejection', reason),
    stderr: () => stderr.read(),
    verdicts: () => log.lines.map(({ fields }) => fields['verdict']),
  }
  guardAgainstCrashes(standIn(process), {
    log,
    nowMs: () => clock.wallMs(),
    relaunchedAtMs: relaunchedMsAgo === null ? null : clock.wallMs() - relaunchedMsAgo,
    survived() {
      bench.survived += 1
      if (bench.failure !== null) throw bench.failure
    },
    relaunch() {
      bench.relaunches += 1
      if (bench.failure !== null) throw bench.failure
    },
  })
  return bench
}

describe('an error nobody caught', () => {
  test('leaves one line on standard error, without what it may quote', () => {
    const { crash, stderr } = bench()
    crash(new Error(`boom\n with ${JWT}`))
    expect(stderr()).toBe('Kimi Proxy: uncaught error: Error: boom with [redacted]\n')
  })

  test('is logged at once, and survived', () => {
    const parts = bench()
    parts.crash(new Error('boom'))
    expect(parts).toMatchObject({ survived: 1, relaunches: 0 })
    expect(parts.log.lines).toMatchObject([
      { level: 'error', event: 'uncaught', fields: { verdict: 'survive' } },
    ])
    expect(parts.log.lines[0]?.fields['stack']).toMatch(/^Error: boom\n\s+at /)
    expect(parts.log.flushedLines).toBe(1)
  })

  test('in a promise is the same', () => {
    const parts = bench()
    parts.reject(new Error('boom'))
    expect(parts).toMatchObject({ survived: 1, relaunches: 0 })
    expect(parts.verdicts()).toEqual(['survive'])
  })

  test.each([
    ['a JWT', `refused: ${JWT}`],
    ['a bearer value', `headers: {"x": "Bearer ${JWT}"}`],
    ['a key', 'key sk-kimi-0123456789abcdef'],
  ])('that quotes %s is logged without it', (_what, message) => {
    const parts = bench()
    parts.crash(new Error(message))
    parts.reject(new TypeError(message))
    const text = JSON.stringify(parts.log.lines)
    expect(text).toContain('[redacted]')
    expect(text).not.toMatch(/eyJ|sk-kimi/)
  })

  test.each([
    ['a text', `Bearer ${JWT}`],
    ['an object', { access_token: JWT }],
    ['nothing', undefined],
  ])('that is %s is logged without its content', (_what, thrown) => {
    const parts = bench()
    parts.reject(thrown)
    expect(parts.survived).toBe(1)
    expect(parts.log.lines).toEqual([
      { level: 'error', event: 'uncaught', fields: { stack: 'not an error', verdict: 'survive' } },
    ])
  })

  test('without a stack is logged with its message', () => {
    const parts = bench()
    const error = new Error('boom')
    Object.defineProperty(error, 'stack', { value: undefined })
    parts.crash(error)
    expect(parts.log.lines).toMatchObject([{ fields: { stack: 'boom' } }])
  })

  test('now and then is survived for as long as the app runs', async () => {
    const parts = bench()
    for (let hour = 0; hour < 50; hour += 1) {
      parts.crash()
      await parts.clock.advance(30_000)
    }
    expect(parts).toMatchObject({ survived: 50, relaunches: 0 })
  })
})

describe('the fourth within a minute', () => {
  test('relaunches the app', () => {
    const parts = bench()
    parts.crash()
    parts.reject(new Error('boom'))
    parts.crash()
    expect(parts.relaunches).toBe(0)
    parts.crash()
    expect(parts).toMatchObject({ survived: 3, relaunches: 1 })
    expect(parts.verdicts()).toEqual(['survive', 'survive', 'survive', 'relaunch'])
    expect(parts.log.flushedLines).toBe(4)
  })

  test('relaunches once: an error on the way out is only logged', async () => {
    const parts = bench()
    for (let count = 0; count < 10; count += 1) parts.crash()
    await parts.clock.advance(700_000)
    for (let count = 0; count < 10; count += 1) parts.crash()
    expect(parts).toMatchObject({ survived: 3, relaunches: 1 })
    expect(parts.log.lines).toHaveLength(20)
  })

  test('does not relaunch an app that was relaunched a short while ago, so that there is no loop', () => {
    const parts = bench(5_000)
    for (let count = 0; count < 6; count += 1) parts.crash()
    expect(parts).toMatchObject({ survived: 6, relaunches: 0 })
    expect(parts.verdicts().slice(3)).toEqual(['stay', 'stay', 'stay'])
  })

  test('relaunches an app whose last relaunch is long past', () => {
    const parts = bench(600_000)
    for (let count = 0; count < 4; count += 1) parts.crash()
    expect(parts.relaunches).toBe(1)
  })
})

// Node ends a process whose handler of uncaught errors throws (nodejs.org, 'uncaughtException').
test('an error in the report of an error does not end the app', () => {
  const parts = bench()
  parts.failure = new Error(`no window: Bearer ${JWT}`)
  for (let count = 0; count < 4; count += 1) expect(() => parts.crash()).not.toThrow()
  expect(parts).toMatchObject({ survived: 3, relaunches: 1 })
  const text = JSON.stringify(parts.log.lines)
  expect(text).toContain('no window')
  expect(text).not.toContain(JWT)
})
