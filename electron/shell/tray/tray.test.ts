import { describe, expect, test } from 'vitest'
import type { AppState, Platform } from '../../contract/app'
import type { Command } from '../../contract/commands'
import { allEntries } from '../../core/views/tray/menu-entry'
import { trayView } from '../../core/views/tray/tray'
import { appState, PHASE_STATES, trayEngine } from '../../testing/app-states'
import { standIn } from '../../testing/electron/stand-in'
import { FakeImage, FakeMenu, FakeTheme, FakeTray } from '../../testing/electron/tray-fakes'
import { engineState, START_MS, signedIn } from '../../testing/engine-states'
import { FakeClock } from '../../testing/fake-clock'
import { TrayIcon, type TraySource } from './tray'

const FOLDER = '/app/tray'
const MINUTE_MS = 60_000
/** The states of the tests have 725 s left before the token ends. */
const { running, off } = PHASE_STATES

class Source implements TraySource {
  state: AppState
  readonly commands: Command[] = []
  /** The answer of the system about launch at login, once it is asked again. */
  loginItem: AppState['loginItem'] | null = null
  readonly #clock: FakeClock
  readonly #listeners = new Set<(state: AppState) => void>()
  #ticker: () => void = () => undefined

  constructor(state: AppState, clock: FakeClock) {
    this.state = state
    this.#clock = clock
  }

  nowMs(): number {
    return this.#clock.wallMs()
  }

  subscribe(listener: (state: AppState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onTick(ticker: () => void): void {
    this.#ticker = ticker
  }

  refreshSystem(): void {
    if (this.loginItem !== null) this.become({ loginItem: this.loginItem })
  }

  async commandFromTray(command: Command): Promise<void> {
    this.commands.push(command)
  }

  become(changes: Partial<AppState>): void {
    this.state = { ...this.state, ...changes }
    for (const listener of this.#listeners) listener(this.state)
  }

  tick(): void {
    this.#ticker()
  }
}

function bench(platform: Platform, state: AppState = running, isDark = false, hasDarkPanel = false) {
  const clock = new FakeClock()
  expect(clock.wallMs()).toBe(START_MS)
  const source = new Source({ ...state, platform }, clock)
  const tray = new FakeTray()
  const theme = new FakeTheme()
  theme.shouldUseDarkColorsForSystemIntegratedUI = isDark
  const icon = new TrayIcon(
    {
      createTray(image) {
        tray.setImage(image)
        return standIn(tray)
      },
      createMenu: (template) => standIn(new FakeMenu(template)),
      loadImage: (path) => standIn(new FakeImage(path)),
      nativeTheme: standIn(theme),
      hasDarkPanel,
    },
    source,
    clock,
    FOLDER,
  )
  return { clock, source, tray, theme, icon }
}

function busy(activeRequests: number): Partial<AppState> {
  const traffic = {
    activeRequests,
    activeStreams: 0,
    waitingRequests: 0,
    requestsServed: 0,
    lastRequestAtMs: null,
  }
  return { engine: trayEngine({ traffic }) }
}

const last = <T>(list: readonly T[]): T | undefined => list.at(-1)
const labels = (menu: FakeMenu | undefined) => menu?.template.map(({ label }) => label)
const toggle = (menu: FakeMenu | undefined) => menu?.item('toggle').label

describe.each<Platform>(['darwin', 'win32'])('the menu on %s', (platform) => {
  test('is built for each click, with the time left at that moment, and never set', async () => {
    const { tray, clock } = bench(platform)
    expect(tray.poppedUp).toEqual([])
    tray.click()
    await clock.advance(MINUTE_MS)
    tray.click()
    const [first, second, ...more] = tray.poppedUp
    expect(more).toEqual([])
    expect(labels(first)?.join()).toContain('12m')
    expect(labels(second)?.join()).toContain('11m')
    expect(tray.setMenus).toEqual([])
  })

  test('shows what changed a moment before the click, even if the tray was not drawn since', () => {
    const { tray, source } = bench(platform)
    source.become(busy(7))
    tray.click()
    expect(toggle(last(tray.poppedUp))).toMatch(/^Stop Kimi Proxy \(7 running\)…$/i)
  })

  test('opens with the right button as with the left', () => {
    const { tray } = bench(platform)
    tray.click('left')
    tray.click('right')
    expect(tray.poppedUp).toHaveLength(2)
  })

  test('shows the system’s present answer about launch at login, and not that of the last look', () => {
    const { tray, source } = bench(platform)
    source.loginItem = { kind: 'on' }
    tray.click()
    expect(last(tray.poppedUp)?.item('launchAtLogin')).toMatchObject({ type: 'checkbox', checked: true })
  })
})

test.each<Platform>(['darwin', 'win32', 'linux'])(
  'on %s a renewal that nobody needs to know of leaves the icon as it is',
  async (platform) => {
    const { tray, source, clock } = bench(platform)
    const { length } = tray.images
    source.become({ engine: PHASE_STATES.refreshing.engine })
    await clock.advance(1_000)
    source.become({ engine: trayEngine({ login: signedIn({ expiresAtMs: START_MS + 900_000 }) }) })
    await clock.advance(1_000)
    expect(tray.images).toHaveLength(length)
  },
)

describe('the menu on Linux', () => {
  test('is set before any click, since Linux shows only a menu that is set', () => {
    const { tray } = bench('linux')
    expect(tray.setMenus).toHaveLength(1)
    expect(toggle(tray.setMenus[0])).toBe('Stop Kimi Proxy (3 Running)…')
  })

  test('is left alone while only time passes, so that an open menu stays open', async () => {
    const { tray, source, clock } = bench('linux')
    for (let minute = 0; minute < 5; minute += 1) {
      await clock.advance(MINUTE_MS)
      source.tick()
    }
    expect(last(tray.tooltips)).toContain('7m')
    expect(tray.setMenus).toHaveLength(1)
  })

  test('is left alone by a change that it does not show', async () => {
    const { tray, source, clock } = bench('linux')
    source.become({ windowOpen: false, copiedPort: 1 })
    await clock.advance(1_000)
    expect(tray.setMenus).toHaveLength(1)
  })

  test('follows a change that it shows', async () => {
    const { tray, source, clock } = bench('linux')
    source.become({ ...off, platform: 'linux' })
    await clock.advance(1_000)
    expect(tray.setMenus).toHaveLength(2)
    expect(toggle(last(tray.setMenus))).toBe('Start Kimi Proxy')
    tray.click()
    expect(tray.poppedUp).toEqual([])
  })

  test('follows a burst at most once per 100 ms, and ends with the last change', async () => {
    const { tray, source, clock } = bench('linux')
    for (let count = 101; count <= 200; count += 1) {
      source.become(busy(count))
      await clock.advance(10)
    }
    expect(tray.setMenus.length).toBeLessThanOrEqual(11)
    await clock.advance(100)
    expect(toggle(last(tray.setMenus))).toBe('Stop Kimi Proxy (200 Running)…')
  })

  test('is not drawn more than once for a hundred changes at the same moment', async () => {
    const { tray, source, clock } = bench('linux')
    for (let count = 101; count <= 200; count += 1) source.become(busy(count))
    expect(tray.setMenus).toHaveLength(1)
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(1_000)
    expect(tray.setMenus).toHaveLength(2)
    expect(clock.pendingTimers).toBe(0)
  })

  test('opens the window on a click that the desktop reports', () => {
    const { tray, source } = bench('linux')
    tray.click('left')
    expect(source.commands).toEqual([{ kind: 'openWindow', face: 'status' }])
    expect(tray.poppedUp).toEqual([])
  })

  test('is drawn for a dark panel where the panel is dark in a light theme too, or as the person chose', () => {
    const drawn = (...args: Parameters<typeof bench>) => bench(...args).tray.images.at(-1)?.path
    expect(drawn('linux', running, false, true)).toContain('-dark')
    expect(drawn('linux', running, false, false)).toContain('-light')
    const preferences = { ...running.preferences, trayIcon: 'light' } as const
    expect(drawn('linux', { ...running, preferences }, true, true)).toContain('-light')
    expect(drawn('win32', { ...running, preferences }, true)).toContain('-light')
  })
})

describe('Option-click on macOS', () => {
  test('stops at once, without a question and without a menu, although answers run', () => {
    const { tray, source } = bench('darwin')
    tray.click('left', { altKey: true })
    expect(source.commands).toEqual([{ kind: 'stop', atOnce: true }])
    expect(tray.poppedUp).toEqual([])
  })

  test('starts what is stopped', () => {
    const { tray, source } = bench('darwin', off)
    tray.click('left', { altKey: true })
    expect(source.commands).toEqual([{ kind: 'start' }])
    expect(tray.poppedUp).toEqual([])
  })

  test('does nothing while the last answers are sent', () => {
    const { tray, source } = bench('darwin', PHASE_STATES.draining)
    tray.click('left', { altKey: true })
    expect(source.commands).toEqual([])
    expect(tray.poppedUp).toEqual([])
  })

  test('works however quickly one click follows another', () => {
    expect(bench('darwin').tray.ignoresDoubleClicks).toBe(true)
  })
})

test('Alt-click on Windows is an ordinary click', () => {
  const { tray, source } = bench('win32')
  tray.click('left', { altKey: true })
  expect(tray.poppedUp).toHaveLength(1)
  expect(source.commands).toEqual([])
})

describe('the picture', () => {
  test('on macOS is a template, whatever the theme', () => {
    const { tray, theme } = bench('darwin', running, true)
    theme.change(false)
    expect(tray.images.map(({ path }) => path)).toContain(`${FOLDER}/runningTemplate.png`)
    for (const image of tray.images) {
      expect(image).toEqual({ path: `${FOLDER}/runningTemplate.png`, isTemplate: true })
    }
  })

  test.each<Platform>(['win32', 'linux'])('on %s fits its bar, and follows its theme', (platform) => {
    const { tray, theme } = bench(platform)
    expect(last(tray.images)).toEqual({ path: `${FOLDER}/running-light.png`, isTemplate: false })
    theme.change(true)
    expect(last(tray.images)).toEqual({ path: `${FOLDER}/running-dark.png`, isTemplate: false })
    theme.change(false)
    expect(last(tray.images)?.path).toBe(`${FOLDER}/running-light.png`)
  })

  test('is right from the first moment', () => {
    expect(bench('win32', off, true).tray.images[0]?.path).toBe(`${FOLDER}/stopped-dark.png`)
    expect(bench('darwin', PHASE_STATES.signIn).tray.images[0]).toEqual({
      path: `${FOLDER}/signInTemplate.png`,
      isTemplate: true,
    })
  })

  test('changes its shape with the state, and is left alone otherwise', async () => {
    const { tray, source, clock } = bench('linux')
    const before = tray.images.length
    source.become(busy(1))
    await clock.advance(1_000)
    source.tick()
    expect(tray.images).toHaveLength(before)
    source.become({ ...PHASE_STATES.portTaken, platform: 'linux' })
    await clock.advance(1_000)
    expect(last(tray.images)?.path).toBe(`${FOLDER}/trouble-light.png`)
  })
})

describe('the title', () => {
  test('counts down minute by minute on macOS, by one timer', async () => {
    const { tray, source, clock } = bench('darwin')
    const shown = () => tray.titles.map(({ title }) => title)
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(5_000)
    source.tick()
    expect(shown()).toEqual(['12m'])
    await clock.advance(1)
    expect(shown()).toEqual(['12m', '11m'])
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(11 * MINUTE_MS)
    expect(shown().slice(-3)).toEqual(['2m', '1m', '<1m'])
    expect(shown()).toHaveLength(13)
    expect(clock.pendingTimers).toBe(1)
  })

  test('is in digits of one width, so that the bar does not tremble', () => {
    expect(bench('darwin').tray.titles).toEqual([{ title: '12m', options: { fontType: 'monospacedDigit' } }])
  })

  test('ends with the token, and its timer with it', async () => {
    const { tray, clock } = bench('darwin')
    await clock.advance(725_000 + MINUTE_MS)
    expect(last(tray.titles)?.title).toBe('')
    expect(clock.pendingTimers).toBe(0)
  })

  test('jumps up with a renewed token, and keeps its one timer', async () => {
    const { tray, source, clock } = bench('darwin')
    await clock.advance(600_000)
    expect(last(tray.titles)?.title).toBe('2m')
    source.become({ engine: engineState({ login: signedIn({ expiresAtMs: clock.wallMs() + 900_000 }) }) })
    await clock.advance(100)
    expect(last(tray.titles)?.title).toBe('14m')
    expect(clock.pendingTimers).toBe(1)
  })

  test.each<[string, Platform, AppState]>([
    [
      'turned off',
      'darwin',
      appState({
        preferences: { language: 'system', menuBarTitle: 'off', notifications: true, trayIcon: 'auto' },
      }),
    ],
    ['stopped', 'darwin', off],
    ['on Windows', 'win32', running],
    ['on Linux', 'linux', running],
  ])('%s shows no title and sets no timer', async (_case, platform, state) => {
    const { tray, source, clock } = bench(platform, state)
    expect(clock.pendingTimers).toBe(0)
    source.tick()
    await clock.advance(MINUTE_MS)
    expect(tray.titles.filter(({ title }) => title !== '')).toEqual([])
    if (platform !== 'darwin') expect(tray.titles).toEqual([])
  })

  test('goes when it is turned off, and comes back when it is turned on', async () => {
    const { tray, source, clock } = bench('darwin')
    const preferences = running.preferences
    source.become({ preferences: { ...preferences, menuBarTitle: 'off' } })
    await clock.advance(100)
    expect(last(tray.titles)?.title).toBe('')
    expect(clock.pendingTimers).toBe(0)
    source.become({ preferences })
    await clock.advance(100)
    expect(last(tray.titles)?.title).toBe('12m')
    expect(clock.pendingTimers).toBe(1)
  })
})

test.each<Platform>(['darwin', 'win32', 'linux'])(
  'the tooltip on %s follows the look around',
  async (platform) => {
    const { tray, source, clock } = bench(platform)
    expect(last(tray.tooltips)).toContain('12m')
    await clock.advance(2 * MINUTE_MS)
    source.tick()
    expect(last(tray.tooltips)).toContain('10m')
    const { length } = tray.tooltips
    source.tick()
    expect(tray.tooltips).toHaveLength(length)
  },
)

describe('an item', () => {
  test('asks for exactly what it stands for, in every phase', () => {
    for (const state of Object.values(PHASE_STATES)) {
      const { tray, source } = bench('darwin', state)
      tray.click()
      const menu = last(tray.poppedUp)
      const expected: Command[] = []
      for (const entry of allEntries(trayView(state, START_MS, true).menu)) {
        if (entry.kind !== 'item' || !entry.enabled) continue
        menu?.click(entry.id)
        expected.push(entry.command)
      }
      expect(source.commands).toEqual(expected)
      expect(expected).toContainEqual({ kind: 'quit' })
    }
  })

  test('that is only to be read, or has no use now, cannot be chosen', () => {
    for (const state of Object.values(PHASE_STATES)) {
      const { tray } = bench('win32', state)
      tray.click()
      const menu = last(tray.poppedUp)
      for (const entry of allEntries(trayView({ ...state, platform: 'win32' }, START_MS, true).menu)) {
        if (entry.kind === 'separator' || entry.kind === 'submenu') continue
        const enabled = entry.kind === 'item' && entry.enabled
        expect(menu?.item(entry.id), entry.id).toMatchObject({ label: entry.label, enabled })
      }
      expect(menu?.item('status').click).toBeUndefined()
    }
  })

  test('can be ticked only where it stands for something that is on or off', () => {
    const { tray } = bench('darwin', appState({ loginItem: { kind: 'off' } }))
    tray.click()
    const ticked = last(tray.poppedUp)?.template.filter(({ type }) => type === 'checkbox')
    expect(ticked).toMatchObject([{ id: 'launchAtLogin', checked: false }])
  })
})

test('the place of the icon is told as the system tells it, and not where it tells none', () => {
  const { tray, icon } = bench('darwin')
  expect(icon.place).toBeNull()
  tray.bounds = { x: 1_200, y: 0, width: 40, height: 25 }
  expect(icon.place).toEqual(tray.bounds)
  icon.destroy()
  expect(icon.place).toBeNull()
})

test.each<Platform>(['darwin', 'linux'])('on %s nothing is drawn once the icon is gone', async (platform) => {
  const { tray, source, theme, clock, icon } = bench(platform)
  source.become(busy(9))
  icon.destroy()
  expect(clock.pendingTimers).toBe(0)
  const before = [tray.images.length, tray.tooltips.length, tray.titles.length, tray.setMenus.length]
  source.become({ ...off, platform })
  source.tick()
  theme.change(true)
  await clock.advance(MINUTE_MS)
  expect([tray.images.length, tray.tooltips.length, tray.titles.length, tray.setMenus.length]).toEqual(before)
  expect(clock.pendingTimers).toBe(0)
})
