/** Tests of what must not be lost, and what must not begin, when the app ends or restarts in the middle of something. */
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppBench } from '../../testing/app-bench'
import { FakeClock } from '../../testing/fake-clock'
import { gate } from '../../testing/gate'
import { call, message } from '../../testing/network/client'
import { freePort } from '../../testing/network/free-port'
import { until } from '../../testing/until'

describe('a renewal under way', () => {
  test('is waited for when the person quits, even past the time for requests, and its token is saved', async () => {
    const { bench, refreshed, open } = await renewing()
    const quit = bench.command({ kind: 'quit' })
    open()
    await Promise.all([refreshed, quit])
    expect(bench.exits).toBe(1)
    expect(savedIsNewest(bench)).toBe(true)
  })

  test('is waited for when the app relaunches itself', async () => {
    const { bench, refreshed, open } = await renewing()
    const ended = bench.app.endAtOnce()
    open()
    await Promise.all([refreshed, ended])
    expect(savedIsNewest(bench)).toBe(true)
  })
})

describe('a renewed login that cannot be saved', () => {
  test('is reported although the proxy is stopped, asked about at the end, and saved once the disk allows it', async () => {
    const bench = await AppBench.start()
    const mend = breakDisk(bench)
    await bench.command({ kind: 'refresh' })
    expect(bench.state.engine.unsaved).toMatchObject({ code: 'SAVE_FAILED' })
    await bench.command({ kind: 'stop', atOnce: true })
    expect(bench.state.engine.unsaved).toMatchObject({ code: 'SAVE_FAILED' })
    bench.answer = false
    await bench.command({ kind: 'quit' })
    expect(bench.questions.at(-1)?.detail).toContain('isn’t saved yet')
    expect(bench.exits).toBe(0)
    mend()
    await bench.app.quit()
    expect(savedIsNewest(bench)).toBe(true)
  })

  test('is saved within half a minute after the disk is mended, although the proxy is stopped', async () => {
    const clock = new FakeClock()
    const bench = await AppBench.start({ clock, simulator: { nowMs: () => clock.wallMs() } })
    const mend = breakDisk(bench)
    await bench.command({ kind: 'refresh' })
    await bench.command({ kind: 'stop', atOnce: true })
    await clock.advance(60_000)
    expect(bench.state.engine.unsaved).not.toBeNull()
    mend()
    await clock.advance(30_000)
    await bench.until('it is saved', ({ engine }) => engine.unsaved === null)
    expect(savedIsNewest(bench)).toBe(true)
  })

  test('is kept by the next engine of the same app', async () => {
    const bench = await AppBench.start()
    const mend = breakDisk(bench)
    await bench.command({ kind: 'refresh' })
    await bench.command({ kind: 'saveSettings', changes: { port: await freePort() } })
    mend()
    await bench.command({ kind: 'stop', atOnce: true })
    expect(savedIsNewest(bench)).toBe(true)
    expect(bench.simulator.log.reusedRefreshTokens()).toEqual([])
  })
})

describe('actions that overlap', () => {
  test('quitting while new settings are applied starts nothing any more', async () => {
    const { bench, port, saved } = await savingUnderAStream()
    await bench.app.quit()
    await saved
    await expect(call(port, '/health')).rejects.toThrow()
    expect(bench.state.serving.kind).toBe('off')
  })

  test('a stop while new settings are applied leaves the proxy stopped', async () => {
    const { bench, port, saved } = await savingUnderAStream()
    await Promise.all([bench.command({ kind: 'stop', atOnce: true }), saved])
    expect(bench.state.serving).toEqual({ kind: 'off' })
    await expect(call(port, '/health')).rejects.toThrow()
  })

  test('quitting is not held up by a start that waits for the lock of the home', async () => {
    const bench = await AppBench.create()
    const release = holdHome(bench)
    const started = bench.app.start()
    await bench.until('it is starting', ({ serving }) => serving.kind === 'starting')
    await bench.app.quit()
    expect(bench.exits).toBe(1)
    release()
    await started
    await expect(call(bench.port, '/health')).rejects.toThrow()
  })

  test('the end of a success note does not close the settings that were opened meanwhile', async () => {
    const bench = await AppBench.start({ signedIn: false })
    await bench.command({ kind: 'openWindow', face: 'status' })
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.until('it is done', ({ guide }) => guide.kind === 'done')
    await bench.command({ kind: 'openWindow', face: 'settings' })
    await bench.until('the note is over', ({ guide }) => guide.kind === 'idle')
    expect(bench.state).toMatchObject({ windowOpen: true, face: 'settings' })
  })

  test('one question is open at a time', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 30, slow 20 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    bench.answer = false
    await Promise.all([
      bench.command({ kind: 'stop', atOnce: false }),
      bench.command({ kind: 'quit' }),
      bench.command({ kind: 'stop', atOnce: false }),
    ])
    expect(bench.questions).toHaveLength(1)
    expect((await stream).status).toBe(200)
  })
})

test('a view that throws stops neither the engine nor the other views', async () => {
  const bench = await AppBench.create()
  bench.app.subscribe(() => {
    throw new Error('broken view')
  })
  let told = 0
  bench.app.subscribe(() => {
    told += 1
  })
  await bench.app.start()
  expect((await message(bench.port, 'hello')).status).toBe(200)
  expect(told).toBeGreaterThan(3)
})

test('a command of the tray that fails makes a notice', async () => {
  const bench = await AppBench.start({ settings: { notifications: false } })
  bench.store.failure = new Error('disk')
  await bench.app.commandFromTray({ kind: 'setPreferences', changes: { language: 'en' } })
  expect(bench.titles).toEqual(['That didn’t work'])
})

/** Brings the app to a renewal under way: Kimi has rotated the token, and answers once `open` is called. */
async function renewing() {
  const bench = await AppBench.start()
  const { passed, open } = gate()
  bench.simulator.onRotated = () => passed
  const refreshed = bench.command({ kind: 'refresh' })
  await until('Kimi has rotated', () => bench.simulator.log.grantedCount === 1)
  return { bench, refreshed, open }
}

/** Whether the file on disk holds the token that Kimi issued last. */
function savedIsNewest(bench: AppBench): boolean {
  const last = bench.simulator.log.refreshRequests.at(-1)?.refreshToken
  const saved = bench.sandbox.readLogin()['refresh_token']
  return typeof saved === 'string' && saved !== '' && saved !== last
}

/** From the next rotation on, puts a folder where the login is to be saved. The returned function mends that. */
function breakDisk(bench: AppBench): () => void {
  const file = bench.sandbox.credentials
  let broken = false
  bench.simulator.onRotated = async () => {
    if (broken) return
    broken = true
    renameSync(file, `${file}.away`)
    mkdirSync(join(file, 'in-the-way'), { recursive: true })
  }
  return () => {
    rmSync(file, { recursive: true })
    renameSync(`${file}.away`, file)
  }
}

/**
 * Holds the lock of the home, as another process does that starts or stops there (proper-lockfile's folder, kept fresh).
 */
function holdHome(bench: AppBench): () => void {
  const lock = join(bench.sandbox.home, 'run.json.lock')
  mkdirSync(lock, { recursive: true })
  const timer = setInterval(() => utimesSync(lock, new Date(), new Date()), 500)
  return () => {
    clearInterval(timer)
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Brings the app to a settings change under way, which waits for a stream to end. */
async function savingUnderAStream() {
  const bench = await AppBench.start()
  const stream = message(bench.port, 'count to 60, slow 20 ms', true).catch(() => undefined)
  await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
  const port = await freePort()
  const saved = bench.command({ kind: 'saveSettings', changes: { port } }).then(() => stream)
  await bench.until('it drains', ({ serving }) => serving.kind === 'draining')
  return { bench, port, saved }
}
