import { describe, expect, test } from 'vitest'
import type { AppState } from '../../contract/app'
import { CHANNELS } from '../../contract/bridge'
import type { Command, CommandResult } from '../../contract/commands'
import type { RequestList } from '../../contract/recorder'
import { appState, PHASE_STATES } from '../../testing/app-states'
import { standIn } from '../../testing/electron/stand-in'
import { FakeFrame, FakeIpcMain, FakeWebContents, invokeEvent } from '../../testing/electron/window-fakes'
import { RecordingLog } from '../../testing/recording-log'
import { APP_PAGE } from './app-scheme'
import { connectWindow } from './ipc'

const DONE: CommandResult = { ok: true }
const LIST: RequestList = { records: [], sessions: [], running: [] }

function bench() {
  const ipcMain = new FakeIpcMain()
  const log = new RecordingLog()
  const contents = new FakeWebContents(APP_PAGE)
  const listeners: ((state: AppState) => void)[] = []
  const source = {
    state: appState(),
    commands: [] as Command[],
    asked: [] as number[],
    subscribe(listener: (state: AppState) => void) {
      listeners.push(listener)
      return () => undefined
    },
    async command(command: Command) {
      source.commands.push(command)
      return DONE
    },
    requests(after: number) {
      source.asked.push(after)
      return LIST
    },
  }
  const windows: { open: FakeWebContents | null } = { open: contents }
  const heights: number[] = []
  connectWindow({
    ipcMain,
    source,
    log,
    window: () => (windows.open === null ? null : standIn(windows.open)),
    resize: (heightPx) => void heights.push(heightPx),
  })
  return {
    ipcMain,
    log,
    contents,
    source,
    heights,
    windows,
    ours: invokeEvent(contents, contents.frame),
    push: (state: AppState) => {
      for (const listener of listeners) listener(state)
    },
  }
}

type Bench = ReturnType<typeof bench>

const INVOKED = [
  { channel: CHANNELS.hello, payload: [] },
  { channel: CHANNELS.command, payload: [{ kind: 'start' }] },
  { channel: CHANNELS.requests, payload: [0] },
] as const

describe('a message of our window', () => {
  test('is answered: a greeting with the state, a command with its result', async () => {
    const { ipcMain, source, ours, log } = bench()
    expect(await ipcMain.invoke(CHANNELS.hello, ours)).toBe(source.state)
    expect(await ipcMain.invoke(CHANNELS.command, ours, { kind: 'start' })).toEqual(DONE)
    expect(source.commands).toEqual([{ kind: 'start' }])
    expect(log.lines).toEqual([])
  })

  test('the height of what the window shows is passed on, and nothing else is', async () => {
    const { ipcMain, ours, heights } = bench()
    await ipcMain.invoke(CHANNELS.fit, ours, 612)
    expect(heights).toEqual([612])
    for (const payload of ['612', 1.5, Number.NaN, null]) {
      await expect(async () => ipcMain.invoke(CHANNELS.fit, ours, payload)).rejects.toThrow('refused')
    }
    expect(heights).toEqual([612])
  })

  test('is answered with the requests after the one it names, and with nothing for what is no number of one', async () => {
    const { ipcMain, ours, source } = bench()
    expect(await ipcMain.invoke(CHANNELS.requests, ours, 12)).toBe(LIST)
    for (const payload of [[], ['12'], [1.5], [-1], [Number.NaN], [null], [2 ** 60], [1, 2]]) {
      await expect(async () => ipcMain.invoke(CHANNELS.requests, ours, ...payload)).rejects.toThrow('refused')
    }
    expect(source.asked).toEqual([12])
  })

  test('passes on only what the contract knows', async () => {
    const { ipcMain, source, ours } = bench()
    await ipcMain.invoke(CHANNELS.command, ours, { kind: 'stop', atOnce: true, path: '/etc/passwd' })
    expect(source.commands).toEqual([{ kind: 'stop', atOnce: true }])
  })

  test('counts also after the page has moved to another place in itself', async () => {
    const { ipcMain, ours, contents, source } = bench()
    contents.frame.url = `${APP_PAGE}#settings`
    expect(await ipcMain.invoke(CHANNELS.hello, ours)).toBe(source.state)
  })
})

const OTHER_PAGES = [
  'https://kimi-proxy/index.html',
  'https://example.com/app://kimi-proxy/index.html',
  'http://127.0.0.1:18462/',
  'file:///index.html',
  'app://kimi-proxy.evil/index.html',
  'app://kimi-proxy@evil/index.html',
  'app://evil@kimi-proxy/index.html',
  'app://kimi-proxy:8080/index.html',
  'app://other/index.html',
  'app:///index.html',
  'app:kimi-proxy',
  ' app://kimi-proxy/index.html',
  'application://kimi-proxy/index.html',
  'blob:app://kimi-proxy/index.html',
  'data:text/html,app://kimi-proxy/',
  'javascript:app://kimi-proxy/',
  'about:blank',
  'about:srcdoc',
  '',
]

const SENDERS: readonly (readonly [who: string, event: (bench: Bench) => ReturnType<typeof invokeEvent>])[] =
  [
    [
      'another window',
      () => {
        const other = new FakeWebContents(APP_PAGE)
        return invokeEvent(other, other.frame)
      },
    ],
    [
      'another window in the name of our frame',
      ({ contents }) => invokeEvent(new FakeWebContents(APP_PAGE), contents.frame),
    ],
    ['a frame that is already gone', ({ contents }) => invokeEvent(contents, null)],
    ['a frame within our page', ({ contents }) => invokeEvent(contents, new FakeFrame(APP_PAGE))],
    [
      'our window while none is open',
      ({ contents, windows }) => {
        windows.open = null
        return invokeEvent(contents, contents.frame)
      },
    ],
    [
      'a window before ours',
      ({ contents, windows }) => {
        windows.open = new FakeWebContents(APP_PAGE)
        return invokeEvent(contents, contents.frame)
      },
    ],
    ...OTHER_PAGES.map(
      (url) =>
        [
          `our window on "${url}"`,
          ({ contents }: Bench) => {
            contents.frame.url = url
            return invokeEvent(contents, contents.frame)
          },
        ] as const,
    ),
  ]

describe.each(INVOKED)('on $channel', ({ channel, payload }) => {
  test.each(SENDERS)('%s is refused, and that is logged', async (_who, eventOf) => {
    const parts = bench()
    const event = eventOf(parts)
    await expect(parts.ipcMain.invoke(channel, event, ...payload)).rejects.toThrow('refused: not our window')
    expect(parts.source.commands).toEqual([])
    expect(parts.source.asked).toEqual([])
    expect(parts.log.lines).toEqual([
      { level: 'warn', event: 'message-refused', fields: { channel, why: 'not our window' } },
    ])
  })
})

const SECRET = 'sk-kimi-0123456789'

describe('the content of a message', () => {
  test.each<[string, readonly unknown[]]>([
    ['nothing', []],
    ['two things', [{ kind: 'start' }, { kind: 'start' }]],
    ['a command and nothing', [{ kind: 'start' }, undefined]],
    ['a word', ['start']],
    ['a number', [1]],
    ['null', [null]],
    ['undefined', [undefined]],
    ['a list', [[{ kind: 'start' }]]],
    ['no kind', [{ command: 'start' }]],
    ['a kind nobody knows', [{ kind: `unknown ${SECRET}` }]],
    ['to quit', [{ kind: 'quit' }]],
    ['about', [{ kind: 'about' }]],
    ['a stop that does not say how', [{ kind: 'stop' }]],
    ['a face that is none', [{ kind: 'openWindow', face: SECRET }]],
    ['settings of the wrong kind', [{ kind: 'saveSettings', changes: { proxy: [SECRET] } }]],
  ])('as a command: %s is refused, and logged without its content', async (_what, payload) => {
    const { ipcMain, ours, source, log } = bench()
    await expect(ipcMain.invoke(CHANNELS.command, ours, ...payload)).rejects.toThrow(
      'refused: not understood',
    )
    expect(source.commands).toEqual([])
    const fields = { channel: CHANNELS.command, why: 'not understood' }
    expect(log.lines).toEqual([{ level: 'warn', event: 'message-refused', fields }])
  })

  test.each<[string, readonly unknown[]]>([
    ['a word', [SECRET]],
    ['undefined', [undefined]],
    ['a command', [{ kind: 'start' }]],
  ])('with a greeting: %s is refused, and logged without its content', async (_what, payload) => {
    const { ipcMain, ours, log } = bench()
    await expect(ipcMain.invoke(CHANNELS.hello, ours, ...payload)).rejects.toThrow('refused: not understood')
    const fields = { channel: CHANNELS.hello, why: 'not understood' }
    expect(log.lines).toEqual([{ level: 'warn', event: 'message-refused', fields }])
  })

  test('is not in the error of a refusal', async () => {
    const { ipcMain, ours, log } = bench()
    const failure = ipcMain.invoke(CHANNELS.command, ours, { kind: SECRET })
    await expect(failure).rejects.not.toThrow(SECRET)
    expect(JSON.stringify(log.lines)).not.toContain(SECRET)
  })
})

describe('the state', () => {
  test('is sent to the open window', () => {
    const { push, contents } = bench()
    push(PHASE_STATES.off)
    expect(contents.sent).toEqual([{ channel: CHANNELS.state, payload: [PHASE_STATES.off] }])
  })

  test('is sent to nobody while no window is open, or while the window is closing', () => {
    const { push, contents, windows } = bench()
    windows.open = null
    push(PHASE_STATES.off)
    windows.open = contents
    contents.destroy()
    push(PHASE_STATES.running)
    expect(contents.sent).toEqual([])
  })
})

test('no other message is answered: the channels are exactly those of the contract', () => {
  const { hello, command, fit, requests } = CHANNELS
  expect(bench().ipcMain.channels.sort()).toEqual([command, hello, fit, requests].sort())
})
