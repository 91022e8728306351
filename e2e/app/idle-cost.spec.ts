/**
 * What an open window costs while nobody uses it, and that a closed one costs nothing. The figures are printed and not judged:
 * a busy machine would fail them.
 * @module-tag app
 */
import type { CDPSession, Page } from 'playwright'
import { expect, test } from 'vitest'
import { AppBench } from './app-bench'
import { RUNTIME_NAME } from './launch'

const SECONDS = 5

test('an open window costs a few milliseconds a second, and a closed one has no page left', async () => {
  const bench = await AppBench.start()
  const page = await bench.window()
  await bench.untilQuiet()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  // What the start has left to do is no cost of an idle window.
  await countdown(page, 2)
  const beforeMs = { page: await busyMs(session), app: await appBusyMs(bench) }
  await countdown(page, SECONDS)
  const perSecond = {
    page: ((await busyMs(session)) - beforeMs.page) / SECONDS,
    app: ((await appBusyMs(bench)) - beforeMs.app) / SECONDS,
  }
  process.stdout.write(
    `An open window costs ${perSecond.page.toFixed(1)} ms of its page and ${perSecond.app.toFixed(1)} ms of the ` +
      `main process a second, on ${RUNTIME_NAME}\n`,
  )
  await bench.closeWindow()
  expect(await bench.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(0)
})

/** Resolves after so many steps of the countdown, which the page counts itself: to ask it would cost more than it does. */
async function countdown(page: Page, steps: number): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    let left = ${steps}
    new MutationObserver((_changes, observer) => {
      left -= 1
      if (left > 0) return
      observer.disconnect()
      resolve()
    }).observe(document.querySelector('[role=timer]'), { subtree: true, characterData: true, childList: true })
  })`)
}

/** The processor's time of the page's whole process so far. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ProcessTime')?.value ?? Number.NaN) * 1_000
}

async function appBusyMs(bench: AppBench): Promise<number> {
  const { user, system } = await bench.app.evaluate(() => process.cpuUsage())
  return (user + system) / 1_000
}
