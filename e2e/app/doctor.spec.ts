/**
 * The check-up in the real window: opened by the navigation, read, run again, copied.
 * @module-tag app
 */
import { chmodSync } from 'node:fs'
import { expect, test } from 'vitest'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'

test('a check-up says what is wrong and what mends it, is run again after that, and is copied', async () => {
  const bench = await AppBench.create()
  chmodSync(bench.sandbox.credentials, 0o644)
  await bench.launch()
  await bench.untilIcon('running')
  await bench.click('openWindow')
  const page = await bench.window()
  await page.getByRole('button', { name: 'Diagnostics' }).click()
  await untilText(page, 'Other users of this computer may read Kimi Code’s login.')
  await untilText(page, 'chmod 600 ~/.kimi-code/credentials/kimi-code.json')
  await untilText(page, 'Kimi Code’s login is in use.')
  await untilText(page, `Kimi Proxy is running on port ${bench.port}`)
  expect(await heading(page)).toMatch(/^\d+ (?:warning|problem)s?$/)
  expect(await page.title()).toBe('Diagnostics – Kimi Proxy')

  chmodSync(bench.sandbox.credentials, 0o600)
  await page.getByRole('button', { name: 'Check Again' }).click()
  await until('it is gone', async () => (await page.getByText('Other users of this computer').count()) === 0)

  await page.getByRole('button', { name: 'Copy Report' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const text = await bench.app.evaluate(async ({ clipboard }) => clipboard.readText())
  expect(text).toContain('The clock is right.')
  expect(text).not.toMatch(/sim-[ar]t-/)

  await page.getByRole('button', { name: 'Status' }).click()
  await until('the status is back', async () => (await heading(page)) === 'Running')
})
