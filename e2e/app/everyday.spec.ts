/**
 * The app as a person uses it every day: menu, icon, countdown, window. Runs on what `RUNTIME_NAME` names.
 * @module-tag app
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { call, message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'
import { RUNTIME_NAME } from './launch'
import { externalLinks, notices, observed, power, trayState } from './tray-driver'

process.stdout.write(`Specs of the app run on ${RUNTIME_NAME}\n`)

describe('start and stop', () => {
  test('the menu’s first item stops and starts the proxy; icon, tooltip and window follow', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    await bench.untilIcon('running')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    const first = (await trayState(bench.app)).menu?.find(
      ({ enabled, type }) => enabled && type !== 'separator',
    )
    expect(first).toMatchObject({ id: 'toggle', label: 'Stop Kimi Proxy' })
    await bench.untilQuiet()
    await bench.click('toggle')
    await bench.untilIcon('stopped')
    await bench.untilItem('toggle', /^Start Kimi Proxy$/)
    await expect(call(bench.port, '/health')).rejects.toThrow()
    await expect.poll(() => heading(page)).toBe('Stopped')
    expect((await trayState(bench.app)).tooltip).toBe('Kimi Proxy: Stopped')
    await bench.click('toggle')
    await bench.untilIcon('running')
    expect((await message(bench.port, 'hello')).status).toBe(200)
  })

  test('the window’s own button does the same', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await bench.untilIcon('stopped')
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await bench.untilIcon('running')
  })

  test('a stop while answers run asks first, and says how many', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const stream = message(bench.port, 'count to 40, slow 25 ms', true)
    await bench.untilItem('toggle', /^Stop Kimi Proxy \(1 Running\)…$/)
    await bench.click('toggle')
    await until('it asked', async () => (await observed(bench.app)).boxes.length === 1)
    const [box] = (await observed(bench.app)).boxes
    expect(box).toMatchObject({ message: 'Stop Kimi Proxy?', buttons: ['Stop', 'Keep Running'], response: 1 })
    expect((await stream).text).toContain('message_stop')
    expect(await bench.icon()).toBe('running')
  })
})

describe('the countdown', () => {
  test('falls each second, and jumps up when the token is renewed', async () => {
    const bench = await AppBench.start({ simulator: { expiresInSeconds: 14 } })
    const page = await bench.window()
    const left = async () => {
      const digits = (await page.getByRole('timer').textContent()) ?? ''
      const [minutes = 0, seconds = 0] = /(\d+):(\d\d)/.exec(digits)?.slice(1).map(Number) ?? []
      return minutes * 60 + seconds
    }
    const seen: number[] = []
    const falls = () => seen.filter((value, index) => value < (seen[index - 1] ?? 0)).length
    const jumps = () => seen.filter((value, index) => value > (seen[index - 1] ?? 99) + 3).length
    await until('it has fallen and jumped up', async () => {
      const now = await left()
      if (now !== seen.at(-1)) seen.push(now)
      return falls() >= 3 && jumps() >= 1
    })
    expect(bench.simulator.log.grantedCount).toBeGreaterThanOrEqual(1)
  })

  test('"Renew Token Now" renews at once, from the menu', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    await bench.click('refresh')
    await until('it was renewed', () => bench.simulator.log.grantedCount === 1)
    await bench.untilIcon('running')
  })
})

describe('the menu', () => {
  test('copies settings with which Claude Code reaches the proxy', async () => {
    const bench = await AppBench.start()
    await bench.click('copySettings')
    const text = await bench.app.evaluate(async ({ clipboard }) => clipboard.readText())
    for (const line of [
      `export ANTHROPIC_BASE_URL=http://127.0.0.1:${bench.port}`,
      'export ANTHROPIC_MODEL=kimi-for-coding',
      'export ANTHROPIC_DEFAULT_OPUS_MODEL=kimi-for-coding',
      'export ANTHROPIC_DEFAULT_SONNET_MODEL=kimi-for-coding',
      'export ANTHROPIC_DEFAULT_HAIKU_MODEL=kimi-for-coding',
      'export ANTHROPIC_SMALL_FAST_MODEL=kimi-for-coding',
      'export CLAUDE_CODE_MAX_CONTEXT_TOKENS=262144',
      'export CLAUDE_CODE_AUTO_COMPACT_WINDOW=262144',
      'export CLAUDE_CODE_ATTRIBUTION_HEADER=0',
      'export NO_PROXY=127.0.0.1,localhost',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
    // The key of this home, which any client may show.
    expect(text).toMatch(/^export ANTHROPIC_AUTH_TOKEN=kimi-proxy-[\w-]{43}$/m)
    expect(text).not.toContain('API_KEY')
  })

  test('opens the log, and the window on the Status and Settings faces', async () => {
    const bench = await AppBench.start({ launch: { args: ['--hidden'] } })
    expect(bench.app.windows()).toEqual([])
    await bench.click('openLog')
    await until('it was opened', async () => (await observed(bench.app)).openedPaths.length === 1)
    expect((await observed(bench.app)).openedPaths[0]).toMatch(/kimi-proxy\.ndjson$/)
    await bench.click('settings')
    const page = await bench.window()
    await expect.poll(() => heading(page)).toBe('Settings')
    await bench.click('openWindow')
    await expect.poll(() => heading(page)).not.toBe('Settings')
  })

  test('closing the window keeps the app and its proxy', async () => {
    const bench = await AppBench.start()
    await bench.window()
    await bench.closeWindow()
    expect((await message(bench.port, 'hello')).status).toBe(200)
    await bench.click('openWindow')
    await bench.window()
  })
})

test('resume and unlock renew the connections, as one awakening each, and are in the log', async () => {
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  await power(bench.app, 'resume')
  await power(bench.app, 'unlock-screen')
  await bench.click('openLog')
  await until('both are logged', () => (bench.sandbox.log().match(/"event":"woke"/g) ?? []).length === 2)
  expect((await message(bench.port, 'hello')).status).toBe(200)
})

test('a power-save blocker is held only while requests run', async () => {
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  expect((await observed(bench.app)).blockers).toEqual([])
  await message(bench.port, 'count to 5, slow 20 ms', true)
  await until('it was let go', async () => {
    const { blockers } = await observed(bench.app)
    return blockers.length > 0 && blockers.every(({ stopped }) => stopped)
  })
  const [blocker] = (await observed(bench.app)).blockers
  expect(blocker).toMatchObject({ type: 'prevent-app-suspension' })
})

test('a change of language reaches menu, window and notices at once', async () => {
  const bench = await AppBench.start()
  await bench.click('settings')
  const page = await bench.window()
  await page.getByLabel('Language').selectOption({ label: '简体中文' })
  await untilText(page, '设置')
  await bench.untilItem('quit', /^退出/)
  expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN')
  expect(JSON.parse(readFileSync(`${bench.sandbox.home}/settings.json`, 'utf8'))).toMatchObject({
    language: 'zh-CN',
  })
  bench.simulator.revokeLogins()
  // The request waits for the sign-in, and is cut when the app ends.
  message(bench.port, 'hello').catch(() => undefined)
  await until('it was told', async () => (await notices(bench.app)).length === 1)
  expect((await notices(bench.app))[0]?.title).toBe('请重新登录 Kimi')
})

test('the system’s language is the app’s', async () => {
  const bench = await AppBench.start({ launch: { languages: ['zh-Hans-CN', 'en-US'] } })
  await bench.untilItem('quit', /^退出/)
  await untilText(await bench.window(), '运行中')
})

test('only a known https page is ever opened outside', async () => {
  const bench = await AppBench.start()
  const page = await bench.window()
  await page.evaluate(`
    window.open('https://example.com/')
    window.open('http://www.kimi.com/')
    window.open('file:///etc/passwd')
    window.open('https://www.kimi.com@example.com/')
    window.open('https://www.kimi.com/code')
  `)
  await until('one was opened', async () => (await externalLinks(bench.app)).length > 0)
  expect(await externalLinks(bench.app)).toEqual(['https://www.kimi.com/code'])
  const url = page.url()
  await page.evaluate(`location.href = 'https://example.com/'`).catch(() => undefined)
  await untilText(page, 'Running')
  expect(page.url()).toBe(url)
  expect(bench.app.windows()).toHaveLength(1)
})
