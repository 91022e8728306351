import { describe, expect, test } from 'vitest'
import type { LoginItem, Platform } from '../../contract/app'
import type { Autostart } from '../../node/system/autostart'
import { FakeLoginApp } from '../../testing/electron/system-fakes'
import { createLoginItem } from './login-item'

const MAC_PATH = '/Applications/Kimi Proxy.app/Contents/MacOS/Kimi Proxy'
const TRANSLOCATED =
  '/private/var/folders/x1/AppTranslocation/0A1B/d/Kimi Proxy.app/Contents/MacOS/Kimi Proxy'
const EXE = 'C:\\Program Files\\Kimi Proxy\\Kimi Proxy.exe'

class MemoryAutostart implements Autostart {
  on = false
  readonly calls: boolean[] = []
  failure: Error | null = null

  isOn(): boolean {
    if (this.failure !== null) throw this.failure
    return this.on
  }

  set(on: boolean): void {
    if (this.failure !== null) throw this.failure
    this.calls.push(on)
    this.on = on
  }

  renew(): void {}
}

function bench(platform: Platform, execPath = platform === 'darwin' ? MAC_PATH : EXE) {
  const app = new FakeLoginApp()
  const autostart = new MemoryAutostart()
  const pages: string[] = []
  const openSettingsPage = (url: string) => pages.push(url)
  const loginItem = createLoginItem({ app, platform, execPath, autostart, openSettingsPage })
  return { app, autostart, pages, loginItem }
}

describe('on macOS', () => {
  test('the app itself is registered with the system, and removed again', () => {
    const { app, loginItem } = bench('darwin')
    loginItem.set(true)
    loginItem.set(false)
    expect(app.set).toEqual([
      { openAtLogin: true, type: 'mainAppService' },
      { openAtLogin: false, type: 'mainAppService' },
    ])
  })

  test.each<['enabled' | 'requires-approval' | 'not-registered' | 'not-found', LoginItem]>([
    ['enabled', { kind: 'on' }],
    ['requires-approval', { kind: 'needsApproval' }],
    ['not-registered', { kind: 'off' }],
    ['not-found', { kind: 'off' }],
  ])('the system’s word "%s" is shown as %o', (status, expected) => {
    const { app, loginItem } = bench('darwin')
    // The older field beside the status says nothing about approval.
    app.answer = { status, openAtLogin: status !== 'enabled' }
    expect(loginItem.status()).toEqual(expected)
    expect(app.asked).toEqual([{ type: 'mainAppService' }])
  })

  test('an app that macOS runs from a passing place is not registered, and says why', () => {
    const { app, loginItem } = bench('darwin', TRANSLOCATED)
    expect(loginItem.status()).toEqual({ kind: 'unavailable', reason: 'translocated' })
    loginItem.set(true)
    expect(app.set).toEqual([])
    expect(app.asked).toEqual([])
  })
})

describe('on Windows', () => {
  test('the program is registered to start without a window, also where it was turned off in the Task Manager', () => {
    const { app, loginItem } = bench('win32')
    loginItem.set(true)
    loginItem.set(false)
    expect(app.set).toEqual([
      { openAtLogin: true, path: EXE, args: ['--hidden'], enabled: true },
      { openAtLogin: false, path: EXE, args: ['--hidden'], enabled: false },
    ])
  })

  test.each<[string, { openAtLogin: boolean; executableWillLaunchAtLogin: boolean }, LoginItem]>([
    ['not entered', { openAtLogin: false, executableWillLaunchAtLogin: false }, { kind: 'off' }],
    ['entered', { openAtLogin: true, executableWillLaunchAtLogin: true }, { kind: 'on' }],
    [
      'entered and turned off',
      { openAtLogin: true, executableWillLaunchAtLogin: false },
      { kind: 'needsApproval' },
    ],
  ])('%s', (_case, answer, expected) => {
    const { app, loginItem } = bench('win32')
    app.answer = answer
    expect(loginItem.status()).toEqual(expected)
    // The system is asked with the arguments of the entry, because Windows compares them.
    expect(app.asked).toEqual([{ path: EXE, args: ['--hidden'] }])
  })

  test('a folder called AppTranslocation has no meaning', () => {
    const { app, loginItem } = bench('win32', 'C:/AppTranslocation/Kimi Proxy.exe')
    app.answer = { openAtLogin: true, executableWillLaunchAtLogin: true }
    expect(loginItem.status()).toEqual({ kind: 'on' })
  })
})

test('on Linux an autostart file is used, and Electron is not asked', () => {
  const { app, autostart, loginItem } = bench('linux', '/opt/kimi-proxy/kimi-proxy')
  expect(loginItem.status()).toEqual({ kind: 'off' })
  loginItem.set(true)
  expect(loginItem.status()).toEqual({ kind: 'on' })
  loginItem.set(false)
  expect(autostart.calls).toEqual([true, false])
  expect([app.asked, app.set]).toEqual([[], []])
})

test.each<Platform>(['darwin', 'win32', 'linux'])(
  'during development nothing is registered on %s, and the app says so',
  (platform) => {
    const { app, autostart, loginItem } = bench(platform)
    app.isPackaged = false
    expect(loginItem.status()).toEqual({ kind: 'unavailable', reason: 'development' })
    loginItem.set(true)
    loginItem.set(false)
    expect([app.asked, app.set, autostart.calls]).toEqual([[], [], []])
  },
)

test.each<Platform>(['darwin', 'win32', 'linux'])(
  'a system that does not answer on %s is reported as such',
  (platform) => {
    const { app, autostart, loginItem } = bench(platform)
    app.failure = new Error('no answer')
    autostart.failure = new Error('no answer')
    expect(loginItem.status()).toEqual({ kind: 'failed' })
  },
)

test.each<[Platform, string[]]>([
  ['darwin', ['x-apple.systempreferences:com.apple.LoginItems-Settings.extension']],
  ['win32', ['ms-settings:startupapps']],
  ['linux', []],
])('the system’s own settings are opened on %s', (platform, expected) => {
  const { pages, loginItem } = bench(platform)
  loginItem.openSettings()
  expect(pages).toEqual(expected)
})

test('the system is asked each time, since the person may have been in its settings', () => {
  const { app, loginItem } = bench('darwin')
  app.answer = { status: 'requires-approval' }
  expect(loginItem.status()).toEqual({ kind: 'needsApproval' })
  app.answer = { status: 'enabled' }
  expect(loginItem.status()).toEqual({ kind: 'on' })
})
