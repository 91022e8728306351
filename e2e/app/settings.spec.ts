/**
 * Settings: a saved value survives, a broken file is kept aside, and launch at login shows the system's own answer.
 * @module-tag app
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { certificates } from '../../electron/testing/network/certificates'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'
import { trayState } from './tray-driver'

function settingsText(bench: AppBench): string {
  return readFileSync(join(bench.sandbox.home, 'settings.json'), 'utf8')
}

function settingsOf(bench: AppBench): Record<string, unknown> {
  return JSON.parse(settingsText(bench))
}

describe('settings', () => {
  test('are saved in the window, take effect at once, and survive a restart', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    await bench.click('copySettings')
    await bench.click('settings')
    const page = await bench.window()
    const port = await freePort()
    await page.getByText('Advanced').click()
    await page.getByLabel('Port', { exact: true }).fill(String(port))
    await page.keyboard.press('Enter')
    await until('the new port serves', () =>
      call(port, '/health').then(
        () => true,
        () => false,
      ),
    )
    await expect(call(bench.port, '/health')).rejects.toThrow()
    await untilText(page, `You copied settings for port ${bench.port}`)
    await page.getByLabel('Notifications', { exact: true }).uncheck()
    await until('it was saved', () => settingsOf(bench)['notifications'] === false)

    await bench.launched.close()
    await bench.launch()
    await bench.untilIcon('running')
    expect((await message(port, 'hello')).status).toBe(200)
    await bench.click('settings')
    const again = await bench.window()
    await again.getByText('Advanced').click()
    await expect.poll(() => again.getByLabel('Port', { exact: true }).inputValue()).toBe(String(port))
    expect(await again.getByLabel('Notifications', { exact: true }).isChecked()).toBe(false)
    await untilText(again, `You copied settings for port ${bench.port}`)
  })

  test('that make no sense are refused at their field, and nothing changes', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    await bench.click('settings')
    const page = await bench.window()
    await page.getByText('Advanced').click()
    await page.getByLabel('Network proxy', { exact: true }).fill('ftp://nowhere')
    await page.getByLabel('Certificate file', { exact: true }).click()
    await until(
      'the field is marked',
      async () =>
        (await page.getByLabel('Network proxy', { exact: true }).getAttribute('aria-invalid')) === 'true',
    )
    expect(settingsOf(bench)).toEqual({ port: bench.port, setUpOver: true })
    expect((await call(bench.port, '/health')).status).toBe(200)
  })

  test('are given their former value by Undo, while the proxy serves', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    await bench.click('settings')
    const page = await bench.window()
    await page.getByText('Advanced').click()
    const port = await freePort()
    await page.getByLabel('Port', { exact: true }).fill(String(port))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Undo: Port' }).click()
    await expect.poll(() => page.getByLabel('Port', { exact: true }).inputValue()).toBe(String(bench.port))
    await until('the former port serves', () =>
      call(bench.port, '/health').then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
    expect(settingsOf(bench)).toMatchObject({ port: bench.port })
  })

  test('in a file that is no JSON are replaced by defaults; the file is kept aside, and a note says so', async () => {
    const bench = await AppBench.create()
    bench.sandbox.saveSettings('{"port": 1')
    await bench.launch({ args: ['--port', String(bench.port)] })
    await bench.untilIcon('running')
    await untilText(await bench.window(), /settings\.json\.bad-/)
    const aside = readdirSync(bench.sandbox.home).find((name) => name.startsWith('settings.json.bad-')) ?? ''
    expect(readFileSync(join(bench.sandbox.home, aside), 'utf8')).toBe('{"port": 1')
    expect(settingsOf(bench)).toEqual({})
    expect((await bench.sandbox.run(['--check'])).code).toBe(0)
  })

  test('of which one makes no sense keep all the others', async () => {
    const bench = await AppBench.create({ settings: { language: 'klingon', notifications: false, proxy: 7 } })
    await bench.launch()
    await bench.untilIcon('running')
    await untilText(await bench.window(), /settings\.json\.bad-/)
    expect(settingsOf(bench)).toEqual({ port: bench.port, setUpOver: true, notifications: false })
  })

  test('whose file breaks while the app runs are mended with the next click, and a note says so', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    await bench.click('toggle')
    await bench.untilIcon('stopped')
    bench.sandbox.saveSettings('[1')
    await bench.click('settings')
    const page = await bench.window()
    await page.getByLabel('Notifications', { exact: true }).click()
    await until('it was mended', () => /"notifications":\s*false/.test(settingsText(bench)))
    expect(readdirSync(bench.sandbox.home).filter((name) => name.includes('.bad-'))).toHaveLength(1)
    await untilText(page, /settings\.json\.bad-/)
  })

  test('that the environment sets cannot be changed, and say so', async () => {
    const { caFile } = await certificates()
    const bench = await AppBench.start({ launch: { env: { NODE_EXTRA_CA_CERTS: caFile } } })
    await bench.untilIcon('running')
    await bench.click('settings')
    const page = await bench.window()
    await page.getByText('Advanced').click()
    await untilText(page, 'NODE_EXTRA_CA_CERTS')
    expect(await page.getByLabel('Certificate file', { exact: true }).isDisabled()).toBe(true)
  })
})

describe('launch at login', () => {
  test('writes the autostart file that starts the app without a window, and removes it', async () => {
    const bench = await AppBench.start({ launch: { packaged: true } })
    await bench.untilIcon('running')
    const file = join(bench.configHome, 'autostart', 'kimi-proxy.desktop')
    expect(await bench.item('launchAtLogin')).toMatchObject({ type: 'checkbox', checked: false })
    await bench.click('launchAtLogin')
    await until('the file is there', () => existsSync(file))
    expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.* --hidden$/m)
    await until('it is ticked', async () => (await bench.item('launchAtLogin'))?.checked === true)
    await bench.click('settings')
    const page = await bench.window()
    await page.getByLabel('Launch at login').uncheck()
    await until('the file is gone', () => !existsSync(file))
  })

  test('is not offered by an app that is not installed', async () => {
    const bench = await AppBench.start()
    expect(await bench.item('launchAtLogin')).toMatchObject({ enabled: false })
  })

  test('opens no window', async () => {
    const bench = await AppBench.start({ launch: { args: ['--hidden'] } })
    await bench.untilIcon('running')
    expect(bench.app.windows()).toEqual([])
    await bench.click('openWindow')
    expect(await heading(await bench.window())).toBe('Running')
  })
})

test('an app whose proxy the person stopped starts stopped', async () => {
  const bench = await AppBench.start()
  await bench.untilIcon('running')
  await bench.click('toggle')
  await bench.untilIcon('stopped')
  await bench.launched.close()
  await bench.launch()
  await bench.untilItem('toggle', /^Start Kimi Proxy$/)
  expect((await trayState(bench.app)).tooltip).toBe('Kimi Proxy: Stopped')
  await expect(call(bench.port, '/health')).rejects.toThrow()
})
