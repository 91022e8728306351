/** Tests of what the app costs while nobody uses it. Every timer of the app runs on a clock that is moved by hand. */
import type { Menu, NativeImage, NativeTheme, Tray } from 'electron'
import { describe, expect, test } from 'vitest'
import type { Platform } from '../../contract/app'
import { AppBench } from '../../testing/app-bench'
import { standIn } from '../../testing/electron/stand-in'
import { FakeImage, FakeMenu, FakeTheme, FakeTray } from '../../testing/electron/tray-fakes'
import { FakeClock } from '../../testing/fake-clock'
import { message } from '../../testing/network/client'
import { until } from '../../testing/until'
import { TrayIcon } from '../tray/tray'

const HOUR_MS = 3_600_000
const HALF_MINUTE_MS = 30_000
/** In an hour the quota is looked at so often, and drawn a moment after Kimi has answered. */
const DRAWN_LOOKS = 5

/** Runs the app with its tray, engine on and window hidden, for an hour. */
async function idleHour(
  platform: Platform,
  menuBarTitle: 'off' | 'token',
  settings: Record<string, unknown> = {},
) {
  const clock = new FakeClock()
  const bench = await AppBench.start({
    clock,
    platform,
    // The simulated Kimi has the same clock as the app.
    simulator: { nowMs: () => clock.wallMs() },
    settings: { menuBarTitle, ...settings },
  })
  const tray = new FakeTray()
  const parts = {
    createTray: () => standIn<Tray>(tray),
    createMenu: () => standIn<Menu>(new FakeMenu([])),
    loadImage: (path: string) => standIn<NativeImage>(new FakeImage(path)),
    nativeTheme: standIn<NativeTheme>(new FakeTheme()),
    hasDarkPanel: false,
  }
  new TrayIcon(parts, bench.app, clock, '/icons')
  await clock.advance(1_000)
  const before = clock.firedAtMs.length
  for (let passedMs = 0; passedMs < HOUR_MS; passedMs += HALF_MINUTE_MS) {
    await clock.advance(HALF_MINUTE_MS)
    // Files and sockets take real time; the timers that they set must be counted too.
    await new Promise((resolve) => setImmediate(resolve))
    await until('renewals have ended', () => {
      const { login } = bench.state.engine
      return login.kind !== 'signedIn' || login.renewal.kind !== 'running'
    })
  }
  const titles = tray.titles.map(({ title }) => title)
  return { bench, clock, wakeUps: clock.firedAtMs.slice(before), titles, tooltips: tray.tooltips }
}

describe.each<Platform>(['linux', 'win32', 'darwin'])('an idle app on %s', (platform) => {
  test('wakes the computer at most once in 30 s, and keeps its tooltip right', async () => {
    const { bench, wakeUps, titles, tooltips } = await idleHour(platform, 'off')
    expect(wakeUps.length).toBeLessThanOrEqual(HOUR_MS / HALF_MINUTE_MS + DRAWN_LOOKS)
    const moments = [...new Set(wakeUps)]
    const gaps = moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? 0))
    // Each of them makes two shorter gaps of one.
    const shorter = gaps.filter((gapMs) => gapMs < HALF_MINUTE_MS - 200)
    expect(shorter.length).toBeLessThanOrEqual(2 * DRAWN_LOOKS)
    expect(bench.state.serving.kind).toBe('serving')
    expect(tooltips.length).toBeGreaterThan(10)
    expect(titles.filter((title) => title !== '')).toEqual([])
  })
})

test('an own login is renewed although nobody uses it, and never expires', async () => {
  const { bench } = await idleHour('linux', 'off')
  // A login that is shared with kimi-code is left to its owner after 30 minutes without a request.
  expect(bench.simulator.log.grantedCount).toBeGreaterThanOrEqual(3)
  expect(bench.simulator.log.reusedRefreshTokens()).toEqual([])
})

test('a title that counts minutes costs one more wake-up each minute, and shows no seconds', async () => {
  const { wakeUps, titles } = await idleHour('darwin', 'token')
  expect(wakeUps.length).toBeLessThanOrEqual(HOUR_MS / HALF_MINUTE_MS + HOUR_MS / 60_000)
  expect(titles).toContain('14m')
  expect(titles.every((title) => /^(\d+m|<1m|)$/.test(title))).toBe(true)
})

describe('after a time in which the app did not run', () => {
  test('a sleep is noticed because a timer is late, and is logged with how late; the first request is served after one renewal', async () => {
    const { bench, clock } = await started()
    await clock.suspend(3 * HOUR_MS)
    await clock.advance(1_000)
    expect((await message(bench.port, 'hello')).status).toBe(200)
    await bench.command({ kind: 'openLog' })
    const line = /"event":"woke","reason":"late timer","lateMs":(\d+)/.exec(bench.sandbox.log())
    expect(Number(line?.[1])).toBeGreaterThan(2 * HOUR_MS)
    expect(bench.simulator.log.grantedCount).toBe(1)
    expect(bench.state.engine.login.kind).toBe('signedIn')
  })

  test.each([
    ['forward', 5 * HOUR_MS],
    ['back', -5 * HOUR_MS],
  ])(
    'a clock that was set %s is one event, and causes neither a storm of renewals nor a wrong expiry',
    async (_way, jumpMs) => {
      const { bench, clock } = await started()
      clock.jumpWall(jumpMs)
      await clock.advance(5 * HALF_MINUTE_MS)
      await bench.command({ kind: 'openLog' })
      expect(bench.sandbox.log().match(/"reason":"clock moved"/g)).toHaveLength(1)
      expect(bench.simulator.log.refreshRequests.length).toBeLessThanOrEqual(1)
      expect(bench.state.engine.login.kind).toBe('signedIn')
    },
  )

  test('resume and unlock at the same time drop idle connections once and check the token twice', async () => {
    const { bench } = await started()
    bench.app.wake('resume')
    bench.app.wake('unlock')
    await bench.command({ kind: 'openLog' })
    expect(bench.sandbox.log().match(/"event":"woke"/g)).toHaveLength(2)
    expect(bench.simulator.log.refreshRequests).toEqual([])
  })
})

async function started() {
  const clock = new FakeClock()
  const bench = await AppBench.start({ clock, simulator: { nowMs: () => clock.wallMs() } })
  // The engine's timer starts only once a login is found.
  await bench.until('the engine has found the login', ({ engine }) => engine.login.kind === 'signedIn')
  return { bench, clock }
}

test('a stopped app does not wake the computer at all', async () => {
  const clock = new FakeClock()
  const bench = await AppBench.start({ clock })
  await bench.command({ kind: 'stop', atOnce: true })
  const before = clock.firedAtMs.length
  await clock.advance(HOUR_MS)
  expect(clock.firedAtMs.length - before).toBeLessThanOrEqual(1)
})
