/** @module-tag browser */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PHASE_STATES } from '../electron/testing/app-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { PLAN_STATES } from '../electron/testing/plan-states'
import { type WindowBrowser, type WindowPage, windowBrowser } from './testing/page'

/** The accent colours of macOS. */
const ACCENTS = {
  blue: '#007aff',
  purple: '#a550a7',
  pink: '#f74f9e',
  red: '#ff5257',
  orange: '#f7821b',
  yellow: '#ffc600',
  green: '#62ba46',
  graphite: '#8c8c8c',
} as const
const SCHEMES = ['light', 'dark'] as const
const LOOKS = SCHEMES.flatMap((scheme) =>
  Object.entries(ACCENTS).map(([accent, color]) => [accent, scheme, color] as const),
)
/** WCAG 2: of text, and of what is no text. */
const TEXT = 4.5
const SHAPE = 3

let browser: WindowBrowser
let window: WindowPage
beforeAll(async () => {
  browser = await windowBrowser()
  window = await browser.open({ state: PHASE_STATES.off, reducedMotion: 'reduce' })
})
afterAll(async () => {
  expect(window.complaints).toEqual([])
  await browser.close()
})

describe('whatever the accent colour', () => {
  test.each(LOOKS)('%s, %s: text on the main button can be read, under the pointer too', async (...look) => {
    const page = await show('off', look)
    const main = page.locator('.button.main')
    expect(await contrastIn(main)).toBeGreaterThanOrEqual(TEXT)
    await main.hover()
    expect(await contrastIn(main)).toBeGreaterThanOrEqual(TEXT)
    await page.mouse.move(0, 0)
  })

  test.each(LOOKS)('%s, %s: the ring of the focus, a switch and a bar can be seen', async (...look) => {
    const page = await show('off', look)
    for (const ground of ['--window', '--group', '--button', '--tabs', '--track']) {
      expect(await contrast(page, 'var(--accent)', `var(${ground})`), ground).toBeGreaterThanOrEqual(SHAPE)
    }
    expect(await contrast(page, 'var(--on-accent)', 'var(--accent-deep)')).toBeGreaterThanOrEqual(SHAPE)
  })
})

test('the page follows the accent colour', async () => {
  const seen = new Set<string>()
  for (const look of LOOKS) {
    const page = await show('off', look)
    seen.add(`${await resolved(page, 'var(--accent-deep)')} ${await resolved(page, 'var(--accent)')}`)
  }
  expect(seen.size).toBe(LOOKS.length)
})

describe.each(SCHEMES)('in %s', (scheme) => {
  test('bars that warn stand out from their track', async () => {
    const page = await show('off', ['blue', scheme, ACCENTS.blue])
    for (const fill of ['--warn-shape', '--bad']) {
      expect(await contrast(page, `var(${fill})`, 'var(--track)'), fill).toBeGreaterThanOrEqual(SHAPE)
    }
  })

  test('the selected tab stands out from its track', async () => {
    const page = await show('off', ['blue', scheme, ACCENTS.blue])
    // In light colours the tab is white and has a shadow.
    const least = scheme === 'dark' ? 2 : 1.3
    expect(await contrast(page, 'var(--tab)', 'var(--tabs)')).toBeGreaterThanOrEqual(least)
    expect(await contrastIn(page.locator('[aria-current]'))).toBeGreaterThanOrEqual(TEXT)
  })

  test('forced colours show the selected tab, and how much is left', async () => {
    const page = await show('low', ['blue', scheme, ACCENTS.blue])
    await page.emulateMedia({ colorScheme: scheme, forcedColors: 'active', reducedMotion: 'reduce' })
    const tab = await page.locator('[aria-current]').evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element)
      return { color, backgroundColor }
    })
    expect(tab).toEqual({
      color: await resolved(page, 'HighlightText'),
      backgroundColor: await resolved(page, 'Highlight'),
    })
    for (const meter of await page.locator('meter').all()) {
      const [fill = '', track = ''] = await meter.evaluate((element) =>
        ['--fill', '--track'].map((name) => getComputedStyle(element).getPropertyValue(name)),
      )
      expect(await contrast(page, fill, track)).toBeGreaterThanOrEqual(SHAPE)
    }
    await page.emulateMedia({ colorScheme: scheme, forcedColors: 'none', reducedMotion: 'reduce' })
  })
})

test('with less motion no dead ring stands beside the words', async () => {
  for (const state of [PHASE_STATES.signIn, FACE_STATES.doctorRunning, FACE_STATES.code]) {
    await window.push(state)
    expect(await window.page.locator('.spinner:visible').count()).toBe(0)
  }
})

async function show(
  name: 'off' | 'low',
  [, colorScheme, color]: readonly [accent: string, scheme: 'light' | 'dark', color: string],
): Promise<Page> {
  const { page, push } = window
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await push(name === 'off' ? PHASE_STATES.off : PLAN_STATES.low)
  await page.locator(name === 'off' ? '.button.main' : 'meter.last').waitFor()
  await page.evaluate(
    (accent) => document.documentElement.style.setProperty('--system-accent', accent),
    color,
  )
  return page
}

/** The contrast of the element's text and its own background. */
async function contrastIn(element: ReturnType<Page['locator']>): Promise<number> {
  const { color, backgroundColor } = await element.evaluate((node) => {
    const style = getComputedStyle(node)
    return { color: style.color, backgroundColor: style.backgroundColor }
  })
  return contrast(element.page(), color, backgroundColor)
}

async function contrast(page: Page, one: string, other: string): Promise<number> {
  const [a = 0, b = 0] = [await luminance(page, one), await luminance(page, other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Relative luminance as WCAG 2 defines it. The canvas turns every form of colour into the bytes that are drawn. */
async function luminance(page: Page, color: string): Promise<number> {
  const bytes = await page.evaluate(
    (drawn) => {
      const context = document.createElement('canvas').getContext('2d')
      if (context === null) return []
      context.fillStyle = drawn
      context.fillRect(0, 0, 1, 1)
      return [...context.getImageData(0, 0, 1, 1).data]
    },
    await resolved(page, color),
  )
  const [red = 0, green = 0, blue = 0] = bytes.map((byte) => {
    const part = byte / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The colour that an expression of the style sheet comes to. */
async function resolved(page: Page, color: string): Promise<string> {
  return page.evaluate((expression) => {
    const probe = document.createElement('i')
    probe.style.setProperty('forced-color-adjust', 'none')
    probe.style.backgroundColor = expression
    document.body.append(probe)
    const { backgroundColor } = getComputedStyle(probe)
    probe.remove()
    return backgroundColor
  }, color)
}
