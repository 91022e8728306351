/**
 * The list of requests in the window, of real requests to a simulated Kimi.
 * @module-tag app
 */
import { expect, test } from 'vitest'
import { call, messageBody } from '../../electron/testing/network/client'
import { useUp } from '../plan/limits'
import { AppBench, heading } from './app-bench'

function ask({ port }: AppBench, session: string, text: string) {
  return call(port, '/v1/messages', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'claude-cli/2.1.332 (external, cli)',
      'x-claude-code-session-id': session,
    },
    body: messageBody(text, true),
  })
}

test('requests show in Status while they run and when they have ended, and all of them a click away', async () => {
  const bench = await AppBench.start()
  const page = await bench.window()
  await page.getByText('No requests yet. Connect Claude Code to start.').waitFor()
  const rows = page.locator('.request-line')

  const long = ask(bench, 'aaaa1111-long', 'count to 60, slow 25 ms')
  await page.getByText('streaming', { exact: true }).waitFor()
  expect(await rows.first().textContent()).toContain('kimi-for-coding')
  expect((await long).status).toBe(200)
  await expect.poll(() => rows.first().textContent()).toMatch(/^Answered.*kimi-for-coding.* s.* → /)
  await ask(bench, 'bbbb2222-other', 'hello')
  useUp(bench.simulator, { name: 'fiveHours', window: 'fiveHours' })
  expect((await ask(bench, 'bbbb2222-other', 'hello')).status).toBe(402)
  const refused = /^Failed.*5-hour limit reached until .*\d\d:\d\d/
  await expect.poll(() => rows.first().textContent()).toMatch(refused)
  expect(await rows.count()).toBe(3)

  await page.getByRole('button', { name: 'Show all requests' }).click()
  await expect.poll(() => heading(page)).toBe('Requests')
  await expect.poll(() => rows.count()).toBe(3)
  await page.getByLabel('Session').selectOption({ label: 'claude-cli/2.1.332 · bbbb2222' })
  await expect.poll(() => rows.count()).toBe(2)
  expect(await rows.first().textContent()).toMatch(refused)
  expect(await page.locator('main').textContent()).toContain('2 requests, 1 failed')
  await rows.last().click()
  const times = page.getByLabel('Where the time went')
  await times.waitFor()
  expect(await times.textContent()).toContain('First byte')
  await page.keyboard.press('Escape')
  await expect.poll(() => heading(page)).not.toBe('Requests')
})

test('the list goes on over a stop and a start of the proxy', async () => {
  const bench = await AppBench.start()
  const page = await bench.window()
  await ask(bench, 'aaaa1111', 'hello')
  const rows = page.locator('.request-line')
  await expect.poll(() => rows.count()).toBe(1)
  await bench.untilQuiet()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await bench.untilIcon('stopped')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await bench.untilIcon('running')
  await ask(bench, 'aaaa1111', 'hello')
  await expect.poll(() => rows.count()).toBe(2)
})
