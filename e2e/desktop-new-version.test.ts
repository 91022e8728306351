/** The app and newer versions of it: who is asked, when, with what, and what a person can do about the answer. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeClock } from '../electron/testing/fake-clock'
import { DesktopBench, type DesktopBenchOptions } from './desktop-bench'
import { message, until } from './harness'
import { ReleaseFeed } from './release-feed'

const HOUR_MS = 3_600_000
const HALF_MINUTE_MS = 30_000

async function feedOf(version: string, notes?: string): Promise<ReleaseFeed> {
  const feed = await ReleaseFeed.start(version, notes)
  onTestFinished(() => feed.stop())
  return feed
}

/** The app with a feed, in a time that is moved by hand. */
async function started(feed: ReleaseFeed | null, options: DesktopBenchOptions = {}) {
  const clock = new FakeClock()
  const bench = await DesktopBench.start({
    ...options,
    clock,
    simulator: { nowMs: () => clock.wallMs() },
    settings: { ...(feed === null ? {} : { updateFeed: feed.url }), ...options.settings },
  })
  return { bench, clock }
}

const settled = (bench: DesktopBench) =>
  bench.until(
    'the feed has been asked',
    ({ newVersion: { kind } }) => kind !== 'unasked' && kind !== 'looking',
  )

/** The computer sleeps for so long: with the first tick after it the day may be over. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  await clock.suspend(ms)
  await clock.advance(HALF_MINUTE_MS + 1_000)
}

describe('without a feed', () => {
  test('nobody is asked, whatever time passes and whoever clicks', async () => {
    const feed = await feedOf('9.9.9')
    const { bench, clock } = await started(null)
    await pass(clock, 48 * HOUR_MS)
    await bench.command({ kind: 'lookForNewVersion' })
    await bench.command({ kind: 'openNewVersion' })
    expect(bench.state.newVersion).toEqual({ kind: 'off' })
    expect(feed.asked).toEqual([])
    expect(bench.openedReleases).toEqual([])
  })
})

describe('with a feed', () => {
  test('it is asked once the proxy serves, without a token, a cookie or an id', async () => {
    const feed = await feedOf('0.2.0', '**Better.**')
    const { bench } = await started(feed)
    await settled(bench)
    expect(bench.state.newVersion).toMatchObject({
      kind: 'available',
      release: { version: '0.2.0', page: feed.pageOf('0.2.0'), notes: 'Better.' },
    })
    expect(feed.asked).toEqual([
      {
        path: '/repos/o/r/releases/latest',
        headers: {
          host: new URL(feed.origin).host,
          accept: 'application/vnd.github+json, application/json;q=0.9',
          'user-agent': 'kimi-proxy/0.0.0-test',
          connection: 'close',
        },
      },
    ])
    expect(bench.notices).toEqual([])
    expect(bench.windowCalls).toEqual([])
  })

  test('it is asked again after 24 hours, not before, and what it said then counts', async () => {
    const feed = await feedOf('0.2.0')
    const { bench, clock } = await started(feed)
    await settled(bench)
    await pass(clock, 23 * HOUR_MS)
    expect(feed.asked).toHaveLength(1)
    feed.name('0.3.0')
    await pass(clock, HOUR_MS)
    await until('it was asked again', () => feed.asked.length === 2)
    await bench.until('the newer one is known', ({ newVersion }) => {
      return newVersion.kind === 'available' && newVersion.release.version === '0.3.0'
    })
  })

  test('the version in use, an older one, a draft and a pre-release are no news', async () => {
    const feed = await feedOf('0.0.0-test')
    const { bench } = await started(feed)
    await settled(bench)
    expect(bench.state.newVersion.kind).toBe('newest')
    const drafts = [{ draft: true }, { prerelease: true }, { tag_name: 'v0.2.0-rc.1' }]
    for (const changes of drafts) {
      feed.name('0.2.0')
      Object.assign(feed.release, changes)
      await bench.command({ kind: 'lookForNewVersion' })
      expect(bench.state.newVersion.kind, JSON.stringify(changes)).toBe('newest')
    }
  })

  test('a request under way is left alone: the feed waits for a moment without any', async () => {
    const feed = await feedOf('0.2.0')
    const { bench, clock } = await started(feed)
    await settled(bench)
    const stream = message(bench.port, 'count to 40, slow 10 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeStreams === 1)
    await pass(clock, 24 * HOUR_MS)
    expect(feed.asked).toHaveLength(1)
    expect((await stream).text).toContain('message_stop')
    await bench.until('it has ended', ({ engine }) => engine.traffic.activeRequests === 0)
    await clock.advance(HALF_MINUTE_MS + 1_000)
    await until('it was asked again', () => feed.asked.length === 2)
  })

  test('one that tells nothing of use is told in the state alone, keeps what was known, and is asked the next day', async () => {
    const feed = await feedOf('0.2.0')
    const { bench, clock } = await started(feed)
    await settled(bench)
    feed.status = 403
    await bench.command({ kind: 'lookForNewVersion' })
    expect(bench.state.newVersion).toMatchObject({
      kind: 'failed',
      problem: { code: 'FEED_UNUSABLE', detail: 'HTTP 403' },
      known: { version: '0.2.0' },
    })
    await pass(clock, 2 * HOUR_MS)
    expect(feed.asked).toHaveLength(2)
    feed.status = null
    await pass(clock, 22 * HOUR_MS)
    await bench.until('it is known again', ({ newVersion }) => newVersion.kind === 'available')
    expect(bench.notices).toEqual([])
    await bench.command({ kind: 'openLog' })
    expect(bench.sandbox.log().match(/"event":"new version".*HTTP 403/g)).toHaveLength(1)
  })

  test('one that cannot be reached, as before there is a network, is asked again after an hour', async () => {
    const feed = await feedOf('0.2.0')
    feed.stop()
    const { bench, clock } = await started(feed)
    await settled(bench)
    expect(bench.state.newVersion).toMatchObject({ kind: 'failed', problem: { code: 'FEED_UNREACHABLE' } })
    const first = bench.state.newVersion
    await pass(clock, HOUR_MS / 2)
    expect(bench.state.newVersion).toBe(first)
    await pass(clock, HOUR_MS / 2)
    await bench.until('it was tried again', ({ newVersion }) => {
      return newVersion.kind === 'failed' && newVersion !== first
    })
  })

  test('two who ask at once are one question', async () => {
    const feed = await feedOf('0.2.0')
    const { bench } = await started(feed)
    await settled(bench)
    await Promise.all([1, 2, 3].map(() => bench.command({ kind: 'lookForNewVersion' })))
    expect(feed.asked).toHaveLength(2)
  })
})

describe('the setting', () => {
  test('asks at once when it is set, and restarts, asks and cuts nothing', async () => {
    const feed = await feedOf('0.2.0')
    const { bench } = await started(null)
    const stream = message(bench.port, 'count to 40, slow 10 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeStreams === 1)
    const { startedAtMs, nonce } = bench.state.engine
    const saved = await bench.command({ kind: 'saveSettings', changes: { updateFeed: feed.url } })
    expect(saved).toEqual({ ok: true })
    await settled(bench)
    expect(bench.state.newVersion.kind).toBe('available')
    expect(bench.questions).toEqual([])
    expect(bench.state.engine).toMatchObject({ startedAtMs, nonce })
    expect((await stream).text).toContain('message_stop')
    const check = await bench.sandbox.run(['--check', '--port', String(bench.port)])
    expect(check.stdout).toContain(`Setting: updateFeed = ${feed.url} (from `)
  })

  test('leaves no view with an older state, whatever follows from it at once', async () => {
    const feed = await feedOf('0.2.0')
    feed.hold()
    const { bench } = await started(null)
    const told: string[] = []
    bench.desktop.subscribe(({ newVersion }) => told.push(newVersion.kind))
    await bench.command({ kind: 'saveSettings', changes: { updateFeed: feed.url } })
    expect(bench.state.newVersion.kind).toBe('looking')
    expect(told.at(-1)).toBe('looking')
    expect(told.slice(told.indexOf('looking'))).not.toContain('unasked')
    feed.letGo()
    await settled(bench)
  })

  test('that is emptied forgets what was found; an answer that comes after that is nobody’s', async () => {
    const feed = await feedOf('0.2.0')
    const other = await feedOf('0.3.0')
    const { bench } = await started(feed)
    await settled(bench)
    feed.hold()
    const look = bench.command({ kind: 'lookForNewVersion' })
    await until('it is asked', () => feed.asked.length === 2)
    await bench.command({ kind: 'saveSettings', changes: { updateFeed: other.url } })
    feed.letGo()
    await look
    await settled(bench)
    expect(bench.state.newVersion).toMatchObject({ release: { version: '0.3.0' } })
    await bench.command({ kind: 'saveSettings', changes: { updateFeed: '' } })
    expect(bench.state.newVersion).toEqual({ kind: 'off' })
    expect(bench.store.settings['updateFeed']).toBeUndefined()
  })

  test('is taken from the environment first', async () => {
    const [fromFile, fromEnvironment] = [await feedOf('0.2.0'), await feedOf('0.3.0')]
    const { bench } = await started(fromFile, { env: { KIMI_PROXY_UPDATE_FEED: fromEnvironment.url } })
    await settled(bench)
    expect(bench.state.newVersion).toMatchObject({ release: { version: '0.3.0' } })
    expect(bench.state.settings.updateFeed.lockedBy).toBe('KIMI_PROXY_UPDATE_FEED')
    expect(fromFile.asked).toEqual([])
  })
})

describe('a version that was found', () => {
  test('has its page opened on a click, and only there', async () => {
    const feed = await feedOf('0.2.0')
    const { bench } = await started(feed)
    await settled(bench)
    await bench.command({ kind: 'openNewVersion' })
    expect(bench.openedReleases).toEqual([feed.pageOf('0.2.0')])
    Object.assign(feed.release, { html_url: 'https://evil.example/' })
    await bench.command({ kind: 'lookForNewVersion' })
    expect(bench.state.newVersion).toMatchObject({
      kind: 'failed',
      problem: { detail: 'its link leads elsewhere' },
    })
    expect(JSON.stringify(bench.state)).not.toContain('evil.example')
  })

  test('is put away for good, also over a restart, until the menu is asked for it or another one comes', async () => {
    const feed = await feedOf('0.2.0')
    const { bench } = await started(feed)
    await settled(bench)
    await bench.command({ kind: 'dismissNewVersion' })
    expect(bench.store.settings['dismissedVersion']).toBe('0.2.0')
    expect(bench.createApp().state.dismissedVersion).toBe('0.2.0')
    await bench.command({ kind: 'showNewVersion' })
    expect(bench.state).toMatchObject({ dismissedVersion: null, face: 'status' })
    expect(bench.windowCalls).toEqual(['open'])
    expect(bench.store.settings['dismissedVersion']).toBeUndefined()
  })

  test('is shown in Settings where a sign-in has the place of its note', async () => {
    const feed = await feedOf('0.2.0')
    const { bench } = await started(feed, { signedIn: false })
    await settled(bench)
    await bench.command({ kind: 'showNewVersion' })
    expect(bench.state.face).toBe('settings')
  })
})
