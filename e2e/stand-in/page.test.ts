/** @module-tag app */
/// <reference path="./fixture/page-types.ts" />

import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../electron/testing/until'
import type { LaunchedApp } from '../app/launch'
import { Fixture, factsOf } from './fixture/start'

let fixture: Fixture
let opened: LaunchedApp & { page: Page }
let page: Page
beforeAll(async () => {
  fixture = await Fixture.make()
  opened = await fixture.open({ env: { FIXTURE_FRAMES: '1' } })
  page = opened.page
})
afterAll(async () => {
  await fixture.endAll()
  fixture.remove()
})

describe('the looks of a page', () => {
  test('a zoom leaves it fewer and larger pixels, and a pressed key reaches the app', async () => {
    const size = () => page.evaluate('[innerWidth, innerHeight, devicePixelRatio].join(" ")')
    const pressed = opened.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return new Promise((resolve) => {
        contents?.once('before-input-event', (_event, { key, control }) => resolve([key, control]))
        contents?.setZoomFactor(2)
      })
    })
    await expect.poll(size).toBe('210 150 2')
    await page.keyboard.press('Control+-')
    expect(await pressed).toEqual(['Control', true])
    await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
    )
    await expect.poll(size).toBe('420 300 1')
  })

  test('an inserted style holds, whatever the policy of the page', async () => {
    await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.insertCSS('html:root { --seen: yes }'),
    )
    const seen = await page.evaluate(
      "getComputedStyle(document.documentElement).getPropertyValue('--seen').trim()",
    )
    expect(seen).toBe('yes')
  })
})

describe('messages between page and app', () => {
  test('values arrive as the structured clone algorithm leaves them', async () => {
    const echoed = await page.evaluate(async () => {
      const value = {
        nothing: undefined,
        date: new Date(0),
        list: [1, { deep: true }],
        map: new Map([['a', 1n]]),
      }
      const back = (await globalThis.bridge.invoke('echo', value)) as typeof value
      return [
        'nothing' in back,
        back.date instanceof Date && back.date.getTime(),
        back.list,
        back.map instanceof Map && String(back.map.get('a')),
      ]
    })
    expect(echoed).toEqual([true, 0, [1, { deep: true }], '1'])
  })

  test('an error of a handler arrives in the words of Electron', async () => {
    const messageOf = (channel: string) =>
      page.evaluate((name) => globalThis.bridge.invoke(name).catch(String), channel)
    expect(await messageOf('fail')).toBe("Error: Error invoking remote method 'fail': TypeError: on purpose")
    expect(await messageOf('none')).toBe(
      "Error: Error invoking remote method 'none': Error: No handler registered for 'none'",
    )
  })

  test('a function is refused in both directions', async () => {
    const up = await page.evaluate(() => globalThis.bridge.invokeUncloneable().catch(String))
    expect(up).toContain('An object could not be cloned.')
    const down = await page.evaluate(() => globalThis.bridge.invoke('uncloneable').catch(String))
    expect(down).toContain('An object could not be cloned.')
    const sent = await opened.app.evaluate(({ BrowserWindow }) => {
      try {
        BrowserWindow.getAllWindows()[0]?.webContents.send('told', () => undefined)
        return 'sent'
      } catch (error) {
        return String(error)
      }
    })
    expect(sent).toContain('An object could not be cloned.')
  })

  test('a listener of the page gets the app’s messages until it is removed', async () => {
    const heard = await page.evaluate(async () => {
      const values: unknown[] = []
      const first = new Promise<void>((resolve) => {
        const stop = globalThis.bridge.onTold((value) => {
          values.push(value)
          stop()
          resolve()
        })
      })
      globalThis.bridge.tell('one')
      await first
      globalThis.bridge.tell('two')
      await globalThis.bridge.invoke('echo', 'after two')
      return values
    })
    expect(heard).toEqual(['one'])
    expect((await factsOf(opened)).sent).toEqual(['one', 'two'])
  })

  test('the sender is the page, under the scheme of the app', async () => {
    await page.evaluate(() => globalThis.bridge.invoke('who'))
    expect((await factsOf(opened)).senders.at(-1)).toEqual({
      url: 'app://fixture/index.html',
      origin: 'app://fixture',
      isMain: true,
      hasParent: false,
    })
    const url = await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    )
    expect(url).toBe('app://fixture/index.html')
  })

  test('an embedded page is another sender', async () => {
    await page.evaluate(`{
      const frame = document.createElement('iframe')
      frame.src = 'frame.html'
      document.body.append(frame)
    }`)
    await until('the frame speaks', async () => (await factsOf(opened)).senders.some(({ isMain }) => !isMain))
    expect((await factsOf(opened)).senders.find(({ isMain }) => !isMain)).toEqual({
      url: 'app://fixture/frame.html',
      origin: 'app://fixture',
      isMain: false,
      hasParent: true,
    })
  })
})

describe('the isolation of the page', () => {
  test('the bridge is there before the first script, and nothing else is', async () => {
    const seen = await page.evaluate(() => [
      globalThis.bridgeAtStart,
      ...['require', 'module', 'process', 'ipcRenderer', '__electronBinding'].filter(
        (name) => name in globalThis,
      ),
    ])
    expect(seen).toEqual(['object'])
  })

  test('the bridge cannot be changed', async () => {
    const frozen = await page.evaluate(() => [
      Object.isFrozen(globalThis.bridge),
      Object.isFrozen(globalThis.bridge.version),
    ])
    expect(frozen).toEqual([true, true])
  })

  test('an error of the preload reaches the caller', async () => {
    const message = await page.evaluate(() => {
      try {
        globalThis.bridge.fail()
        return 'nothing'
      } catch (error) {
        return String(error)
      }
    })
    expect(message).toBe('RangeError: in the preload')
  })

  test('a preload can require nothing but electron', async () => {
    expect(await page.evaluate(() => globalThis.bridge.fsError)).toBe('module not found: fs')
  })

  test('the content security policy of the page holds: inline code does not run', async () => {
    expect(await page.evaluate(() => globalThis.inlineRan)).toBeUndefined()
  })

  test('a page reaches no network', async () => {
    expect(await page.evaluate(() => fetch('https://elsewhere.invalid/').then(String, String))).toContain(
      'TypeError',
    )
    expect(await page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, String))).toContain(
      'TypeError',
    )
  })

  test('a page gets no permission', async () => {
    expect(await page.evaluate(() => globalThis.Notification.requestPermission())).toBe('denied')
    const position =
      'new Promise((done) => navigator.geolocation.getCurrentPosition(done, ({ code }) => done(code)))'
    expect(await page.evaluate(position)).toBe(1)
  })

  test('a page that wants to navigate is asked about, and stays', async () => {
    await page.locator('#away').click()
    await until('the app is asked', async () => (await factsOf(opened)).navigations.length === 1)
    await page.evaluate(`location.href = 'https://elsewhere.invalid/script'`)
    await until('the app is asked', async () => (await factsOf(opened)).navigations.length === 2)
    expect((await factsOf(opened)).navigations).toEqual([
      'https://elsewhere.invalid/',
      'https://elsewhere.invalid/script',
    ])
    // `page.title()` cannot be used: it is empty while Playwright still expects the navigation.
    expect(await page.evaluate('document.title')).toBe('Fixture')
    expect(page.url()).toContain('index.html')
  })

  test('a page that wants another window is asked about, and gets none', async () => {
    await page.locator('#blank').click()
    await until('the app is asked', async () => (await factsOf(opened)).opens.length === 1)
    await page.evaluate(`void window.open('https://elsewhere.invalid/opened')`)
    await until('the app is asked', async () => (await factsOf(opened)).opens.length === 2)
    expect((await factsOf(opened)).opens).toEqual([
      'https://elsewhere.invalid/new',
      'https://elsewhere.invalid/opened',
    ])
    await until('only the first window is left', () => opened.app.windows().length === 1)
    expect(await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
})

describe('a page that crashes', () => {
  test('is reported to window and app, and can be loaded again', async () => {
    const other = await fixture.open({ env: { FIXTURE_DATA: join(fixture.folder, 'other') } })
    const reasons = await other.app.evaluate(async ({ app, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window?.webContents
      const ofWindow = new Promise((done) =>
        contents?.once('render-process-gone', (_event, { reason }) => done(reason)),
      )
      const ofApp = new Promise((done) =>
        app.once('render-process-gone', (_event, _of, { reason }) => done(reason)),
      )
      contents?.forcefullyCrashRenderer()
      const seen = await Promise.all([ofWindow, ofApp])
      await window?.loadURL('app://fixture/index.html')
      return [...seen, contents?.isCrashed()]
    })
    expect(reasons).toEqual(['crashed', 'crashed', false])
    await other.close()
  })
})

describe('the appearance of the page', () => {
  test('has the size that the window asked for, and follows it', async () => {
    const size = () => page.evaluate('[innerWidth, innerHeight]')
    expect(await size()).toEqual([420, 300])
    await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(500, 320),
    )
    await until('the page is larger', async () => String(await size()) === '500,320')
  })

  test('has the colours that the app asked for', async () => {
    const isDark = () => page.evaluate(() => globalThis.matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await isDark()).toBe(false)
    await opened.app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark'
    })
    await until('the page is dark', isDark)
    expect(await opened.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
  })
})
