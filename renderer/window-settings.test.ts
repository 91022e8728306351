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
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })

const withPort = (port: number): AppState => ({
  ...SETTINGS,
  settings: { ...SETTINGS.settings, port: { value: port, lockedBy: null } },
})

test('only what was changed is saved, and Save waits for a change', async () => {
  const { page, commands, push } = await open(SETTINGS)
  expect(await save(page).getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel('Port').fill('20000')
  await page.getByLabel('Web pages').fill('http://localhost:3000\nhttp://localhost:5173')
  await save(page).click()
  await expect
    .poll(() => commands)
    .toEqual([
      {
        kind: 'saveSettings',
        changes: { port: 20000, allowedOrigins: ['http://localhost:3000', 'http://localhost:5173'] },
      },
    ])
  const allowedOrigins = { value: ['http://localhost:3000', 'http://localhost:5173'], lockedBy: null }
  await push({ ...SETTINGS, settings: { ...withPort(20_000).settings, allowedOrigins } })
  await page.getByRole('button', { name: 'Saved' }).waitFor()
  await push(withPort(20_001))
  await expect.poll(() => page.getByLabel('Port').inputValue()).toBe('20001')
})

test('a change that the person did not apply, since it would have cut running requests, stays as it was typed', async () => {
  const { page, commands, push } = await open(SETTINGS)
  await page.getByLabel('Port').fill('20000')
  await save(page).click()
  await expect.poll(() => commands).toHaveLength(1)
  await push(SETTINGS)
  expect(await page.getByLabel('Port').inputValue()).toBe('20000')
  await expect.poll(() => save(page).getAttribute('aria-disabled')).toBe('false')
})

test('half-typed text survives new states and a look at Status', async () => {
  const { page, push } = await open(SETTINGS)
  await page.getByLabel('Network proxy').fill('http://127.0.')
  await push({ ...SETTINGS, loginItem: { kind: 'off' } })
  await push(PHASE_STATES.running)
  await page.getByRole('button', { name: 'Renew Token Now' }).waitFor()
  await push(withPort(30000))
  expect(await page.getByLabel('Network proxy').inputValue()).toBe('http://127.0.')
  expect(await page.getByLabel('Port').inputValue()).toBe('30000')
})

test('typing is not disturbed by a state that arrives between two letters', async () => {
  const { page, push } = await open(SETTINGS)
  const field = page.getByLabel('Certificate file')
  await field.focus()
  for (const letter of '/ca.pem') {
    await page.keyboard.type(letter)
    await push({ ...SETTINGS, copiedPort: 1 })
  }
  expect(await field.inputValue()).toBe('/ca.pem')
})

test('a text that is no port is marked, focused and explained, and nothing is sent', async () => {
  const { page, commands } = await open(SETTINGS)
  const port = page.getByLabel('Port')
  await port.fill('99999')
  expect(await port.getAttribute('aria-invalid')).toBe('false')
  await save(page).click()
  await expect.poll(() => port.getAttribute('aria-invalid')).toBe('true')
  expect(await port.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await descriptionOf(page, 'setting-port')).toContain('Enter a whole number from 1 to 65535.')
  expect(commands).toEqual([])
  await port.fill('20000')
  await expect.poll(() => port.getAttribute('aria-invalid')).toBe('false')
})

test('a value that the app refuses is explained at its field, which gets the focus and keeps its text', async () => {
  const { page, answer } = await open(SETTINGS)
  const proxy = page.getByLabel('Network proxy')
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
  const { page, answer } = await open(SETTINGS)
  answer({
    ok: false,
    problem: {
      code: 'HOME_UNWRITABLE',
      values: { path: '/home/lin', reason: { reason: 'readOnly', values: {} } },
    },
  })
  await page.getByLabel('Certificate file').fill('/ca.pem')
  await save(page).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Certificate file').inputValue()).toBe('/ca.pem')
})

test('a setting that something overrides cannot be edited, and names what overrides it', async () => {
  const { page } = await open(FACE_STATES.settingsFull)
  expect(await page.getByLabel('Network proxy').isDisabled()).toBe(true)
  expect(await descriptionOf(page, 'setting-proxy')).toContain('Set by HTTPS_PROXY')
})

test('a switch sends its command at once, and shows what the state says once the app has answered', async () => {
  const { page, commands, push } = await open(SETTINGS)
  const launch = page.getByLabel('Launch at login')
  await launch.click()
  await page.getByLabel('Notifications').click()
  await page.getByLabel('Minutes in the menu bar').press('Space')
  await expect
    .poll(() => commands)
    .toEqual([
      { kind: 'setLaunchAtLogin', on: false },
      { kind: 'setPreferences', changes: { notifications: false } },
      { kind: 'setPreferences', changes: { titleCountdown: false } },
    ])
  expect(await launch.isChecked()).toBe(true)
  await push({ ...SETTINGS, loginItem: { kind: 'off' } })
  await expect.poll(() => launch.isChecked()).toBe(false)
})

test('the colour of the panel can be chosen where the system does not colour the icon, and is sent at once', async () => {
  const { page, commands, push } = await open(FACE_STATES.settingsOnLinux)
  await page.getByLabel('Tray icon color').selectOption({ label: 'For a dark panel' })
  await expect.poll(() => commands).toEqual([{ kind: 'setPreferences', changes: { trayIcon: 'dark' } }])
  expect(await page.getByLabel('Minutes in the menu bar').count()).toBe(0)
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
