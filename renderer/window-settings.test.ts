/** @module-tag browser */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { AppState } from '../electron/contract/app'
import { PHASE_STATES } from '../electron/testing/app-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { type WindowBrowser, type WindowPage, windowBrowser } from './testing/page'

let browser: WindowBrowser
beforeAll(async () => {
  browser = await windowBrowser()
})
afterAll(() => browser.close())

async function open(state: AppState): Promise<WindowPage> {
  const opened = await browser.open({ state })
  onTestFinished(async () => {
    await opened.close()
    expect(opened.complaints).toEqual([])
  })
  return opened
}

const SETTINGS = FACE_STATES.settings

const withPort = (port: number): AppState => ({
  ...SETTINGS,
  settings: { ...SETTINGS.settings, port: { value: port, lockedBy: null } },
})

/** Leaves the field as a person does. */
const leave = (page: Page) => page.keyboard.press('Tab')

/** A window whose Settings show everything. */
async function openAdvanced(state: AppState = SETTINGS): Promise<WindowPage> {
  const opened = await open(state)
  await opened.page.getByText('Advanced').click()
  return opened
}

test('a field is saved when it is left, and only where its value differs', async () => {
  const { page, commands } = await openAdvanced()
  await page.getByLabel('Port', { exact: true }).fill('20000')
  await leave(page)
  await leave(page)
  await page.getByLabel('Certificate file', { exact: true }).fill('  ')
  await leave(page)
  await page.getByLabel('Web pages').fill('http://localhost:3000\nhttp://localhost:5173')
  expect(commands).toHaveLength(1)
  await leave(page)
  await expect
    .poll(() => commands)
    .toEqual([
      { kind: 'saveSettings', changes: { port: 20000 } },
      {
        kind: 'saveSettings',
        changes: { allowedOrigins: ['http://localhost:3000', 'http://localhost:5173'] },
      },
    ])
})

test('Return saves a field, and what the app made of the text is then shown', async () => {
  const { page, commands, push } = await openAdvanced()
  const proxy = page.getByLabel('Network proxy', { exact: true })
  await proxy.fill('127.0.0.1:7890')
  await page.keyboard.press('Enter')
  await expect.poll(() => commands).toEqual([{ kind: 'saveSettings', changes: { proxy: '127.0.0.1:7890' } }])
  const settings = { ...SETTINGS.settings, proxy: { value: 'http://127.0.0.1:7890', lockedBy: null } }
  await push({ ...SETTINGS, settings, saved: 'proxy' })
  await expect.poll(() => proxy.inputValue()).toBe('http://127.0.0.1:7890')
})

test('what was saved last is said, and can be undone', async () => {
  const { page, commands, push } = await open(SETTINGS)
  await page.getByText('Changes are saved right away.').waitFor()
  await push({ ...withPort(20_000), saved: 'port' })
  await page.getByText('Saved: Port').last().waitFor()
  expect(await page.getByRole('status').textContent()).toBe('Saved: Port')
  await page.getByRole('button', { name: 'Undo: Port' }).click()
  await expect.poll(() => commands).toEqual([{ kind: 'undoSetting' }])
  await push(SETTINGS)
  await expect.poll(() => page.getByRole('button', { name: 'Undo: Port' }).count()).toBe(0)
})

test('what the person did not apply, since it would have cut requests, stays as it was typed and says so', async () => {
  const { page, commands, answer, push } = await openAdvanced()
  const port = page.getByLabel('Port', { exact: true })
  answer({ ok: true, declined: true })
  await port.fill('20000')
  await leave(page)
  await expect.poll(() => descriptionOf(page, 'setting-port')).toContain('Not saved, so that requests')
  await push(SETTINGS)
  expect(await port.inputValue()).toBe('20000')
  answer({ ok: true })
  await port.focus()
  await leave(page)
  await expect.poll(() => port.inputValue()).toBe('18462')
  expect(commands).toHaveLength(2)
})

test('half-typed text survives new states, and a look at Status where it is no value yet', async () => {
  const { page, commands, push, answer } = await openAdvanced()
  answer({ ok: false, problem: { code: 'SETTING_INVALID', values: {} }, field: 'proxy' })
  await page.getByLabel('Network proxy', { exact: true }).fill('http://127.0.')
  await push({ ...SETTINGS, loginItem: { kind: 'off' } })
  expect(commands).toEqual([])
  await push(PHASE_STATES.running)
  await page.getByRole('button', { name: 'Renew Token Now' }).waitFor()
  await push(withPort(30000))
  expect(await page.getByLabel('Network proxy', { exact: true }).inputValue()).toBe('http://127.0.')
  expect(await page.getByLabel('Port', { exact: true }).inputValue()).toBe('30000')
  expect(commands).toEqual([{ kind: 'saveSettings', changes: { proxy: 'http://127.0.' } }])
})

test('typing is not disturbed by a state that arrives between two letters', async () => {
  const { page, push } = await openAdvanced()
  const field = page.getByLabel('Certificate file', { exact: true })
  await field.focus()
  for (const letter of '/ca.pem') {
    await page.keyboard.type(letter)
    await push({ ...SETTINGS, copiedPort: 1 })
  }
  expect(await field.inputValue()).toBe('/ca.pem')
})

test('Escape takes back what was typed, and then closes the window', async () => {
  const { page, commands } = await openAdvanced()
  await page.getByLabel('Port', { exact: true }).fill('2')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByLabel('Port', { exact: true }).inputValue()).toBe('18462')
  expect(commands).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => commands).toEqual([{ kind: 'closeWindow' }])
})

test('a text that is no port is marked and explained once the field is left, and nothing is sent', async () => {
  const { page, commands } = await openAdvanced()
  const port = page.getByLabel('Port', { exact: true })
  await port.fill('99999')
  expect(await port.getAttribute('aria-invalid')).toBe('false')
  await leave(page)
  await expect.poll(() => port.getAttribute('aria-invalid')).toBe('true')
  expect(await descriptionOf(page, 'setting-port')).toBe('Enter a whole number from 1 to 65535.')
  expect(commands).toEqual([])
  await port.fill('20000')
  await expect.poll(() => port.getAttribute('aria-invalid')).toBe('false')
})

test('a value that the app refuses is explained at its field, which keeps the focus and its text', async () => {
  const { page, answer } = await openAdvanced()
  const proxy = page.getByLabel('Network proxy', { exact: true })
  answer({ ok: false, problem: { code: 'SETTING_INVALID', values: {} }, field: 'proxy' })
  await proxy.fill('ftp://nowhere')
  await page.keyboard.press('Enter')
  await expect.poll(() => proxy.getAttribute('aria-invalid')).toBe('true')
  expect(await proxy.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await proxy.inputValue()).toBe('ftp://nowhere')
  expect(await descriptionOf(page, 'setting-proxy')).toContain('http://127.0.0.1:7890')
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('a failure that belongs to no field is shown above, and the text stays', async () => {
  const { page, answer } = await openAdvanced()
  answer({
    ok: false,
    problem: {
      code: 'HOME_UNWRITABLE',
      values: { path: '/home/lin', reason: { reason: 'readOnly', values: {} } },
    },
  })
  await page.getByLabel('Certificate file', { exact: true }).fill('/ca.pem')
  await leave(page)
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Certificate file', { exact: true }).inputValue()).toBe('/ca.pem')
})

test('Advanced is closed, and stays as the person leaves it while the window lives', async () => {
  const { page, push } = await open(SETTINGS)
  expect(await page.getByLabel('Port', { exact: true }).isVisible()).toBe(false)
  await page.getByText('Advanced').click()
  await push(PHASE_STATES.running)
  await page.getByRole('button', { name: 'Renew Token Now' }).waitFor()
  await push(SETTINGS)
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  expect(await page.getByLabel('Port', { exact: true }).isVisible()).toBe(true)
})

test('Advanced opens at the port, which has the focus, where the port is what has to be mended', async () => {
  const { page, push } = await open(PHASE_STATES.portTaken)
  await page.getByRole('button', { name: 'Change Port…' }).click()
  await push({ ...PHASE_STATES.portTaken, face: 'settings' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('setting-port')
})

test('Advanced opens where a setting is not valid', async () => {
  const { page } = await open({ ...PHASE_STATES.cannotStart, face: 'settings' })
  await page.getByLabel('Network proxy', { exact: true }).waitFor()
})

test('a setting that something overrides cannot be edited, and names what overrides it', async () => {
  const { page } = await openAdvanced(FACE_STATES.settingsFull)
  expect(await page.getByLabel('Network proxy', { exact: true }).isDisabled()).toBe(true)
  expect(await descriptionOf(page, 'setting-proxy')).toContain('Set by HTTPS_PROXY')
})

test('a switch sends its command at once, and shows what the state says once the app has answered', async () => {
  const { page, commands, push } = await open(SETTINGS)
  const launch = page.getByLabel('Launch at login')
  await launch.click()
  await page.getByLabel('Notifications', { exact: true }).click()
  await page.getByLabel('Text beside the icon').selectOption({ label: '5-hour limit' })
  await expect
    .poll(() => commands)
    .toEqual([
      { kind: 'setLaunchAtLogin', on: false },
      { kind: 'setPreferences', changes: { notifications: false } },
      { kind: 'setPreferences', changes: { menuBarTitle: 'fiveHours' } },
    ])
  expect(await launch.isChecked()).toBe(true)
  await push({ ...SETTINGS, loginItem: { kind: 'off' } })
  await expect.poll(() => launch.isChecked()).toBe(false)
})

test('the colour of the panel can be chosen where the system does not colour the icon, and is sent at once', async () => {
  const { page, commands, push } = await open(FACE_STATES.settingsOnLinux)
  await page.getByLabel('Tray icon color').selectOption({ label: 'For a dark panel' })
  await expect.poll(() => commands).toEqual([{ kind: 'setPreferences', changes: { trayIcon: 'dark' } }])
  expect(await page.getByLabel('Text beside the icon').count()).toBe(0)
  await push(SETTINGS)
  await expect.poll(() => page.getByLabel('Tray icon color').count()).toBe(0)
})

test('the language is sent at once, and the next state changes the words of the whole window', async () => {
  const { page, commands, push } = await open(SETTINGS)
  await page.getByLabel('Language').selectOption('zh-CN')
  await expect.poll(() => commands).toEqual([{ kind: 'setPreferences', changes: { language: 'zh-CN' } }])
  const preferences = { ...SETTINGS.preferences, language: 'zh-CN' } as const
  await push({ ...SETTINGS, preferences, language: 'zh-CN' })
  await page.getByRole('heading', { level: 1, name: '设置' }).waitFor()
  expect(await page.getByLabel('语言').inputValue()).toBe('zh-CN')
})

async function descriptionOf(page: Page, id: string): Promise<string> {
  return page.evaluate((name) => {
    const ids = document.getElementById(name)?.getAttribute('aria-describedby')?.split(' ') ?? []
    return ids.map((one) => document.getElementById(one)?.textContent).join(' ')
  }, id)
}
