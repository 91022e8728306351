/** @module-tag app */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../electron/testing/until'
import type { LaunchedApp } from '../app/launch'
import * as driver from '../app/tray-driver'
import { Fixture, factsOf } from './fixture/start'

let fixture: Fixture
let opened: LaunchedApp
beforeAll(async () => {
  fixture = await Fixture.make()
  opened = await fixture.start({ args: ['--no-window'], languages: ['zh-CN', 'en'], packaged: true })
  await until('the tray is there', async () => (await factsOf(opened)).hasLock && hasTray())
})
afterAll(async () => {
  await fixture.endAll()
  fixture.remove()
})

function hasTray(): Promise<boolean> {
  return driver.trayState(opened.app).then(
    () => true,
    () => false,
  )
}

describe('the tray', () => {
  test('has the title and tooltip that were set', async () => {
    expect(await driver.trayState(opened.app)).toMatchObject({ title: '12m', tooltip: 'Fixture', menu: null })
  })

  test('a click opens the menu that the app makes for it', async () => {
    await driver.clickTray(opened.app, { altKey: true })
    const { menu } = await driver.trayState(opened.app)
    expect(menu?.map(({ id, type, enabled }) => [id, type, enabled])).toEqual([
      ['hello', 'normal', true],
      ['flag', 'checkbox', true],
      ['', 'separator', true],
      ['never', 'normal', false],
    ])
    expect((await factsOf(opened)).clicks.at(-1)).toBe('tray with alt')
  })

  test('an item carries out its click, a checkbox is checked first, and a disabled item cannot be clicked', async () => {
    await driver.clickMenu(opened.app, 'hello')
    await driver.clickMenu(opened.app, 'flag')
    await expect(driver.clickMenu(opened.app, 'never')).rejects.toThrow('disabled')
    await expect(driver.clickMenu(opened.app, 'nowhere')).rejects.toThrow('no item')
    expect((await factsOf(opened)).clicks.filter((click) => !click.startsWith('tray'))).toEqual([
      'hello',
      'flag true',
    ])
  })
})

describe('the calls that would leave the app', () => {
  test('notices are recorded, and a click on one reaches the app', async () => {
    const clicked = opened.app.evaluate(
      ({ Notification }) =>
        new Promise((resolve) => {
          const notice = new Notification({ title: 'Sign in', body: 'Kimi wants it' })
          notice.on('click', () => resolve('clicked'))
          notice.show()
        }),
    )
    await until('the notice is shown', async () => (await driver.notices(opened.app)).length === 1)
    expect(await driver.notices(opened.app)).toEqual([
      { title: 'Sign in', body: 'Kimi wants it', silent: false, buttons: [] },
    ])
    await driver.clickNotice(opened.app)
    expect(await clicked).toBe('clicked')
  })

  test('a message box gets the answer that the spec set, and is cancelled otherwise', async () => {
    const ask = () =>
      opened.app.evaluate(async ({ dialog }) => {
        const { response } = await dialog.showMessageBox({
          message: 'Quit?',
          buttons: ['Quit', 'Stay'],
          cancelId: 1,
        })
        return response
      })
    await driver.answerDialog(opened.app, 0)
    expect([await ask(), await ask()]).toEqual([0, 1])
    expect((await driver.dialogs(opened.app)).map(({ message, response }) => [message, response])).toEqual([
      ['Quit?', 0],
      ['Quit?', 1],
    ])
  })

  test('links, login item and power-save blocker are recorded', async () => {
    const loginItem = await opened.app.evaluate(async ({ app, powerSaveBlocker, shell }) => {
      await shell.openExternal('https://www.kimi.com/')
      app.setLoginItemSettings({ openAtLogin: true })
      powerSaveBlocker.stop(powerSaveBlocker.start('prevent-app-suspension'))
      return app.getLoginItemSettings().openAtLogin
    })
    expect(loginItem).toBe(true)
    const { externalLinks, loginItems, blockers } = await driver.observed(opened.app)
    expect(externalLinks).toEqual(['https://www.kimi.com/'])
    expect(loginItems).toEqual([{ openAtLogin: true }])
    expect(blockers).toMatchObject([{ type: 'prevent-app-suspension', stopped: true }])
  })

  test('the clipboard keeps text', async () => {
    const text = await opened.app.evaluate(async ({ clipboard }) => {
      await clipboard.writeText('export X=1')
      return clipboard.readText()
    })
    expect(text).toBe('export X=1')
  })
})

describe('the events of the system', () => {
  test('resume and a second start reach the app', async () => {
    const resumed = opened.app.evaluate(
      ({ powerMonitor }) => new Promise((resolve) => powerMonitor.once('resume', () => resolve('resumed'))),
    )
    await driver.power(opened.app, 'resume')
    expect(await resumed).toBe('resumed')
    await driver.secondInstance(opened.app, ['--port', '1'])
    expect((await factsOf(opened)).visits.at(-1)?.argv).toEqual(['kimi-proxy', '--port', '1'])
  })

  test('languages and packaging are as the spec set them', async () => {
    const seen = await opened.app.evaluate(({ app }) => [app.isPackaged, app.getPreferredSystemLanguages()])
    expect(seen).toEqual([true, ['zh-CN', 'en']])
  })
})

describe('a member that the stand-in lacks', () => {
  test('is refused by its name, in the module, in objects, classes and instances', async () => {
    const errors = await opened.app.evaluate((electron) => {
      const { app, BrowserWindow, Tray } = electron
      const loose = [
        [electron, 'autoUpdater'],
        [app, 'fooBar'],
        [app.commandLine, 'fooBar'],
        [BrowserWindow, 'addExtension'],
        [Tray.prototype, 'displayBalloon'],
        [electron.shell, 'trashItem'],
      ] as const
      return loose.map(([owner, name]) => {
        try {
          return String(Reflect.get(owner, name))
        } catch (error) {
          return String(error)
        }
      })
    })
    expect(errors).toEqual(
      [
        'electron.autoUpdater',
        'app.fooBar',
        'app.commandLine.fooBar',
        'BrowserWindow.addExtension',
        'Tray.displayBalloon',
        'shell.trashItem',
      ].map((member) => `Error: the stand-in has no ${member}`),
    )
  })

  test('a window that asks for less isolation is refused', async () => {
    const errors = await opened.app.evaluate(({ BrowserWindow }) =>
      [{ sandbox: false }, { contextIsolation: false }, { nodeIntegration: true }].map((webPreferences) => {
        try {
          return String(new BrowserWindow({ webPreferences }))
        } catch (error) {
          return String(error)
        }
      }),
    )
    expect(errors.every((error) => error.startsWith('Error: the stand-in opens no window'))).toBe(true)
  })
})

describe('a window', () => {
  test('with an option or a material that the stand-in does not know is refused by its name', async () => {
    const errors = await opened.app.evaluate(({ BrowserWindow }) =>
      [{ transparent: true }, { vibrancy: 'glass' }, { backgroundMaterial: 'steel' }].map((options) => {
        try {
          return String(new BrowserWindow(options as object))
        } catch (error) {
          return String(error)
        }
      }),
    )
    expect(errors).toEqual([
      'Error: the stand-in knows no option transparent of a window',
      'Error: the stand-in knows no vibrancy glass',
      'Error: the stand-in knows no background material steel',
    ])
  })

  test('stands among the screens that the spec names, whose tray tells no place unless the spec does', async () => {
    const seen = await opened.app.evaluate(({ screen, Tray, nativeImage, systemPreferences }) => {
      const tray = new Tray(nativeImage.createEmpty())
      const before = [
        tray.getBounds(),
        screen.getAllDisplays()[0]?.workArea,
        systemPreferences.getAccentColor(),
      ]
      const second = { x: -800, y: 0, width: 800, height: 600 }
      process.env['STAND_IN_TRAY'] = '-30,570,24,24'
      process.env['STAND_IN_SCREENS'] = JSON.stringify([{ bounds: second, workArea: second }])
      const after = [tray.getBounds(), screen.getPrimaryDisplay().bounds]
      delete process.env['STAND_IN_TRAY']
      delete process.env['STAND_IN_SCREENS']
      tray.destroy()
      return [...before, ...after]
    })
    expect(seen).toEqual([
      { x: 0, y: 0, width: 0, height: 0 },
      { x: 0, y: 0, width: 1280, height: 800 },
      '',
      { x: -30, y: 570, width: 24, height: 24 },
      { x: -800, y: 0, width: 800, height: 600 },
    ])
  })
})

describe('the session', () => {
  test('answers addresses with the proxy that was set', async () => {
    const answers = await opened.app.evaluate(async ({ session: { defaultSession } }) => {
      const before = await defaultSession.resolveProxy('https://a.test/')
      await defaultSession.setProxy({ proxyRules: 'https=127.0.0.1:9' })
      const [secure, plain] = ['https://a.test/', 'http://a.test/'].map((url) =>
        defaultSession.resolveProxy(url),
      )
      const after = [await secure, await plain]
      await defaultSession.setProxy({ mode: 'direct' })
      return [before, ...after, await defaultSession.resolveProxy('https://a.test/')]
    })
    expect(answers).toEqual(['DIRECT', 'PROXY 127.0.0.1:9', 'DIRECT', 'DIRECT'])
  })
})
