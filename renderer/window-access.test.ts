/** @module-tag browser */
import axe from 'axe-core'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppState } from '../electron/contract/app'
import { PHASE_STATES } from '../electron/testing/app-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { PLAN_STATES } from '../electron/testing/plan-states'
import { REQUEST_LIST, REQUEST_STATES } from '../electron/testing/request-states'
import { SET_UP_STATES } from '../electron/testing/set-up-states'
import { type WindowBrowser, type WindowPage, type WindowPageOptions, windowBrowser } from './testing/page'

const STATES: readonly (readonly [string, AppState])[] = Object.entries({
  ...PHASE_STATES,
  ...FACE_STATES,
  ...PLAN_STATES,
  ...REQUEST_STATES,
  ...SET_UP_STATES,
})
const LANGUAGES = ['en', 'zh-CN'] as const

let browser: WindowBrowser
/** The window of all tests here that only push states into it; none of them leaves anything else behind. */
let shared: WindowPage
beforeAll(async () => {
  browser = await windowBrowser()
  shared = await browser.open({
    state: PHASE_STATES.running,
    requests: REQUEST_LIST,
    reducedMotion: 'reduce',
  })
  await shared.page.evaluate(axe.source)
})
afterAll(async () => {
  expect(shared.complaints).toEqual([])
  await browser.close()
})

async function visit(options: WindowPageOptions, look: (opened: WindowPage) => Promise<void>): Promise<void> {
  const opened = await browser.open(options)
  try {
    await look(opened)
    expect(opened.complaints).toEqual([])
  } finally {
    await opened.close()
  }
}

async function show(state: AppState, language: AppState['language']): Promise<Page> {
  const { page, push } = shared
  await push({ ...state, language })
  await page.locator(`html[lang=${language}]`).waitFor()
  return page
}

describe('for everyone', () => {
  // Contrast hangs on the colours and not on the words, all else on the words and not on the colours: one look at each is
  // enough, and axe is what costs here.
  test.each(STATES)('axe finds nothing in "%s", light or dark, in either language', async (_name, state) => {
    for (const [language, colorScheme] of [
      ['en', 'light'],
      ['zh-CN', 'dark'],
    ] as const) {
      const page = await show(state, language)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await violations(page), `${language}, ${colorScheme}`).toEqual([])
    }
  })

  test.each(STATES)('"%s" is as wide as the window, from 360 to 420 pixels', async (_name, state) => {
    for (const language of LANGUAGES) {
      const page = await show(state, language)
      for (const width of [360, 400, 420]) {
        await page.setViewportSize({ width, height: 560 })
        expect(await page.evaluate(overflowing), `${language}, ${width}`).toEqual([])
      }
    }
  })

  test.each(STATES)('Tab reaches every control of "%s" in the order they stand', async (_name, state) => {
    // The language shows when a state is drawn, so it has to change.
    await show(state, 'zh-CN')
    const page = await show(state, 'en')
    await page.setViewportSize({ width: 400, height: 560 })
    await page.evaluate(leaveFocus)
    const controls = await page.evaluate(nameControls)
    const reached: (string | null)[] = []
    for (const _ of controls) {
      await page.keyboard.press('Tab')
      const { name, isSeen } = await page.evaluate(focus)
      reached.push(name)
      expect(isSeen, `${name}`).toBe(true)
    }
    expect(reached).toEqual(controls)
  })

  test.each(['Enter', 'Space'])('%s presses every button that is not blocked', async (key) => {
    for (const state of [
      PHASE_STATES.running,
      PHASE_STATES.signIn,
      FACE_STATES.notes,
      FACE_STATES.doctor,
      FACE_STATES.code,
      FACE_STATES.settingsFull,
    ]) {
      await visit({ state }, async ({ page, commands }) => {
        const buttons = page.locator('button:not([aria-current]):not([type=submit])')
        const count = await buttons.count()
        for (let index = 0; index < count; index += 1) {
          await buttons.nth(index).press(key)
          await expect.poll(() => commands.length).toBe(index + 1)
        }
      })
    }
  })
})

describe('with less motion', () => {
  test('nothing moves', async () => {
    for (const state of [
      PHASE_STATES.running,
      PHASE_STATES.signIn,
      FACE_STATES.doctorRunning,
      FACE_STATES.code,
      FACE_STATES.settings,
    ]) {
      await visit({ state, reducedMotion: 'reduce' }, async ({ page }) => {
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
        expect(await page.evaluate(moving)).toEqual([])
      })
    }
  })

  test('the waiting sign turns for everyone else', async () => {
    await visit({ state: PHASE_STATES.signIn }, async ({ page }) => {
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(1)
    })
  })
})

async function violations(page: Page): Promise<unknown> {
  await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
  return page.evaluate(
    "axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html + ' ' + n.failureSummary)]))",
  )
}

/** Runs in the page: lists the elements that are wider than their place. */
function overflowing(): readonly string[] {
  const wide = document.documentElement.clientWidth
  const all = [document.documentElement, ...document.body.querySelectorAll<HTMLElement>('*:not(.only-read)')]
  return (
    all
      // A field scrolls its text, so a long text in a field does not count.
      .filter(
        (element) =>
          element.getBoundingClientRect().right > wide + 0.5 ||
          (element.scrollWidth > wide && !element.matches('input')),
      )
      .map((element) => element.outerHTML.slice(0, 100))
  )
}

/** Runs in the page: numbers its controls and returns their names. */
function nameControls(): readonly string[] {
  const controls = [
    ...document.querySelectorAll('button, input, select, textarea, a, summary, [tabindex="0"]'),
  ]
  return controls
    .filter((control) => !control.matches(':disabled') && control.checkVisibility())
    .map((control, index) => {
      const name = `${index} ${control.textContent}`
      control.setAttribute('data-control', name)
      return name
    })
}

/** Runs in the page: the next Tab reaches the first control, as in a window that was just opened. */
function leaveFocus(): void {
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute('tabindex')
  window.scrollTo(0, 0)
}

/** Runs in the page: the name of what has the focus, and whether its ring is in view and not under the navigation. */
function focus(): { readonly name: string | null; readonly isSeen: boolean } {
  const element = document.activeElement
  if (element === null) return { name: null, isSeen: false }
  const { left, top, width, height } = element.getBoundingClientRect()
  const there = document.elementFromPoint(left + width / 2, top + height / 2)
  const isSeen = element.matches(':focus-visible') && there !== null && element.contains(there)
  return { name: element.getAttribute('data-control'), isSeen }
}

/** Runs in the page: lists the elements that have an animation or a transition. */
function moving(): readonly string[] {
  return [...document.querySelectorAll('*')]
    .filter((element) => {
      const { animationName, transitionDuration } = getComputedStyle(element)
      return animationName !== 'none' || transitionDuration !== '0s'
    })
    .map((element) => element.outerHTML)
}
