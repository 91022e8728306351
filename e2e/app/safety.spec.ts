/**
 * Tests of what a hostile page or window could try on the app.
 * @module-tag app
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { call } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, untilText } from './app-bench'
import { DIST } from './launch'

describe('the messages of the window', () => {
  test('are refused when they are no command that a window may give, and nothing happens', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    await bench.untilIcon('running')
    for (const payload of [
      'null',
      '"quit"',
      '{ kind: "quit" }',
      '{ kind: "about" }',
      '{ kind: "openPath", path: "/etc/passwd" }',
      '{ kind: "saveSettings", changes: { port: "1" } }',
      '{ kind: "__proto__" }',
      '{ kind: "openWindow", face: "https://example.com" }',
    ]) {
      const told = await page.evaluate(
        `window.kimi.command(${payload}).then(() => null, (error) => error.message)`,
      )
      expect(told, payload).toContain('refused')
    }
    expect((await call(bench.port, '/health')).status).toBe(200)
  })

  test('cannot redirect the login: a setting that is not on the form is not saved', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    const changes = '{ upstream: "http://127.0.0.1:1", oauthHost: "http://127.0.0.1:1", credentials: "/x" }'
    expect(await page.evaluate(`window.kimi.command({ kind: 'saveSettings', changes: ${changes} })`)).toEqual(
      { ok: true },
    )
    expect(stored(bench)).toEqual({ port: bench.port, setUpOver: true })
  })

  test('are accepted from our window only: another one with the same page and script is refused', async () => {
    const bench = await AppBench.start()
    await bench.window()
    const preload = join(DIST, 'preload.js')
    const told = await bench.app.evaluate(async ({ BrowserWindow }, script) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: script, sandbox: true, contextIsolation: true },
      })
      await other.loadURL('app://kimi-proxy/index.html')
      const run = (code: string) => other.webContents.executeJavaScript(code)
      const answers = [
        await run(`window.kimi.hello().then(() => null, (error) => error.message)`),
        await run(`window.kimi.command({ kind: 'start' }).then(() => null, (error) => error.message)`),
      ]
      other.destroy()
      return answers
    }, preload)
    expect(told).toEqual([
      expect.stringContaining('not our window'),
      expect.stringContaining('not our window'),
    ])
    await bench.click('openLog')
    await until('it is logged', () => bench.sandbox.log().includes('"event":"message-refused"'))
  })

  test('reach only the channels of the contract', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    expect(await page.evaluate('Object.keys(window.kimi)')).toEqual([
      'hello',
      'command',
      'fit',
      'requests',
      'onState',
    ])
    expect(
      await page.evaluate('[typeof require, typeof process, typeof module, typeof ipcRenderer]'),
    ).toEqual(Array.from({ length: 4 }, () => 'undefined'))
  })

  test('have no other channel, also after settings were saved', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    await page.evaluate(`window.kimi.command({ kind: 'setPreferences', changes: { notifications: false } })`)
    const names = await bench.app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String))
    expect(names).toEqual([])
  })

  test('hold no token, whatever the state', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    const state = JSON.stringify(await page.evaluate('window.kimi.hello()'))
    const { access_token: access, refresh_token: refresh } = bench.sandbox.readLogin()
    expect(state).toContain('signedIn')
    for (const token of [access, refresh]) expect(state).not.toContain(String(token))
  })
})

describe('the page', () => {
  test('runs no script but its own, and connects to nothing', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    const told = await page.evaluate(`(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.head.append(script)
      const frame = document.createElement('iframe')
      frame.src = 'http://127.0.0.1:${bench.port}/health'
      document.body.append(frame)
      const fetched = await fetch('http://127.0.0.1:${bench.port}/health').then(() => 'answered', () => 'refused')
      frame.remove()
      return { injected: window.injected ?? null, fetched }
    })()`)
    expect(told).toEqual({ injected: null, fetched: 'refused' })
    await untilText(page, 'Running')
  })
})

function stored(app: AppBench): Record<string, unknown> {
  return JSON.parse(readFileSync(join(app.sandbox.home, 'settings.json'), 'utf8'))
}
