/**
 * Where the window opens, how large its page is, and what the system adds to its looks.
 * @module-tag app
 */
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, untilText } from './app-bench'
import { dragWindow, windowBounds } from './tray-driver'

/** A screen on which every page fits at 150 %. The taskbar lies at its bottom. */
const DESKTOP = {
  STAND_IN_TRAY: '1500,1404,24,24',
  STAND_IN_SCREENS: JSON.stringify([
    {
      bounds: { x: 0, y: 0, width: 2560, height: 1440 },
      workArea: { x: 0, y: 0, width: 2560, height: 1392 },
    },
  ]),
}

async function start(env: Record<string, string> = DESKTOP) {
  const bench = await AppBench.start({ launch: { env } })
  await bench.untilIcon('running')
  return { bench, page: await bench.window() }
}

/** Resolves once the window is as high as its page. */
async function untilFitted(bench: AppBench, page: Page): Promise<void> {
  await until('the page fits its window', async () => {
    const missing = await page.evaluate('document.documentElement.scrollHeight - innerHeight')
    const { height } = await windowBounds(bench.app)
    return Number(missing) <= 0 && height > 320
  })
}

async function reopen(bench: AppBench): Promise<Page> {
  await bench.closeWindow()
  await bench.click('openWindow')
  const page = await bench.window()
  await untilFitted(bench, page)
  return page
}

describe('the window', () => {
  test('opens beside the tray where the system tells its place, and grows away from it', async () => {
    const { bench, page } = await start()
    await untilFitted(bench, page)
    const low = await windowBounds(bench.app)
    expect(low.x).toBe(1512 - 200)
    expect(low.y + low.height).toBe(1392 - 10)
    await bench.click('settings')
    await untilText(page, 'Launch at Login')
    await until('it has grown', async () => (await windowBounds(bench.app)).height !== low.height)
    const high = await windowBounds(bench.app)
    expect([high.x, high.y + high.height]).toEqual([low.x, 1392 - 10])
  })

  test('opens where the person left it, also after a restart, unless no screen is there any more', async () => {
    const { bench, page } = await start()
    await untilFitted(bench, page)
    await dragWindow(bench.app, { x: 200, y: 100 })
    await reopen(bench)
    expect(await windowBounds(bench.app)).toMatchObject({ x: 200, y: 100 })
    await bench.closeWindow()
    await bench.launched.close()

    await bench.launch({ env: DESKTOP })
    await untilFitted(bench, await bench.window())
    expect(await windowBounds(bench.app)).toMatchObject({ x: 200, y: 100 })
    const far = [{ x: 4000, y: 0, width: 1920, height: 1080 }].map((area) => ({
      bounds: area,
      workArea: area,
    }))
    await bench.app.evaluate((_electron, screens) => {
      process.env['STAND_IN_SCREENS'] = screens
    }, JSON.stringify(far))
    await reopen(bench)
    expect((await windowBounds(bench.app)).x).toBe(4010)
  })

  test('opens where it was last where the system tells no place of the tray', async () => {
    const { bench, page } = await start({})
    await untilFitted(bench, page)
    expect((await windowBounds(bench.app)).x).toBe(440)
    await dragWindow(bench.app, { x: 33, y: 44 })
    await reopen(bench)
    expect(await windowBounds(bench.app)).toMatchObject({ x: 33, y: 44 })
  })

  test('belongs to the tray again once it is put back there', async () => {
    const { bench, page } = await start()
    // From then on its height stays as it is.
    await untilText(page, '5-hour limit')
    await untilFitted(bench, page)
    const home = await windowBounds(bench.app)
    await dragWindow(bench.app, { x: 200, y: 100 })
    await reopen(bench)
    await dragWindow(bench.app, { x: home.x + 9, y: home.y - 9 })
    await reopen(bench)
    const { x, y, height } = await windowBounds(bench.app)
    expect([x, y + height]).toEqual([home.x, 1392 - 10])
  })
})

describe('the zoom', () => {
  const scale = (page: Page) => page.evaluate('Math.round(devicePixelRatio * 100) / 100')

  test('grows page and window by the usual keys, without a scroll bar, and is kept', async () => {
    const { bench, page } = await start()
    for (const [keys, expected] of [
      ['Control+=', 1.1],
      ['Control+Shift++', 1.25],
      ['Control+=', 1.5],
    ] as const) {
      await page.keyboard.press(keys)
      await expect.poll(() => scale(page)).toBe(expected)
      await untilFitted(bench, page)
      expect((await windowBounds(bench.app)).width).toBe(Math.round(400 * expected))
    }
    const again = await reopen(bench)
    await expect.poll(() => scale(again)).toBe(1.5)
    await again.keyboard.press('Control+-')
    await expect.poll(() => scale(again)).toBe(1.25)
    await again.keyboard.press('Control+0')
    await expect.poll(() => scale(again)).toBe(1)
    await untilFitted(bench, again)
    expect((await windowBounds(bench.app)).width).toBe(400)
  })

  test('of 200 % leaves nothing outside a window of 320 CSS pixels', async () => {
    const area = { x: 0, y: 0, width: 660, height: 700 }
    const { bench, page } = await start({
      STAND_IN_SCREENS: JSON.stringify([{ bounds: area, workArea: area }]),
    })
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Control+=')
    await expect.poll(() => scale(page)).toBe(2)
    await expect.poll(() => page.evaluate('innerWidth')).toBe(320)
    for (const face of ['openWindow', 'settings', 'doctor']) {
      await bench.click(face)
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth'))
        .toBeLessThanOrEqual(0)
    }
  })
})

test('the page has the system’s accent, and follows it', async () => {
  const { bench, page } = await start({ STAND_IN_ACCENT: 'ff9500ff' })
  const accent = () =>
    page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--system-accent').trim()")
  await expect.poll(accent).toBe('#ff9500')
  await bench.app.evaluate(({ systemPreferences }) => {
    process.env['STAND_IN_ACCENT'] = '34c759ff'
    systemPreferences.emit('accent-color-changed', {}, '34c759ff')
  })
  await expect.poll(accent).toBe('#34c759')
  // Linux has no material of its own.
  expect(await page.evaluate('document.documentElement.className')).toBe('')
})

test('the icon does not move for a renewal that nobody needs to know of', async () => {
  const { bench } = await start({})
  await bench.app.evaluate(({ Tray }) => {
    const { setImage } = Tray.prototype
    Object.assign(globalThis, { drawings: 0 })
    Tray.prototype.setImage = function (image) {
      Object.assign(globalThis, { drawings: Number(Reflect.get(globalThis, 'drawings')) + 1 })
      setImage.call(this, image)
    }
  })
  bench.simulator.script({ on: 'token', delayMs: 50 })
  await bench.click('refresh')
  await until('it was renewed', () => bench.simulator.log.grantedCount === 1)
  expect((await message(bench.port, 'hello')).status).toBe(200)
  await bench.untilItem('status', /^Running$/)
  expect(await bench.app.evaluate(() => Reflect.get(globalThis, 'drawings'))).toBe(0)
})
