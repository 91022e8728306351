/** @module-tag browser */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { AppState } from '../electron/contract/app'
import { appState, PHASE_STATES, trayEngine } from '../electron/testing/app-states'
import { START_MS, signedIn } from '../electron/testing/engine-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { type WindowBrowser, type WindowPage, windowBrowser } from './testing/page'

let browser: WindowBrowser
beforeAll(async () => {
  browser = await windowBrowser()
})
afterAll(() => browser.close())

async function open(state: AppState): Promise<WindowPage> {
  const opened = await browser.open({ state, clock: 'byHand' })
  onTestFinished(async () => {
    await opened.close()
    expect(opened.complaints).toEqual([])
  })
  return opened
}

const endingIn = (seconds: number) =>
  appState({
    engine: trayEngine({ login: signedIn({ expiresAtMs: START_MS + seconds * 1000 }) }),
  })

const digits = (page: Page) => page.locator('.digits').textContent()

async function setVisible(page: Page, visibility: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, visibility)
}

test('the countdown falls each second and jumps up after a renewal', async () => {
  const { page, push } = await open(endingIn(300))
  expect(await digits(page)).toBe('5:00')
  for (const expected of ['4:59', '4:58', '4:57']) {
    await page.clock.runFor(1_000)
    await expect.poll(() => digits(page)).toBe(expected)
  }
  await page.clock.runFor(60_000)
  await expect.poll(() => digits(page)).toBe('3:57')
  await push(endingIn(63 + 900))
  await expect.poll(() => digits(page)).toBe('15:00')
})

test('the countdown ends at zero, says so, and ticks no more', async () => {
  const { page } = await open(endingIn(2))
  await page.clock.runFor(5_000)
  await expect.poll(() => page.getByRole('timer').textContent()).toContain('Expired')
  expect(await page.locator('[role=timer]').getAttribute('aria-label')).toBe('The token has expired')
  expect(await timersSetIn(page, 5_000)).toBe(0)
})

test('nothing ticks while the window is hidden, and the time is right at once when the window is seen again', async () => {
  const { page } = await open(endingIn(300))
  await page.clock.runFor(1_000)
  await setVisible(page, 'hidden')
  expect(await timersSetIn(page, 30_000)).toBe(0)
  expect(await digits(page)).toBe('4:59')
  await setVisible(page, 'visible')
  await expect.poll(() => digits(page)).toBe('4:29')
})

test('nothing ticks while nothing counts down', async () => {
  const { page } = await open(PHASE_STATES.off)
  await page.clock.runFor(1_000)
  expect(await timersSetIn(page, 30_000)).toBe(0)
})

test('the ticking is not read out', async () => {
  const { page } = await open(PHASE_STATES.signIn)
  const announced = await page.getByRole('status').textContent()
  await page.clock.runFor(3_000)
  await expect.poll(() => page.locator('[role=timer]').textContent()).toContain('4 min 7 s')
  expect(await page.getByRole('status').textContent()).toBe(announced)
  expect(await page.locator('[role=timer]').getAttribute('aria-live')).toBe('off')
})

/** How many timers the page sets in `ms` of its time. */
async function timersSetIn(page: Page, ms: number): Promise<number> {
  await page.evaluate(() => {
    const { setTimeout, setInterval } = window
    const count = { set: 0 }
    Object.assign(window, { counted: count })
    window.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
      count.set += 1
      return setTimeout(...args)
    }) as typeof setTimeout
    window.setInterval = ((...args: Parameters<typeof setInterval>) => {
      count.set += 1
      return setInterval(...args)
    }) as typeof setInterval
  })
  await page.clock.runFor(ms)
  return Number(await page.evaluate('counted.set'))
}

test('the time left of a code falls each second too', async () => {
  const { page } = await open(FACE_STATES.code)
  const left = () => page.getByRole('timer').textContent()
  expect(await left()).toBe('14:32')
  await page.clock.runFor(1_000)
  await expect.poll(left).toBe('14:31')
  expect(await page.getByRole('timer').getAttribute('aria-label')).toBe('The code expires in 14 min 31 s.')
})
