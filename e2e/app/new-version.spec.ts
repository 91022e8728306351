/**
 * A newer version in the real app: the feed typed into Settings, the note read, its page opened, nothing else touched.
 * @module-tag app
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, onTestFinished, test } from 'vitest'
import { message, until } from '../harness'
import { ReleaseFeed } from '../release-feed'
import { AppBench, untilText } from './app-bench'
import { dialogs, externalLinks, notices, observed } from './tray-driver'

const NOTES = '## New\n\n* **Faster** <img src="x" onerror="document.title = 1">\n* 更快'

async function feedOf(version: string): Promise<ReleaseFeed> {
  const feed = await ReleaseFeed.start(version, NOTES)
  onTestFinished(() => feed.stop())
  return feed
}

/** As a person does. */
async function setFeed(bench: AppBench, url: string): Promise<Page> {
  await bench.click('settings')
  const page = await bench.window()
  await page.getByLabel('Where to ask for new versions').fill(url)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  return page
}

test('a feed that is typed in is asked at once; its note is text, and its page opens on a click, while a stream runs', async () => {
  const feed = await feedOf('9.8.7')
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  expect(feed.asked).toEqual([])
  const stream = message(bench.port, 'count to 200, slow 20 ms', true)
  await bench.untilItem('toggle', /1 running/)
  const { pid, nonce } = bench.sandbox.runRecord()

  const page = await setFeed(bench, feed.url)
  await untilText(page, 'Version 9.8.7 is available')
  await bench.untilItem('newVersion', /^Version 9\.8\.7 is available…$/)
  await page.getByRole('button', { name: 'Status' }).click()
  const note = page.getByRole('region', { name: 'Version 9.8.7 is available' })
  await note.waitFor()
  const notes = page.getByRole('region', { name: 'What is new in 9.8.7' })
  expect(await notes.textContent()).toBe('New\n\n• Faster <img src="x" onerror="document.title = 1">\n• 更快')
  expect(await page.locator('img').count()).toBe(0)
  expect(await violations(page)).toEqual([])

  expect(await externalLinks(bench.app)).toEqual([])
  await note.getByRole('button', { name: 'Open the page' }).click()
  await until('it was opened', async () => (await externalLinks(bench.app)).length > 0)
  expect(await externalLinks(bench.app)).toEqual([feed.pageOf('9.8.7')])

  const { status, text } = await stream
  expect(status).toBe(200)
  expect(text.match(/content_block_delta"/g)?.length).toBe(200)
  expect(text).toContain('message_stop')
  expect(bench.sandbox.runRecord()).toMatchObject({ pid, nonce })
  expect(await dialogs(bench.app)).toEqual([])
  expect(await notices(bench.app)).toEqual([])
  expect((await observed(bench.app)).relaunches).toEqual([])
})

test('whoever answers for the feed learns no token, and can send nobody anywhere else', async () => {
  const feed = await feedOf('9.8.7')
  Object.assign(feed.release, { html_url: 'https://evil.example/download' })
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  const page = await setFeed(bench, feed.url)
  await untilText(page, 'The answer cannot be used (its link leads elsewhere).')
  expect(await page.getByRole('button', { name: 'Open the page' }).count()).toBe(0)
  expect(await bench.item('newVersion')).toBeUndefined()

  feed.name('9.8.7', NOTES)
  await page.getByRole('button', { name: 'Look now' }).click()
  await untilText(page, 'Version 9.8.7 is available')
  const told = JSON.stringify(feed.asked)
  const login = bench.sandbox.readLogin()
  expect(feed.asked).toHaveLength(2)
  for (const { headers } of feed.asked) {
    expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host', 'user-agent'])
  }
  for (const secret of [login['access_token'], login['refresh_token'], bench.sandbox.runRecord().secret]) {
    expect(told).not.toContain(String(secret))
  }
})

test('a note that was put away stays away over a restart, the menu brings it back, and Settings tells it all along', async () => {
  const feed = await feedOf('9.8.7')
  const bench = await AppBench.start({ settings: { updateFeed: feed.url } })
  await bench.untilItem('newVersion', /9\.8\.7/)
  await bench.click('newVersion')
  const page = await bench.window()
  const note = page.getByRole('region', { name: 'Version 9.8.7 is available' })
  await note.getByRole('button', { name: 'Dismiss' }).click()
  await note.waitFor({ state: 'detached' })
  expect(settingsOf(bench)['dismissedVersion']).toBe('9.8.7')

  await bench.launched.close()
  await bench.launch()
  await bench.untilItem('newVersion', /9\.8\.7/)
  const again = await bench.window()
  await untilText(again, 'Running')
  const noteAgain = again.getByRole('region', { name: 'Version 9.8.7 is available' })
  expect(await noteAgain.count()).toBe(0)
  await again.getByRole('button', { name: 'Settings', exact: true }).click()
  await untilText(again, 'Version 9.8.7 is available')
  await bench.click('newVersion')
  await noteAgain.waitFor()
})

test('an address that would be asked in the clear is refused where it was typed', async () => {
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  const page = await setFeed(bench, 'http://updates.example/latest')
  await untilText(page, /^Give an https address such as/)
  expect(settingsOf(bench)).toEqual({ port: bench.port })
})

function settingsOf(bench: AppBench): Record<string, unknown> {
  return JSON.parse(readFileSync(join(bench.sandbox.home, 'settings.json'), 'utf8'))
}

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')
}
