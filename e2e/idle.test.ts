/** What the app costs while nobody uses it: every timer of it runs on a clock that is moved by hand. */
import { describe, expect, test } from 'vitest'
import type { Platform } from '../electron/contract/desktop'
import { TrayIcon } from '../electron/shell/tray'
import { FakeClock } from '../electron/testing/fake-clock'
import { silentTray } from '../electron/testing/silent-tray'
import { DesktopBench } from './desktop-bench'
import { until } from './harness'

const HOUR_MS = 3_600_000
const HALF_MINUTE_MS = 30_000

/** The app with its tray, engine on, window hidden, for an hour. */
async function idleHour(platform: Platform, titleCountdown: boolean) {
  const clock = new FakeClock()
  const bench = await DesktopBench.start({
    clock,
    platform,
    // Kimi lives in the same time as the app.
    simulator: { nowMs: () => clock.wallMs() },
    settings: { titleCountdown },
  })
  const drawn = silentTray()
  new TrayIcon(drawn.parts, bench.desktop, clock, '/icons')
  await clock.advance(1_000)
  const before = clock.firedAtMs.length
  for (let passedMs = 0; passedMs < HOUR_MS; passedMs += HALF_MINUTE_MS) {
    await clock.advance(HALF_MINUTE_MS)
    // Files and sockets take their own time; what they set off must be counted too.
    await new Promise((resolve) => setImmediate(resolve))
    await until('renewals have ended', () => {
      const { login } = bench.state.engine
      return login.kind !== 'signedIn' || login.renewal.kind !== 'running'
    })
  }
  return { bench, clock, wakeUps: clock.firedAtMs.slice(before), drawn }
}

describe.each<Platform>(['linux', 'win32', 'darwin'])('an idle app on %s', (platform) => {
  test('wakes the computer at most once in 30 s, whatever it looks at, and keeps its tooltip right', async () => {
    const { bench, wakeUps, drawn } = await idleHour(platform, false)
    expect(wakeUps.length).toBeLessThanOrEqual(HOUR_MS / HALF_MINUTE_MS)
    const moments = [...new Set(wakeUps)]
    const gaps = moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(HALF_MINUTE_MS - 200)
    expect(bench.state.supervisor.kind).toBe('running')
    expect(drawn.tooltips.length).toBeGreaterThan(10)
    expect(drawn.titles.filter((title) => title !== '')).toEqual([])
  })
})

test('an own login is renewed all the same, and never runs out', async () => {
  const { bench } = await idleHour('linux', false)
  // Shared with kimi-code: after 30 minutes without a request its owner is left alone.
  expect(bench.simulator.log.grantedCount).toBeGreaterThanOrEqual(3)
  expect(bench.simulator.log.reusedRefreshTokens()).toEqual([])
})

test('a title that counts minutes costs one wake-up a minute more, and no second is shown', async () => {
  const { wakeUps, drawn } = await idleHour('darwin', true)
  expect(wakeUps.length).toBeLessThanOrEqual(HOUR_MS / HALF_MINUTE_MS + HOUR_MS / 60_000)
  expect(drawn.titles).toContain('14m')
  expect(drawn.titles.every((title) => /^(\d+m|<1m|)$/.test(title))).toBe(true)
})

test('a stopped app does not wake the computer at all', async () => {
  const clock = new FakeClock()
  const bench = await DesktopBench.start({ clock })
  await bench.command({ kind: 'stop', atOnce: true })
  const before = clock.firedAtMs.length
  await clock.advance(HOUR_MS)
  expect(clock.firedAtMs.length - before).toBeLessThanOrEqual(1)
})
