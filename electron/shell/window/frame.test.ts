import { describe, expect, test } from 'vitest'
import type { Platform } from '../../contract/app'
import type { Rectangle, Screen } from '../../core/window/place'
import { standIn } from '../../testing/electron/stand-in'
import { FakeWindow } from '../../testing/electron/window-fakes'
import { WindowFrame } from './frame'
import type { KeptWindow } from './memory'

const TRAY: Rectangle = { x: 1000, y: 1044, width: 24, height: 24 }
const SCREEN: Screen = {
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1032 },
}

interface BenchOptions {
  readonly platform?: Platform
  readonly tray?: Rectangle | null
  readonly screens?: readonly Screen[]
  readonly kept?: Partial<KeptWindow>
}

function bench({ platform = 'win32', tray = TRAY, screens = [SCREEN], kept = {} }: BenchOptions = {}) {
  const window = new FakeWindow()
  const saved: KeptWindow[] = []
  const memory = {
    read: () => ({ place: null, zoom: 100, ...kept }),
    keep: (now: KeptWindow) => void saved.push(now),
  }
  const frame = new WindowFrame(standIn(window), {
    platform,
    memory,
    tray: () => tray,
    screens: () => screens,
  })
  window.contents.emit('dom-ready')
  const press = (
    key: string,
    keys: { control?: boolean; meta?: boolean; alt?: boolean } = { control: true },
  ) =>
    window.contents.emitPreventable('before-input-event', {
      type: 'keyDown',
      key,
      control: false,
      meta: false,
      alt: false,
      ...keys,
    })
  const end = () => {
    frame.end()
    return saved.at(-1)
  }
  return { frame, window, press, end }
}

describe('the place', () => {
  test('is beside the tray, and the window grows away from it', () => {
    const { frame, window } = bench()
    expect(window.position).toEqual([812, 462])
    frame.fit(700)
    expect([window.contentSize, window.position]).toEqual([
      [400, 700],
      [812, 322],
    ])
    frame.fit(320)
    expect(window.position).toEqual([812, 702])
  })

  test('is not kept where the person leaves it alone', () => {
    const { frame, end } = bench()
    frame.fit(700)
    expect(end()).toEqual({ place: null, zoom: 100 })
  })

  test('that the person gave it holds while the window grows, and for the next time', () => {
    const { frame, window, end } = bench()
    window.drag(300, 200)
    window.setPosition(304, 200)
    frame.fit(700)
    expect(window.position).toEqual([304, 200])
    expect(end()).toEqual({ place: { x: 304, y: 200 }, zoom: 100 })
  })

  test('gives way at the edge of the screen for as long as the window is too high', () => {
    const { frame, window, end } = bench({ kept: { place: { x: 300, y: 400 } } })
    expect(window.position).toEqual([300, 400])
    frame.fit(800)
    expect(window.position).toEqual([300, 232])
    frame.fit(500)
    expect(window.position).toEqual([300, 400])
    expect(end()?.place).toEqual({ x: 300, y: 400 })
  })

  test('is beside the tray again once the window was put back there', () => {
    const { window, end } = bench({ kept: { place: { x: 300, y: 400 } } })
    window.drag(820, 455)
    expect(end()?.place).toBeNull()
  })

  test('is the system’s own choice where nothing is known, within the screen', () => {
    const { frame, window, end } = bench({ platform: 'linux', tray: null })
    expect(window.position).toEqual([440, 120])
    frame.fit(960)
    expect(window.position).toEqual([440, 72])
    expect(end()?.place).toBeNull()
  })

  test('is where the window was last, where the system tells no place of the tray', () => {
    const { window, end } = bench({ platform: 'linux', tray: null })
    window.drag(77, 88, false)
    expect(end()?.place).toEqual({ x: 77, y: 88 })
    expect(
      bench({ platform: 'linux', tray: null, kept: { place: { x: 77, y: 88 } } }).window.position,
    ).toEqual([77, 88])
  })

  test('on a screen that is gone is passed over, and kept for when it is back', () => {
    const { window, end } = bench({ kept: { place: { x: -900, y: 100 } } })
    expect(window.position).toEqual([812, 462])
    expect(end()?.place).toEqual({ x: -900, y: 100 })
  })
})

describe('the height', () => {
  test('is that of the content, up to the screen and not too low; the width stays as it is', () => {
    const { frame, window } = bench({ screens: [{ ...SCREEN, workArea: { ...SCREEN.bounds, height: 800 } }] })
    window.contentSize = [380, 560]
    const fitted = (heightPx: number) => {
      frame.fit(heightPx)
      return window.contentSize
    }
    expect([fitted(612), fitted(1_200), fitted(100)]).toEqual([
      [380, 612],
      [380, 740],
      [380, 320],
    ])
  })
})

describe('the zoom', () => {
  test('grows the page and the window with it, and is kept', () => {
    const { frame, window, press, end } = bench()
    frame.fit(500)
    expect(press('=')).toBe(true)
    expect(press('+')).toBe(true)
    expect(window.contents.zoomFactor).toBe(1.25)
    expect(window).toMatchObject({ contentSize: [500, 625], minimum: [450, 320], maximum: [525, 0] })
    expect(window.position).toEqual([762, 397])
    frame.fit(480)
    expect(window.contentSize).toEqual([500, 600])
    press('-')
    press('-')
    expect(window).toMatchObject({ contentSize: [400, 480], minimum: [360, 320], maximum: [420, 0] })
    press('-')
    expect(end()).toEqual({ place: null, zoom: 90 })
  })

  test('is that of the last time, from the first moment on', () => {
    const { window, press } = bench({ kept: { zoom: 150 } })
    expect(window.contents.zoomFactor).toBe(1.5)
    expect(window).toMatchObject({ contentSize: [600, 840], maximum: [630, 0] })
    press('0')
    expect(window.contents.zoomFactor).toBe(1)
    expect(window.contentSize).toEqual([400, 560])
  })

  test('makes the window no wider and no higher than its screen', () => {
    const small = { x: 0, y: 0, width: 660, height: 700 }
    const { window, frame } = bench({ kept: { zoom: 200 }, screens: [{ bounds: small, workArea: small }] })
    frame.fit(600)
    expect(window).toMatchObject({ contentSize: [640, 640], minimum: [640, 320], maximum: [640, 0] })
    frame.zoom('reset')
    expect(window.contentSize).toEqual([400, 600])
  })

  test('follows Command on macOS and Control elsewhere, and leaves all other keys to the page', () => {
    const mac = bench({ platform: 'darwin' })
    expect(mac.press('=', { control: true })).toBe(false)
    expect(mac.press('=', { meta: true })).toBe(true)
    expect(mac.window.contents.zoomFactor).toBe(1.1)
    const { press, window } = bench()
    expect(press('=', { meta: true })).toBe(false)
    expect(press('=', { control: true, alt: true })).toBe(false)
    expect(press('a')).toBe(false)
    expect(press('=', {})).toBe(false)
    expect(window.contents.zoomFactor).toBe(1)
  })
})
