/** @module-tag browser */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppState } from '../electron/contract/app'
import type { RequestList } from '../electron/contract/recorder'
import { PHASE_STATES } from '../electron/testing/app-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { LONG_STATES } from '../electron/testing/long-states'
import { PLAN_STATES } from '../electron/testing/plan-states'
import { REQUEST_LIST } from '../electron/testing/request-states'
import { type WindowBrowser, type WindowPage, windowBrowser } from './testing/page'

const STATES: readonly (readonly [string, AppState])[] = Object.entries({
  ...PHASE_STATES,
  ...FACE_STATES,
  ...PLAN_STATES,
  ...LONG_STATES,
})
const LANGUAGES = ['en', 'zh-CN'] as const
/** What is left of 1080 pixels at 150 % beside a taskbar of 48, a title bar and margins (`shell/window/frame.ts`). */
const LOW_SCREEN_PX = 612
/** With a third limit and a forecast, or with notes that can be put away. */
const MAY_BE_HIGHER = ['low', 'notes']
/** A laptop's. What is longer than this may scroll. */
const SCREEN_PX = 900

let browser: WindowBrowser
beforeAll(async () => {
  // As on Windows and Linux: a scroll bar takes its room from the page.
  browser = await windowBrowser({ scrollbars: true })
})
afterAll(() => browser.close())

test.each([
  ['100 %', 400, 1],
  ['125 %', 400, 1.25],
  ['150 %', 400, 1.5],
  ['200 %, 320 pixels wide', 320, 2],
] as const)(
  'at %s no Status or Sign-in state scrolls, and no state is too wide or has a text cut',
  async (...look) => {
    const [, width, scale] = look
    await withWindow({ width, scale }, async (window) => {
      for (const [name, state] of STATES) {
        for (const language of LANGUAGES) {
          await window.push({ ...state, language })
          await window.fitted()
          const what = `${name}, ${language}`
          const { height, room, overflow, cut } = await window.page.evaluate(measure)
          const mayScroll = state.face !== 'status' || (name in LONG_STATES && height > SCREEN_PX)
          if (!mayScroll) expect(height, what).toBeLessThanOrEqual(room)
          expect(cut, what).toEqual([])
          expect(overflow, what).toBe(0)
        }
      }
    })
  },
)

test('with requests and two limits every Status or Sign-in state fits a screen of 1080 pixels at 150 %', async () => {
  await withWindow({ width: 400, scale: 1.5, requests: REQUEST_LIST }, async (window) => {
    for (const [name, state] of STATES) {
      if (state.face !== 'status' || MAY_BE_HIGHER.includes(name) || name in LONG_STATES) continue
      for (const language of LANGUAGES) {
        await window.push({ ...state, language })
        expect(await window.fitted(), `${name}, ${language}`).toBeLessThanOrEqual(LOW_SCREEN_PX)
      }
    }
  })
})

async function withWindow(
  options: { readonly width: number; readonly scale: number; readonly requests?: RequestList },
  look: (window: WindowPage) => Promise<void>,
): Promise<void> {
  const window = await browser.open({ state: PHASE_STATES.off, reducedMotion: 'reduce', ...options })
  try {
    await look(window)
    expect(window.complaints).toEqual([])
  } finally {
    await window.close()
  }
}

/**
 * Runs in the page. `height` is that of what is shown, `room` that of the window. Then all that is folded away is opened:
 * `overflow` is how much the page is wider than the window, `cut` are the elements whose content is larger than their own
 * box or sticks out of the window. An ellipsis that is meant, a field, which scrolls, and what only screen readers read are
 * left out.
 */
function measure() {
  const root = document.documentElement
  const height = root.scrollHeight
  for (const details of document.querySelectorAll('details')) details.open = true
  const edge = root.clientWidth + 0.5
  const all = document.body.querySelectorAll<HTMLElement>('*:not(.only-read, input, textarea, svg, svg *)')
  const cut = [...all].filter((element) => {
    const { display, textOverflow, overflow } = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    if (box.right > edge || box.left < -0.5) return true
    if (display === 'inline' || textOverflow === 'ellipsis') return false
    const isTooWide = element.scrollWidth > element.clientWidth + 1
    return isTooWide || (overflow !== 'visible' && element.scrollHeight > element.clientHeight + 1)
  })
  return {
    height,
    room: innerHeight,
    overflow: root.scrollWidth - root.clientWidth,
    cut: cut.map((element) => element.outerHTML.slice(0, 120)),
  }
}
