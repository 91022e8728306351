import type { BrowserWindowConstructorOptions, WebContents } from 'electron'
import { describe, expect, test } from 'vitest'
import { standIn } from '../../testing/electron/stand-in'
import { FakeWindow } from '../../testing/electron/window-fakes'
import { RecordingLog } from '../../testing/recording-log'
import { APP_PAGE } from './app-scheme'
import type { Looks } from './looks'
import type { KeptWindow } from './memory'
import { AppWindow } from './window'

interface BenchOptions {
  readonly looks?: Looks
  readonly loadFailure?: Error
}

const PLAIN: Looks = { isDark: false, material: null }
const AREA = { x: 0, y: 0, width: 1280, height: 800 }

function bench({ looks = PLAIN, loadFailure }: BenchOptions = {}) {
  const log = new RecordingLog()
  const windows: FakeWindow[] = []
  const options: BrowserWindowConstructorOptions[] = []
  const opened: string[] = []
  const changes: boolean[] = []
  const kept: KeptWindow[] = []
  const window = new AppWindow(
    {
      create(given) {
        options.push(given)
        const made = new FakeWindow()
        made.loadFailure = loadFailure ?? null
        windows.push(made)
        return standIn(made)
      },
      preload: '/app/preload.js',
      icon: '/app/icon.png',
      platform: 'linux',
      memory: { read: () => ({ place: null, zoom: 100 }), keep: (now) => kept.push(now) },
      looks: () => looks,
      accent: () => 'ff9500ff',
      tray: () => null,
      screens: () => [{ bounds: AREA, workArea: AREA }],
      openExternal: (url) => opened.push(url),
    },
    { log, onChange: (open) => changes.push(open) },
  )
  return { window, windows, options, opened, changes, kept, log, first: () => windowAt(windows, 0) }
}

function windowAt(windows: readonly FakeWindow[], at: number): FakeWindow {
  const window = windows[at]
  if (window === undefined) throw new Error(`there is no window ${at}`)
  return window
}

describe('the window', () => {
  test('is created when it is asked for, on our page, and in front', () => {
    const { window, windows, changes, first } = bench()
    expect(windows).toEqual([])
    expect(window.webContents).toBeNull()
    window.open()
    expect(first()).toMatchObject({ loaded: [APP_PAGE], shown: 1, focused: 1 })
    expect(window.webContents).toBe(first().contents)
    expect(changes).toEqual([true])
  })

  test('is as high as what it shows, and as large as the person wants', () => {
    const { window, first } = bench()
    window.fit(600)
    window.zoom('in')
    window.open()
    window.fit(612)
    expect(first().contentSize).toEqual([400, 612])
    window.zoom('in')
    expect(first().contents.zoomFactor).toBe(1.1)
  })

  test('keeps what the person made of it when it is closed', () => {
    const { window, kept, first } = bench()
    window.open()
    window.zoom('out')
    first().drag(30, 40, false)
    window.close()
    expect(kept).toEqual([{ place: { x: 30, y: 40 }, zoom: 90 }])
  })

  test('gives its page the accent of the system, and again when that changes', () => {
    const { window, first } = bench()
    window.followAccent()
    window.open()
    first().contents.emit('dom-ready')
    window.followAccent()
    const style = 'html:root { --system-accent: #ff9500 }'
    expect(first().contents.styles).toEqual([style, style])
  })

  test('is presented without taking the focus', () => {
    const { window, first } = bench()
    window.present()
    expect(first()).toMatchObject({ loaded: [APP_PAGE], shown: 1, focused: 0 })
  })

  test('keeps its page away from the machine', () => {
    const { window, options } = bench()
    window.open()
    expect(options[0]?.webPreferences).toEqual({
      preload: '/app/preload.js',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    })
  })

  test('is small, and within the widths that the page is drawn for', () => {
    const { window, options } = bench()
    window.open()
    const { width = 0, minWidth = 0, maxWidth = 0, useContentSize } = options[0] ?? {}
    expect([minWidth, maxWidth, useContentSize]).toEqual([360, 420, true])
    expect(width).toBeGreaterThanOrEqual(minWidth)
    expect(width).toBeLessThanOrEqual(maxWidth)
  })

  test.each([
    [true, '#1e1e1e'],
    [false, '#f5f5f7'],
  ])('does not flash before it is drawn (dark: %s)', (isDark, expected) => {
    const { window, options } = bench({ looks: { isDark, material: null } })
    window.open()
    expect(options[0]?.backgroundColor).toBe(expected)
  })

  test('with the system’s own material has no colour that would cover it, and its page knows', () => {
    const { window, options, first } = bench({ looks: { isDark: true, material: 'vibrancy' } })
    window.open()
    expect(options[0]).toMatchObject({ vibrancy: 'window' })
    expect(options[0]).not.toHaveProperty('backgroundColor')
    expect(first().loaded).toEqual([`${APP_PAGE}#material`])
  })

  test('that is open already comes to the front, also when it was minimized', () => {
    const { window, windows, changes, first } = bench()
    window.open()
    first().minimized = true
    window.open()
    expect(windows).toHaveLength(1)
    expect(first()).toMatchObject({ minimized: false, shown: 2, focused: 2, loaded: [APP_PAGE] })
    expect(changes).toEqual([true])
  })

  test('reports its closing, by the app or by the person, and is created again after that', () => {
    const { window, windows, changes, first } = bench()
    window.close()
    window.open()
    window.close()
    expect(first().isDestroyed()).toBe(true)
    expect(window.webContents).toBeNull()
    window.open()
    windowAt(windows, 1).close()
    expect(changes).toEqual([true, false, true, false])
    expect(window.webContents).toBeNull()
  })

  test('that could not load its page logs the failure', async () => {
    const { window, log } = bench({ loadFailure: new Error('ERR_FAILED (-2)') })
    window.open()
    await new Promise((resolve) => setImmediate(resolve))
    expect(log.lines).toEqual([
      { level: 'error', event: 'window-not-loaded', fields: { message: 'ERR_FAILED (-2)' } },
    ])
  })
})

describe('the page', () => {
  test.each(['https://example.com/', 'file:///etc/passwd', 'app://kimi-proxy/main.js', APP_PAGE])(
    'does not navigate, not to %s',
    (url) => {
      const { window, opened, first } = bench()
      window.open()
      expect(first().contents.emitPreventable('will-navigate', url)).toBe(true)
      expect(opened).toEqual([])
    },
  )

  test('embeds no other page', () => {
    const { window, first } = bench()
    window.open()
    expect(first().contents.emitPreventable('will-attach-webview', {}, {})).toBe(true)
  })

  test('opens no window: a link is handed over to be checked, and nothing more', () => {
    const { window, opened, first } = bench()
    window.open()
    const handler = first().contents.windowOpenHandler
    for (const url of ['https://www.kimi.com/', 'javascript:alert(1)']) {
      expect(handler?.(standIn({ url }))).toEqual({ action: 'deny' })
    }
    expect(opened).toEqual(['https://www.kimi.com/', 'javascript:alert(1)'])
  })

  test.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
  ] as const)('is granted no permission: %s', (permission) => {
    const { window, first } = bench()
    window.open()
    const { contents } = first()
    const { permissionRequestHandler, permissionCheckHandler } = contents.session
    const decisions: boolean[] = []
    const page = standIn<WebContents>(contents)
    permissionRequestHandler?.(page, permission, (granted) => decisions.push(granted), standIn({}))
    expect(decisions).toEqual([false])
    expect(permissionCheckHandler?.(page, permission, APP_PAGE, standIn({}))).toBe(false)
  })

  test('is confined in the next window too', () => {
    const { window, windows } = bench()
    window.open()
    window.close()
    window.open()
    const { contents } = windowAt(windows, 1)
    expect(contents.emitPreventable('will-navigate', 'https://example.com/')).toBe(true)
    expect(contents.windowOpenHandler).not.toBeNull()
    expect(contents.session.permissionRequestHandler).not.toBeNull()
  })
})

describe('a page that crashes', () => {
  const gone = (window: FakeWindow, reason: string) =>
    window.contents.emit('render-process-gone', {}, { reason, exitCode: 1 })

  test('is opened again once, in a new window', () => {
    const { window, windows, changes, log, first } = bench()
    window.open()
    gone(first(), 'crashed')
    expect(first().isDestroyed()).toBe(true)
    expect(windows).toHaveLength(2)
    expect(windowAt(windows, 1)).toMatchObject({ loaded: [APP_PAGE], shown: 1 })
    expect(changes).toEqual([true, false, true])
    expect(log.lines).toEqual([{ level: 'error', event: 'window-ended', fields: { reason: 'crashed' } }])
  })

  test('a second time is left closed, and can be opened by hand', () => {
    const { window, windows, changes, first } = bench()
    window.open()
    gone(first(), 'crashed')
    gone(windowAt(windows, 1), 'oom')
    expect(windows).toHaveLength(2)
    expect(changes).toEqual([true, false, true, false])
    expect(window.webContents).toBeNull()
    window.open()
    expect(windows).toHaveLength(3)
    expect(windowAt(windows, 2).shown).toBe(1)
  })

  test('when its window is closed counts as no failure', () => {
    const { window, windows, log, first } = bench()
    window.open()
    gone(first(), 'clean-exit')
    expect(windows).toHaveLength(1)
    expect(first().isDestroyed()).toBe(false)
    expect(log.lines).toEqual([])
  })
})
