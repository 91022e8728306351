/**
 * Streams pass through the app's main process, so no click in menu or window may affect them.
 * @module-tag app
 */
import { expect, test } from 'vitest'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench } from './app-bench'

const ACTIONS = 200
const COUNT = 600

test(`streams lose and reorder no event over ${ACTIONS} window and menu actions`, {
  timeout: 120_000,
}, async () => {
  const bench = await AppBench.start({ simulator: { expiresInSeconds: 8 } })
  await bench.untilIcon('running')
  let acted = 0
  const streams = Array.from({ length: 4 }, async () => {
    const answers: Awaited<ReturnType<typeof message>>[] = []
    // On a slow machine the actions take longer than a stream, so another stream follows while actions are left.
    do {
      answers.push(await message(bench.port, `count to ${COUNT}, slow 15 ms`, true))
    } while (acted < ACTIONS)
    return answers
  })
  // Where an action fails before they are awaited, that failure alone counts.
  for (const stream of streams) stream.catch(() => undefined)
  await bench.untilItem('toggle', /4 running/i)
  while (acted < ACTIONS) {
    await act(bench, acted)
    acted += 1
  }
  for (const { status, text } of (await Promise.all(streams)).flat()) {
    expect(status).toBe(200)
    const events = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1])
    expect(events.filter((event) => event !== 'ping')).toEqual([
      'message_start',
      'content_block_start',
      ...Array.from({ length: COUNT }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    const said = [...text.matchAll(/"type":"text_delta","text":"([^"]*)"/g)].map((match) => match[1]).join('')
    expect(said).toBe(Array.from({ length: COUNT }, (_, index) => `${index + 1} `).join(''))
  }
  // Tokens were renewed while the streams ran.
  expect(bench.simulator.log.grantedCount).toBeGreaterThanOrEqual(2)
  expect(bench.simulator.log.failures401).toBe(0)
  await until('all have ended', async () => (await bench.item('toggle'))?.label === 'Stop Kimi Proxy')
})

/** The clicks of a restless person; none of them stops the proxy. */
async function act(bench: AppBench, at: number): Promise<void> {
  switch (at % 10) {
    case 0:
      return bench.click('openWindow')
    case 1:
      return bench.click('settings')
    case 2:
      return bench.click('copySettings')
    case 3:
      return bench.click('toggle')
    case 4: {
      const page = await bench.window()
      return page.getByRole('button', { name: 'Status' }).click()
    }
    case 5: {
      const page = await bench.window()
      return page.getByRole('button', { name: 'Connect Claude Code…' }).click()
    }
    case 6:
      return bench.click('openLog')
    case 7:
      return bench.click('about')
    case 8:
      return at % 50 === 8 ? bench.closeWindow() : bench.click('openWindow')
    default:
      await bench.app.evaluate(({ nativeTheme }) => {
        nativeTheme.themeSource = nativeTheme.shouldUseDarkColors ? 'light' : 'dark'
      })
  }
}
