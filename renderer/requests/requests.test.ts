/** @module-tag browser */
import axe from 'axe-core'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { AppState } from '../../electron/contract/app'
import type { RequestList } from '../../electron/contract/recorder'
import { appState, busyTraffic, PHASE_STATES, trayEngine } from '../../electron/testing/app-states'
import { manyRequests, REQUEST_LIST, requestRecord } from '../../electron/testing/request-states'
import { type WindowBrowser, type WindowPage, type WindowPageOptions, windowBrowser } from '../testing/page'

let browser: WindowBrowser
beforeAll(async () => {
  browser = await windowBrowser()
})
afterAll(() => browser.close())

async function open(options: WindowPageOptions): Promise<WindowPage> {
  const opened = await browser.open(options)
  onTestFinished(async () => {
    await opened.close()
    expect(opened.complaints).toEqual([])
  })
  return opened
}

/** A state in which so many requests have been served. */
function served(requestsServed: number, changes: Partial<AppState> = {}): AppState {
  return appState({ engine: trayEngine({ traffic: { ...busyTraffic, requestsServed } }), ...changes })
}

const ALL = served(41, { face: 'requests' })
const asked = (page: Page) => page.evaluate<readonly number[]>('standInAsked')

async function setVisible(page: Page, visibility: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, visibility)
}

describe('on the Status face', () => {
  test.each([
    ['en', ['streaming', 'waiting', '3.1 s'], 'Show all requests'],
    ['zh-CN', ['正在接收', '等待中', '3.1 秒'], '查看全部请求'],
  ] as const)('the last three are shown, and all are a click away (%s)', async (language, texts, all) => {
    const { page, commands } = await open({
      state: { ...ALL, face: 'status', language },
      requests: REQUEST_LIST,
    })
    const rows = page.locator('.request-line')
    await expect.poll(() => rows.count()).toBe(3)
    const shown = (await rows.allTextContents()).join()
    for (const text of texts) expect(shown).toContain(text)
    await page.getByRole('button', { name: all }).click()
    expect(commands).toEqual([{ kind: 'openWindow', face: 'requests' }])
  })

  test('an empty list says how to begin', async () => {
    const { page } = await open({ state: PHASE_STATES.running })
    await page.getByText('No requests yet. Connect Claude Code to start.').waitFor()
  })
})

describe('the face of all requests', () => {
  test('a request opens by keyboard into where its time went, and closes again', async () => {
    const { page } = await open({ state: ALL, requests: REQUEST_LIST })
    await page.locator('summary').first().focus()
    await page.keyboard.press('Enter')
    const times = page.getByLabel('Where the time went')
    await times.waitFor()
    expect(await times.locator('div').allTextContents()).toEqual([
      'Connecting30 ms',
      'Sending12 ms',
      'First byte1.2 s',
      'Answer1.8 s',
    ])
    expect(await page.getByLabel('Details', { exact: true }).textContent()).toContain('87% from the cache')
    await page.keyboard.press('Space')
    await times.waitFor({ state: 'detached' })
  })

  test.each([
    ['en', 'light'],
    ['zh-CN', 'dark'],
  ] as const)(
    'opened requests are usable by everyone, down to 320 pixels (%s, %s)',
    async (language, colorScheme) => {
      const state = { ...ALL, language }
      const { page } = await open({
        state,
        requests: REQUEST_LIST,
        colorScheme,
        reducedMotion: 'reduce',
        width: 320,
      })
      for (const row of await page.locator('summary').all()) await row.click()
      await expect.poll(() => page.locator('.request-details').count()).toBe(10)
      await page.locator('select').selectOption('aaaabbbb-1111')
      await page.evaluate(axe.source)
      const found = await page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]))",
      )
      expect(found).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
    },
  )

  test('a session is chosen, with its sums; a refusal is told in words', async () => {
    const { page } = await open({ state: ALL, requests: REQUEST_LIST })
    const rows = page.locator('.request-line')
    await expect.poll(() => rows.count()).toBe(12)
    await page.getByLabel('Session').selectOption({ label: 'opencode/1.2 · ccccdddd' })
    await expect.poll(() => rows.count()).toBe(2)
    expect(await page.locator('main').textContent()).toContain('1 request, 160k → 9.9k tokens')
    await page.getByLabel('Session').selectOption('aaaabbbb-1111')
    await page.getByText('Only 12% of its prompts come from the cache now').waitFor()
    expect((await rows.allTextContents()).join()).not.toMatch(/[A-Z]{3,}_/)
  })

  test('Escape leads back to Status, and so do Back and the tab', async () => {
    const { page, commands } = await open({ state: ALL, requests: REQUEST_LIST })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Status' }).click()
    const back = { kind: 'openWindow', face: 'status' }
    await expect.poll(() => commands).toEqual([back, back, back])
  })
})

describe('what is fetched', () => {
  test('is what came since, once something has begun or ended; nothing while nobody sees it', async () => {
    const { page, push, keep } = await open({ state: ALL, requests: REQUEST_LIST, clock: 'byHand' })
    await expect.poll(async () => (await asked(page)).at(0)).toBe(0)
    const news = { ...REQUEST_LIST, running: [], records: [...REQUEST_LIST.records, requestRecord(31)] }
    await keep(news)
    await page.clock.runFor(10_000)
    // One without a model is looked at again with each second that is drawn.
    expect((await asked(page)).length).toBeGreaterThan(1)
    await push(served(42, { face: 'requests' }))
    await expect.poll(() => page.locator('.request').count()).toBe(11)
    expect((await asked(page)).at(1)).toBe(30)
    const before = (await asked(page)).length
    await push(served(42, { face: 'settings' }))
    await push(served(43, { face: 'settings' }))
    await setVisible(page, 'hidden')
    await push(served(44, { face: 'requests' }))
    await page.clock.runFor(10_000)
    expect((await asked(page)).length).toBe(before)
    await setVisible(page, 'visible')
    await expect.poll(async () => (await asked(page)).length).toBe(before + 1)
  })

  test('is fetched four times a second at most, and by no timer once all is quiet', async () => {
    const { page, push } = await open({ state: ALL, requests: manyRequests(10, 0), clock: 'byHand' })
    await expect.poll(() => asked(page)).toEqual([0])
    for (let at = 0; at < 40; at += 1) {
      await push(served(100 + at, { face: 'requests' }))
      await page.clock.runFor(50)
    }
    const count = (await asked(page)).length
    expect(count).toBeGreaterThan(4)
    expect(count).toBeLessThanOrEqual(11)
    await page.clock.runFor(1_000)
    const quiet = (await asked(page)).length
    await page.clock.runFor(30_000)
    expect((await asked(page)).length).toBe(quiet)
  })
})

interface Storm {
  readonly openedMs: number
  readonly frames: readonly number[]
  readonly longTasks: readonly number[]
  readonly nodes: number
  readonly pushes: number
  readonly added: number
  readonly redrawn: number
  readonly asked: number
}

test('500 requests and 50 under way that change 20 times a second: no row is drawn twice', async () => {
  const list = manyRequests(500, 50)
  const { page } = await open({ state: served(41), requests: list })
  const spent = await timesSpent(page)
  const storm = await page.evaluate<Storm>(stormOf(list))
  const middle = [...storm.frames].sort((one, other) => one - other)
  const at = (share: number) => `${Math.round(middle[Math.floor(share * (middle.length - 1))] ?? 0)} ms`
  process.stdout.write(
    `The face of 500 requests opens in ${Math.round(storm.openedMs)} ms; in the storm a frame takes ${at(0.5)}, p95 ${at(0.95)}, ` +
      `at most ${at(1)}; long tasks: ${storm.longTasks.map(Math.round).join(', ') || 'none'}; processor time in ${storm.frames.length} frames: ${await spent()}\n`,
  )
  expect(storm.redrawn).toBe(0)
  expect(storm.added).toBe(NEWS)
  expect(storm.asked).toBeLessThanOrEqual(storm.pushes + 1)
  expect(storm.nodes).toBeLessThan(8_000)
})

/** What the page's main thread spends from now on until it is asked, in its own time, whatever else the machine does. */
async function timesSpent(page: Page): Promise<() => Promise<string>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0
    return ['TaskDuration', 'ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'].map(of)
  }
  const before = await read()
  return async () => {
    const after = await read()
    const [all, script, style, layout] = after.map((value, index) =>
      Math.round((value - (before[index] ?? 0)) * 1_000),
    )
    return `${all} ms (script ${script}, style ${style}, layout ${layout})`
  }
}

const PUSHES = 60
const NEWS = 20

/** Runs in the page: opens the face, pushes states and changes the list under it, and counts what is drawn. */
function stormOf(list: RequestList): string {
  const record = JSON.stringify(requestRecord(0))
  const pushed = JSON.stringify(ALL)
  return `(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    const all = ${pushed}
    const list = ${JSON.stringify(list)}
    standInRequests = list
    const longTasks = []
    const began = performance.now()
    standInPush(all)
    while (document.querySelectorAll('.request').length < 500) await frame()
    await frame()
    const openedMs = performance.now() - began
    new PerformanceObserver((told) => longTasks.push(...told.getEntries().map((task) => task.duration))).observe({ type: 'longtask' })
    let added = 0
    const redrawn = new Set()
    const isRow = (node) => node instanceof Element && node.matches('.request')
    new MutationObserver((changes) => {
      for (const { target, addedNodes, type } of changes) {
        added += [...addedNodes].filter(isRow).length
        const row = (target instanceof Element ? target : target.parentElement).closest('.request')
        if (row !== null) redrawn.add(row)
      }
    }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true })
    const frames = []
    let isOver = false
    const measured = (async () => {
      for (let last = performance.now(); !isOver; last = performance.now()) {
        await frame()
        frames.push(performance.now() - last)
      }
    })()
    for (let at = 1; at <= ${PUSHES}; at += 1) {
      const seq = 500 + Math.min(at, ${NEWS})
      const running = list.running.map((one, index) => (index % 50 === at % 50 ? { ...one, requestId: 'now_' + at } : one))
      const records = at > ${NEWS} ? standInRequests.records : [...standInRequests.records, { ...${record}, seq, requestId: 'new_' + seq }]
      standInRequests = { ...standInRequests, running, records }
      const traffic = { ...all.engine.traffic, requestsServed: 100 + at }
      standInPush({ ...all, engine: { ...all.engine, traffic } })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    while (document.querySelectorAll('.request-line').length < 550 || added < ${NEWS}) await frame()
    isOver = true
    await measured
    return { openedMs, frames, longTasks, added, redrawn: redrawn.size, pushes: ${PUSHES}, asked: standInAsked.length, nodes: document.querySelectorAll('*').length }
  })()`
}
