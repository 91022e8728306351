/**
 * The first run, as a person goes through it in the window, and Claude Code's settings there.
 * @module-tag app
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'
import { externalLinks, notices } from './tray-driver'

const NEVER_SET_UP = { setUpOver: false }
const FORMER = '{\n  "env": { "ANTHROPIC_API_KEY": "sk-ant-secret" }\n}\n'

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

function claudeSettings({ sandbox }: AppBench) {
  const folder = join(sandbox.root, '.claude')
  const path = join(folder, 'settings.json')
  return {
    write(text: string) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, text)
    },
    read: () => (existsSync(path) ? readFileSync(path, 'utf8') : null),
  }
}

test('three ticks lead from nothing to an answer of Kimi, and the Status face takes the place of the page', async () => {
  const startMs = performance.now()
  const bench = await AppBench.start({
    signedIn: false,
    settings: NEVER_SET_UP,
    simulator: { deviceIntervalSeconds: 1 },
    launch: { packaged: true },
  })
  const claude = claudeSettings(bench)
  const page = await bench.window()
  await expect.poll(() => heading(page)).toBe('Welcome to Kimi Proxy')
  expect(await notices(bench.app)).toEqual([])

  await click(page, 'Sign In in Browser')
  const code = page.locator('.user-code')
  await code.waitFor()
  await until('the page has opened', async () => (await externalLinks(bench.app)).length === 1)
  bench.simulator.approveDevice((await code.textContent()) ?? '')
  await untilText(page, 'Simulated User · Moderato')

  await page.getByText(`ANTHROPIC_BASE_URL: "http://127.0.0.1:${bench.port}"`).waitFor()
  expect(claude.read()).toBeNull()
  await click(page, 'Connect')
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
  expect(JSON.parse(claude.read() ?? '').env).toMatchObject({
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${bench.port}`,
  })

  await click(page, 'Turn on: Launch at Login')
  await bench.untilItem('launchAtLogin', /^Launch at Login$/)
  await until('it is ticked', async () => (await page.locator('.set-up .done').count()) === 3)
  // The success of a sign-in closes other windows; this page stays until the person is done.
  await click(page, 'Done')
  await expect.poll(() => heading(page)).toBe('Running')
  expect((await message(bench.port, 'hello')).status).toBe(200)
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  process.stdout.write(`First run, from the start of the app to the first answer: ${seconds} s\n`)
})

test('each step can be skipped, none comes back, and launch at login holds nobody up from the repository', async () => {
  const bench = await AppBench.start({ settings: NEVER_SET_UP })
  const page = await bench.window()
  await expect.poll(() => heading(page)).toBe('Welcome to Kimi Proxy')
  await untilText(page, 'Only in the installed app.')
  await click(page, 'Done')
  await expect.poll(() => heading(page)).toBe('Running')
  await untilText(page, 'Not connected')
  expect(claudeSettings(bench).read()).toBeNull()
  await bench.launched.close()
  await bench.launch()
  await expect.poll(async () => heading(await bench.window())).toBe('Running')
})

test('Claude Code is connected from Status and from the menu, with the change shown, and each way is undone in one click', async () => {
  const bench = await AppBench.start()
  const claude = claudeSettings(bench)
  claude.write(FORMER)
  const page = await bench.window()
  await bench.untilIcon('running')
  await click(page, 'Connect Claude Code…')
  await expect.poll(() => heading(page)).toBe('Connect Claude Code')
  await untilText(page, 'ANTHROPIC_API_KEY: [redacted]')
  expect(await page.content()).not.toContain('sk-ant-secret')
  await click(page, 'Cancel')
  await expect.poll(() => heading(page)).toBe('Running')
  expect(claude.read()).toBe(FORMER)

  await bench.click('claude')
  await click(page, 'Connect')
  await expect.poll(() => heading(page)).toBe('Claude Code is connected')
  const connected = claude.read()
  const key = JSON.parse(connected ?? '').env['ANTHROPIC_AUTH_TOKEN']
  expect(await page.evaluate('window.kimi.hello().then(JSON.stringify)')).not.toContain(key)
  await click(page, 'Undo')
  await expect.poll(() => heading(page)).toBe('Claude Code is disconnected')
  expect(claude.read()).toBe(FORMER)
  await click(page, 'Undo')
  await expect.poll(() => heading(page)).toBe('Claude Code is connected')
  expect(claude.read()).toBe(connected)
  await click(page, 'Done')
  await bench.untilItem('claude', /^✓ Claude Code Connected$/)

  await click(page, 'Manage the connection of Claude Code…')
  await click(page, 'Copy Claude Code Settings: For settings.json')
  const copied = await bench.app.evaluate(async ({ clipboard }) => clipboard.readText())
  expect(copied).toContain(`"ANTHROPIC_BASE_URL": "http://127.0.0.1:${bench.port}"`)
  await click(page, 'Disconnect')
  await expect.poll(() => heading(page)).toBe('Claude Code is disconnected')
  expect(claude.read()).toBe(FORMER)
})

test('what another program has changed is said, and mended by connecting again', async () => {
  const bench = await AppBench.start()
  const claude = claudeSettings(bench)
  claude.write(FORMER)
  await bench.click('claude')
  const page = await bench.window()
  await click(page, 'Connect')
  await expect.poll(() => heading(page)).toBe('Claude Code is connected')
  claude.write((claude.read() ?? '').replace(`http://127.0.0.1:${bench.port}`, 'https://other.example'))
  await click(page, 'Done')
  await bench.click('claude')
  await untilText(page, /^Another program changed ANTHROPIC_BASE_URL\./)
  await untilText(page, 'ANTHROPIC_BASE_URL: "https://other.example"')
  await click(page, 'Connect Again')
  await expect.poll(() => heading(page)).toBe('Claude Code is connected')
  expect(claude.read()).not.toContain('other.example')
})
