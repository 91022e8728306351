/** @module-tag browser */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHASE_STATES } from '../electron/testing/app-states'
import { type WindowBrowser, windowBrowser } from './testing/page'

const CLEAR = 'rgba(0, 0, 0, 0)'

let browser: WindowBrowser
beforeAll(async () => {
  browser = await windowBrowser()
})
afterAll(() => browser.close())

const background = (page: Page) => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')

test('the page lets the system’s material through where there is one, and is plain everywhere else', async () => {
  const { page, complaints, close } = await browser.open({ state: PHASE_STATES.running })
  expect(await background(page)).not.toBe(CLEAR)
  await page.goto(`${page.url()}#material`)
  await page.reload()
  await page.locator('h1').waitFor()
  expect(await background(page)).toBe(CLEAR)
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await background(page)).not.toBe(CLEAR)
  expect(complaints).toEqual([])
  await close()
})
