/** @module-tag app */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { finish, untilOutput } from '../../electron/testing/harness'
import { until } from '../../electron/testing/until'
import { hasProcesses, RUNTIME_NAME, spawnApp } from '../app/launch'
import { Fixture, factsOf } from './fixture/start'

let fixture: Fixture
beforeAll(async () => {
  fixture = await Fixture.make()
})
afterEach(() => fixture.endAll())
afterAll(() => fixture.remove())

describe('starting and ending', () => {
  test.each(['held', 'free'] as const)('a window opens, and quitting ends everything (%s)', async (mode) => {
    const opened = await fixture.open({ mode })
    expect(await opened.page.title()).toBe('Fixture')
    const { code } = await opened.close()
    expect(code).toBe(0)
    expect(opened.stdout()).toContain('ready-to-show before-quit close closed will-quit quit')
  })

  test('the report can name what it ran on', () => {
    expect(RUNTIME_NAME).toMatch(/^the stand-in \(Node [\d.]+ \+ Chromium [\d.]+\)$|^Electron [\d.]+$/)
  })

  test('a window that refuses to close stops the quitting', async () => {
    const opened = await fixture.open({ env: { FIXTURE_KEEP: '1' } })
    await opened.app.evaluate(({ app }) => app.quit())
    expect((await factsOf(opened)).events).toEqual(['ready-to-show', 'before-quit', 'close'])
    expect(await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    await opened.app.evaluate(({ app }) => setImmediate(() => app.exit(3)))
    expect((await opened.exit).code).toBe(3)
  })

  test('closing the last window does not quit an app that listens for it', async () => {
    const opened = await fixture.open()
    await opened.page.close()
    await until('the window is gone', async () =>
      (await factsOf(opened)).events.includes('window-all-closed'),
    )
    expect((await factsOf(opened)).events).toEqual(['ready-to-show', 'closed', 'window-all-closed'])
  })

  test('a killed host takes Chromium with it and the harness removes its profile', async () => {
    const parent = mkdtempSync(join(fixture.folder, 'profiles-'))
    const opened = await fixture.open({ env: { STAND_IN_PROFILE_DIR: parent } })
    expect(hasProcesses(parent)).toBe(true)
    await opened.kill()
    await until('Chromium has ended', () => !hasProcesses(parent))
  })

  test('an app that quits removes its own profile', async () => {
    const parent = mkdtempSync(join(fixture.folder, 'profiles-'))
    const opened = await fixture.open({ env: { STAND_IN_PROFILE_DIR: parent } })
    await opened.close()
    expect(readdirSync(parent)).toEqual([])
  })

  test('an app that relaunches itself is started again once it has ended', async () => {
    const child = spawnApp(fixture.options({ args: ['--no-window', '--relaunch-once'], observed: false }))
    await untilOutput(child, /before-quit will-quit quit/)
    const started = join(fixture.folder, 'relaunched')
    await until('the next one has started and ended', () => existsSync(started))
    expect(readFileSync(started, 'utf8')).toBe('--no-window')
  })

  test('a signal from the system quits the app in order', async () => {
    const child = spawnApp(fixture.options({ args: ['--no-window'], observed: false }))
    await untilOutput(child, /fixture is ready/)
    const ended = untilOutput(child, /before-quit will-quit quit\n/)
    const finished = finish(child)
    child.kill('SIGTERM')
    await ended
    expect((await finished).code).toBe(0)
  })
})

describe('one instance per data folder', () => {
  test('a second start is refused, and the first one is told of it', async () => {
    const opened = await fixture.open()
    const second = await finish(spawnApp(fixture.options({ args: ['--port', '19000'] })))
    expect(second.code).toBe(7)
    await until('the first one hears of it', async () => (await factsOf(opened)).visits.length === 1)
    const [visit] = (await factsOf(opened)).visits
    expect(visit?.argv.slice(-3)).toEqual([join(fixture.folder, 'main.js'), '--port', '19000'])
    expect(visit?.data).toEqual({ from: expect.any(Number) })
  })

  test('the lock of a killed app is taken over', async () => {
    const first = await fixture.open()
    await first.kill()
    const second = await fixture.open()
    expect((await factsOf(second)).hasLock).toBe(true)
  })
})
