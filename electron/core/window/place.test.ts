import { describe, expect, test } from 'vitest'
import { isPoint, leftAt, type Rectangle, type Screen, screenOf, windowPlace } from './place'

const SIZE = { width: 400, height: 600 }

function screen(
  x: number,
  y: number,
  width: number,
  height: number,
  bar: Partial<Record<Side, number>>,
): Screen {
  const { top = 0, bottom = 0, left = 0, right = 0 } = bar
  return {
    bounds: { x, y, width, height },
    workArea: { x: x + left, y: y + top, width: width - left - right, height: height - top - bottom },
  }
}
type Side = 'top' | 'bottom' | 'left' | 'right'

const icon = (x: number, y: number): Rectangle => ({ x, y, width: 24, height: 24 })

/** A MacBook's screen with a menu bar. */
const mac = screen(0, 0, 1440, 900, { top: 25 })

describe('beside the tray', () => {
  test.each<[Side, Screen, Rectangle, object]>([
    ['top', mac, icon(800, 0), { x: 612, y: 35 }],
    ['bottom', screen(0, 0, 1920, 1080, { bottom: 48 }), icon(1000, 1044), { x: 812, y: 422 }],
    ['left', screen(0, 0, 1920, 1080, { left: 62 }), icon(19, 500), { x: 72, y: 212 }],
    ['right', screen(0, 0, 1920, 1080, { right: 62 }), icon(1877, 500), { x: 1448, y: 212 }],
  ])(
    'of a bar at the %s the window is centred on the icon, 10 pixels from the bar',
    (_side, at, tray, place) => {
      expect(windowPlace(SIZE, { tray, left: null, screens: [at] })).toEqual(place)
    },
  )

  test.each<[string, Rectangle, object]>([
    ['right', icon(1410, 0), { x: 1030, y: 35 }],
    ['left', icon(4, 0), { x: 10, y: 35 }],
  ])('near the %s corner the window keeps within its screen', (_corner, tray, place) => {
    expect(windowPlace(SIZE, { tray, left: null, screens: [mac] })).toEqual(place)
  })

  test('a bar that hides itself is looked for at the nearest edge', () => {
    const hidden = screen(0, 0, 1920, 1080, {})
    expect(windowPlace(SIZE, { tray: icon(1700, 1050), left: null, screens: [hidden] })).toEqual({
      x: 1510,
      y: 470,
    })
    expect(windowPlace(SIZE, { tray: icon(1700, 2), left: null, screens: [hidden] })).toEqual({
      x: 1510,
      y: 10,
    })
    expect(windowPlace(SIZE, { tray: icon(2, 500), left: null, screens: [hidden] })).toEqual({
      x: 10,
      y: 212,
    })
    expect(windowPlace(SIZE, { tray: icon(1890, 500), left: null, screens: [hidden] })).toEqual({
      x: 1510,
      y: 212,
    })
  })

  test('of several screens, the one with the icon counts, also to the left of and above the first', () => {
    const screens = [
      mac,
      screen(-1920, -200, 1920, 1080, { bottom: 40 }),
      screen(1440, 0, 1024, 768, { top: 25 }),
    ]
    const beside = (tray: Rectangle) => windowPlace(SIZE, { tray, left: null, screens })
    expect(beside(icon(-60, 846))).toEqual({ x: -410, y: 230 })
    expect(beside(icon(1500, 0))).toEqual({ x: 1450, y: 35 })
    expect(beside(icon(1300, 0))).toEqual({ x: 1030, y: 35 })
  })

  test('an icon that lies on no screen counts to the nearest', () => {
    expect(windowPlace(SIZE, { tray: icon(900, -30), left: null, screens: [mac] })).toEqual({ x: 712, y: 35 })
    expect(windowPlace(SIZE, { tray: icon(0, 0), left: null, screens: [] })).toBeNull()
  })

  test('what is higher than the screen begins at its upper edge', () => {
    expect(
      windowPlace({ width: 400, height: 2_000 }, { tray: icon(800, 0), left: null, screens: [mac] }),
    ).toEqual({
      x: 612,
      y: 35,
    })
  })
})

describe('where the person left it', () => {
  test('the window opens again, whether or not the system tells the tray’s place', () => {
    const left = { x: 100, y: 200 }
    expect(windowPlace(SIZE, { tray: icon(800, 0), left, screens: [mac] })).toEqual(left)
    expect(windowPlace(SIZE, { tray: null, left, screens: [mac] })).toEqual(left)
  })

  test('it is moved only as far as it would not be seen whole', () => {
    const at = (x: number, y: number) => windowPlace(SIZE, { tray: null, left: { x, y }, screens: [mac] })
    expect(at(1_300, 700)).toEqual({ x: 1_040, y: 300 })
    expect(at(-300, 10)).toEqual({ x: 0, y: 25 })
  })

  test.each<[string, { x: number; y: number }]>([
    ['to the right', { x: 1_500, y: 100 }],
    ['to the left', { x: -399, y: 100 }],
    ['above', { x: 100, y: -40 }],
    ['below', { x: 100, y: 900 }],
  ])('a place %s of every screen is passed over', (_where, left) => {
    expect(windowPlace(SIZE, { tray: null, left, screens: [mac] })).toBeNull()
    expect(windowPlace(SIZE, { tray: icon(800, 0), left, screens: [mac] })).toEqual({ x: 612, y: 35 })
  })

  test('a place on a second screen holds while that screen is there', () => {
    const second = screen(-1920, 0, 1920, 1080, { bottom: 40 })
    const left = { x: -900, y: 300 }
    expect(windowPlace(SIZE, { tray: null, left, screens: [mac, second] })).toEqual(left)
    expect(windowPlace(SIZE, { tray: null, left, screens: [mac] })).toBeNull()
  })

  test('a window that is put back near the tray belongs there again', () => {
    const tray = icon(800, 0)
    expect(leftAt({ x: 620, y: 45 }, SIZE, tray, [mac])).toBeNull()
    expect(leftAt({ x: 300, y: 45 }, SIZE, tray, [mac])).toEqual({ x: 300, y: 45 })
    expect(leftAt({ x: 620, y: 45 }, SIZE, null, [mac])).toEqual({ x: 620, y: 45 })
  })
})

test('a rectangle belongs to the screen that its middle is on, else to the nearest', () => {
  const second = screen(1440, 0, 1024, 768, {})
  const at = (x: number) => screenOf({ x, y: 100, width: 400, height: 400 }, [mac, second])
  expect([at(1_000), at(1_239), at(1_300), at(9_000)]).toEqual([mac, mac, second, second])
  expect(screenOf(icon(0, 0), [])).toBeNull()
})

test.each([[null], [{ x: 1 }], [{ x: 1.5, y: 2 }], ['1,2'], [[1, 2]]])('%o is no place', (value) => {
  expect(isPoint(value)).toBe(false)
})

test('a place may be negative', () => {
  expect(isPoint({ x: -1920, y: 0 })).toBe(true)
})
