import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, test } from 'vitest'
import { standIn } from '../../testing/electron/stand-in'
import { RecordingLog } from '../../testing/recording-log'
import type { AppWindow } from '../window/window'
import { createSystemServices, type SystemServiceParts } from './system-services'

const QUESTION = { message: 'Stop?', detail: '1', proceed: 'Stop', goBack: 'Keep running' }

/** A question box that stays open until it is answered or withdrawn, as Electron's does. */
function bench(platform: 'darwin' | 'linux' = 'darwin') {
  const parent = new (class extends EventEmitter {
    gone = false
    isDestroyed = () => this.gone
  })()
  const events: string[] = []
  let answer: (response: number) => void = () => undefined
  const dialog = {
    showMessageBox(window: BrowserWindow, options: Electron.MessageBoxOptions) {
      events.push(`asked in ${window === standIn<BrowserWindow>(parent) ? 'the window' : 'another'}`)
      return new Promise<{ response: number; checkboxChecked: boolean }>((resolve) => {
        answer = (response) => resolve({ response, checkboxChecked: false })
        options.signal?.addEventListener('abort', () => answer(options.cancelId ?? 0))
      })
    },
  }
  const window = {
    open: () => standIn<BrowserWindow>(parent),
    close: () => void events.push('closed'),
  }
  const services = createSystemServices(
    standIn<SystemServiceParts>({
      app: { focus: () => events.push('focus') },
      dialog,
      shell: { openExternal: async (url: string) => void events.push(`opened ${url}`) },
    }),
    {
      window: standIn<AppWindow>(window),
      log: standIn(new RecordingLog()),
      logFile: '/log',
      version: '1',
      icon: '/icon.png',
      platform,
      env: {},
      onNoticeClick: () => undefined,
      onNoticeButton: () => undefined,
    },
  )
  return { services, parent, events, answer: (response: number) => answer(response) }
}

describe('a question', () => {
  test('is asked in the window, in front of everything on macOS, and answered by its button', async () => {
    const { services, events, answer, parent } = bench()
    const asked = services.ask(QUESTION)
    answer(0)
    expect(await asked).toBe(true)
    expect(events).toEqual(['focus', 'asked in the window'])
    expect(parent.listenerCount('closed')).toBe(0)
  })

  test('is answered with no when its window closes', async () => {
    const { services, parent } = bench('linux')
    const asked = services.ask(QUESTION)
    parent.gone = true
    parent.emit('closed')
    expect(await asked).toBe(false)
  })

  test('is withdrawn before the app closes its window, because macOS would not close it', async () => {
    const { services, events } = bench()
    const asked = services.ask(QUESTION)
    services.closeWindow()
    expect(await asked).toBe(false)
    expect(events.at(-1)).toBe('closed')
  })
})

test('the page of a sign-in is opened where that is allowed, and no other page is', () => {
  const { services, events } = bench()
  services.openSignInPage('https://kimi.example/', 'https://auth.kimi.com')
  services.openSignInPage('http://127.0.0.1:1/', 'https://auth.kimi.com')
  services.openSignInPage('https://www.kimi.com/code', 'https://auth.kimi.com')
  expect(events).toEqual(['opened https://www.kimi.com/code'])
})

test('the page with all versions is opened in the browser, and a page elsewhere is not', () => {
  const { services, events } = bench()
  services.openReleases('https://github.com/OWNER/REPO/releases')
  services.openReleases('https://evil.example/releases')
  expect(events).toEqual(['opened https://github.com/OWNER/REPO/releases'])
})
