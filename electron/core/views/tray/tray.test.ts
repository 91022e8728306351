import { describe, expect, test } from 'vitest'
import type { AppState, CommandLink, LoginItem } from '../../../contract/app'
import { appState, FACE_STATES, PHASE_STATES, RELEASES_PAGE } from '../../../testing/app-states'
import { engineState, START_MS, signedIn } from '../../../testing/engine-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { sayIn } from '../../words/say'
import { shortLeft, timeOfDay, wrapped } from '../status-lines'
import { type IconShape, titleChangesInMs, trayView } from './tray'

const MINUTE_MS = 60_000
const PHASES = { ...PHASE_STATES, limited: PLAN_STATES.limited }

function menu(state: AppState, fresh = true) {
  return trayView(state, START_MS, fresh).menu
}

function entry(state: AppState, id: string) {
  return menu(state).find((candidate) => candidate.kind !== 'separator' && candidate.id === id)
}

function withTraffic(activeRequests: number): AppState {
  const traffic = {
    activeRequests,
    activeStreams: 0,
    waitingRequests: 0,
    requestsServed: 0,
    lastRequestAtMs: null,
  }
  return appState({ engine: engineState({ traffic }) })
}

describe('the icon', () => {
  test.each<[keyof typeof PHASES, IconShape]>([
    ['running', 'running'],
    ['elsewhere', 'running'],
    ['refreshing', 'refreshing'],
    ['expiring', 'refreshing'],
    ['starting', 'refreshing'],
    ['signIn', 'signIn'],
    ['trouble', 'trouble'],
    ['limited', 'trouble'],
    ['portTaken', 'trouble'],
    ['gaveUp', 'trouble'],
    ['backingOff', 'trouble'],
    ['cannotStart', 'trouble'],
    ['elsewhereHung', 'trouble'],
    ['off', 'stopped'],
    ['draining', 'stopped'],
  ])('of %s is %s', (phase, icon) => {
    expect(trayView(PHASES[phase], START_MS, false).icon).toBe(icon)
  })
})

describe('the first item', () => {
  test.each<[keyof typeof PHASE_STATES, string, string]>([
    ['running', 'Stop (3 running)…', 'stop'],
    ['off', 'Start', 'start'],
    ['signIn', 'Stop', 'stop'],
    ['portTaken', 'Stop', 'stop'],
    ['gaveUp', 'Start', 'retry'],
    ['elsewhere', 'Stop the command line proxy (2 running)…', 'stopOther'],
    ['elsewhereHung', 'Stop the command line proxy', 'stopOther'],
  ])('of %s is "%s"', (phase, label, kind) => {
    expect(menu(PHASE_STATES[phase])[0]).toMatchObject({ id: 'toggle', label, command: { kind } })
  })

  test('asks before it cuts anything, and only then ends in an ellipsis', () => {
    expect(menu(withTraffic(0))[0]).toMatchObject({ label: 'Stop', command: { kind: 'stop', atOnce: false } })
    expect(menu(withTraffic(1))[0]).toMatchObject({ label: 'Stop (1 running)…' })
  })

  test('cannot be chosen while the last answers are sent', () => {
    expect(menu(PHASE_STATES.draining)[0]).toMatchObject({ id: 'toggle', enabled: false })
  })
})

describe('the menu', () => {
  test('holds everything the app offers, in every phase', () => {
    for (const state of Object.values(PHASE_STATES)) {
      const ids = menu(state).map((item) => (item.kind === 'separator' ? '-' : item.id))
      for (const id of [
        'status',
        'refresh',
        'openWindow',
        'settings',
        'copySettings',
        'launchAtLogin',
        'commandLink',
        'openLog',
        'about',
        'quit',
      ]) {
        expect(ids).toContain(id)
      }
      expect(new Set(ids.filter((id) => id !== '-')).size).toBe(ids.filter((id) => id !== '-').length)
      expect(ids.at(-1)).toBe('quit')
    }
  })

  test('says why, and what to do next, in plain words', () => {
    expect(entry(PHASE_STATES.signIn, 'health')).toMatchObject({ label: 'Kimi signed you out.' })
    const lines = menu(PHASE_STATES.portTaken).flatMap((item) =>
      item.kind === 'text' && item.id.startsWith('health') ? [item.label] : [],
    )
    expect(lines.join(' ')).toBe(
      'Port 18462 is used by python3 (PID 812). Stop that program, or choose another port in Settings.',
    )
  })

  test('counts down only where it is built for the click, since an open menu that is drawn again would close', () => {
    const until = timeOfDay(START_MS + 725_000)
    expect(entry(PHASE_STATES.running, 'expiry')).toMatchObject({
      label: `Token good for 12m, until ${until}`,
    })
    const kept = menu(PHASE_STATES.running, false)
    expect(kept).toContainEqual({ kind: 'text', id: 'expiry', label: `Token good until ${until}` })
    expect(trayView(PHASE_STATES.running, START_MS + MINUTE_MS, false).menu).toEqual(kept)
  })

  test('offers no refresh where a setting keeps the proxy from running', () => {
    expect(entry(PHASE_STATES.cannotStart, 'refresh')).toMatchObject({ enabled: false })
    expect(entry(PHASE_STATES.trouble, 'refresh')).toMatchObject({ enabled: true })
  })

  test('names the login in use, how many requests wait, and what they wait for', () => {
    expect(entry(PHASE_STATES.running, 'login')).toMatchObject({ label: 'Login: Shared with Kimi Code' })
    expect(entry(FACE_STATES.waitingForSignIn, 'waiting')).toMatchObject({
      label: 'Requests waiting for your sign-in: 2',
    })
    expect(entry(FACE_STATES.waitingForNetwork, 'waiting')).toMatchObject({
      label: 'Requests waiting for the connection: 1',
    })
  })

  test('tells what is left of both limits, how many requests wait their turn, and until when a limit is reached', () => {
    const at = timeOfDay(START_MS + 7_200_000)
    expect(entry(PLAN_STATES.queued, 'limit1')).toMatchObject({
      label: `5-hour limit 62% left, resets ${at}`,
    })
    expect(entry(PLAN_STATES.queued, 'limit2')).toMatchObject({
      label: expect.stringMatching(/^Weekly limit 81% left/),
    })
    expect(entry(PLAN_STATES.queued, 'queued')).toMatchObject({ label: '3 requests wait their turn' })
    expect(entry(PLAN_STATES.limited, 'status')).toMatchObject({ label: `5-hour limit reached until ${at}` })
    expect(entry(PHASE_STATES.running, 'limit1')).toBeUndefined()
    expect(entry({ ...PLAN_STATES.ample, serving: { kind: 'off' } }, 'limit1')).toBeUndefined()
  })

  test('offers to take over from the command line', () => {
    expect(entry(PHASE_STATES.elsewhere, 'takeOver')).toMatchObject({ command: { kind: 'takeOver' } })
    expect(entry(PHASE_STATES.elsewhere, 'status')).toMatchObject({
      label: 'Running from the command line (PID 4242)',
    })
  })

  test('leads to the page with all versions, where the build names one', () => {
    expect(entry(appState({ releasesPage: RELEASES_PAGE }), 'releases')).toMatchObject({
      label: 'New versions…',
      command: { kind: 'openReleases' },
    })
    expect(entry(appState(), 'releases')).toBeUndefined()
  })

  test('leads to the sign-in where one is needed', () => {
    expect(entry(PHASE_STATES.signIn, 'openWindow')).toMatchObject({ label: 'Sign in…' })
  })

  test('offers a login of our own beside a shared one, and the way out of our own', () => {
    expect(entry(PHASE_STATES.running, 'signIn')).toMatchObject({
      label: 'Sign in with its own login…',
      command: { kind: 'signIn' },
    })
    expect(entry(FACE_STATES.ownLogin, 'signOut')).toMatchObject({
      label: 'Sign out of Kimi Proxy’s own login…',
      command: { kind: 'signOut' },
    })
    const ids = (state: AppState) =>
      menu(state).flatMap((item) => (item.kind === 'separator' ? [] : [item.id]))
    expect(ids(PHASE_STATES.running)).not.toContain('signOut')
    expect(ids(FACE_STATES.ownLogin)).not.toContain('signIn')
    expect(ids(PHASE_STATES.signIn)).not.toContain('signIn')
  })

  test('offers a refresh only where a token can be refreshed', () => {
    expect(entry(PHASE_STATES.running, 'refresh')).toMatchObject({ enabled: true })
    expect(entry(PHASE_STATES.off, 'refresh')).toMatchObject({ enabled: false })
  })

  test('offers Start also where the last start failed', () => {
    expect(menu(PHASE_STATES.cannotStart)[0]).toMatchObject({ label: 'Start', command: { kind: 'retry' } })
  })

  test('is Chinese where that is the language of the app', () => {
    const labels = menu({ ...PHASE_STATES.running, language: 'zh-CN' }).flatMap((item) =>
      item.kind === 'separator' ? [] : [item.label],
    )
    expect(labels[0]).toBe('停止（3 个请求进行中）…')
    expect(labels.filter((label) => !/[\u4e00-\u9fff]/.test(label))).toEqual([])
  })
})

describe('launch at login', () => {
  test.each<[LoginItem, object]>([
    [{ kind: 'on' }, { checked: true, command: { kind: 'setLaunchAtLogin', on: false } }],
    [{ kind: 'off' }, { checked: false, command: { kind: 'setLaunchAtLogin', on: true } }],
    [
      { kind: 'needsApproval' },
      {
        label: 'Launch at login: needs approval in System Settings…',
        command: { kind: 'openLoginItemSettings' },
      },
    ],
    [{ kind: 'unavailable', reason: 'development' }, { kind: 'text' }],
    [{ kind: 'unavailable', reason: 'translocated' }, { kind: 'text' }],
  ])('shows the system’s own answer %o', (loginItem, expected) => {
    expect(entry(appState({ loginItem }), 'launchAtLogin')).toMatchObject(expected)
  })
})

describe('the command line tool', () => {
  const path = '/home/lin/.local/bin/kimi-proxy'
  const install = { label: 'Install command line tool…', command: { kind: 'installCommand' } }
  test.each<[CommandLink, object]>([
    [{ kind: 'absent', path }, install],
    [{ kind: 'foreign', path, target: null, stamp: '' }, install],
    [{ kind: 'outdated', path }, install],
    [{ kind: 'blocked', path }, install],
    [
      { kind: 'installed', path },
      { label: 'Remove command line tool', command: { kind: 'removeCommand' } },
    ],
    [{ kind: 'unavailable', reason: 'development' }, { kind: 'text' }],
    [
      { kind: 'unavailable', reason: 'translocated' },
      { kind: 'text', label: 'Command line tool: move the app to Applications first' },
    ],
  ])('that is %o has its item, or a line that says why not', (commandLink, expected) => {
    expect(entry(appState({ commandLink }), 'commandLink')).toMatchObject(expected)
  })
})

describe('title and tooltip', () => {
  test('count minutes beside the icon on macOS, where the person turned that on', () => {
    const title = (changes: Partial<AppState>) =>
      trayView({ ...PHASE_STATES.running, ...changes }, START_MS, false).title
    expect(title({})).toBe('12m')
    expect(title({ platform: 'linux' })).toBe('')
    expect(
      title({
        preferences: { language: 'system', titleCountdown: false, notifications: true, trayIcon: 'auto' },
      }),
    ).toBe('')
  })

  test('say nothing about a token that is not in use', () => {
    for (const phase of ['off', 'signIn', 'elsewhere', 'portTaken'] as const) {
      expect(trayView(PHASE_STATES[phase], START_MS, false).title).toBe('')
    }
  })

  test('count nothing down where nothing serves, although a token is held', () => {
    const { title, tooltip } = trayView(
      { ...PHASE_STATES.cannotStart, engine: engineState() },
      START_MS,
      false,
    )
    expect(title).toBe('')
    expect(tooltip).toBe('Kimi Proxy: Needs attention')
  })

  test('name the time left on every system, within the length that Windows shows', () => {
    for (const state of Object.values(PHASE_STATES)) {
      const { tooltip } = trayView(state, START_MS, false)
      expect(tooltip).toMatch(/^Kimi Proxy: /)
      expect(tooltip.length).toBeLessThanOrEqual(127)
    }
    expect(trayView(PHASE_STATES.running, START_MS, false).tooltip).toContain('12m')
  })

  test('change with the minute, and only then', () => {
    const changesInMs = titleChangesInMs(PHASE_STATES.running, START_MS)
    expect(changesInMs).toBe(5_001)
    const at = (ms: number) => trayView(PHASE_STATES.running, START_MS + ms, false).title
    expect(at(5_000)).toBe('12m')
    expect(at(5_001)).toBe('11m')
    expect(titleChangesInMs(PHASE_STATES.off, START_MS)).toBeNull()
    expect(titleChangesInMs({ ...PHASE_STATES.running, platform: 'linux' }, START_MS)).toBeNull()
  })

  test('say so when the end of the token is not known', () => {
    const engine = engineState({ login: signedIn({ expiresAtMs: null, dueAtMs: null }) })
    const { title, tooltip } = trayView(appState({ engine }), START_MS, false)
    expect(title).toBe('')
    expect(tooltip).toContain('its end is not known')
  })
})

test('only minutes that are wholly left are counted', () => {
  const say = sayIn('en')
  expect([0, 59_999, 60_000, 119_999, 725_000, 3_600_000, 5_400_000].map((ms) => shortLeft(ms, say))).toEqual(
    ['<1m', '<1m', '1m', '1m', '12m', '1h 0m', '1h 30m'],
  )
})

test('long sentences are broken after a word, Chinese ones anywhere, and nothing is lost', () => {
  const english = 'Another program keeps the login locked (/home/a/.kimi-code/oauth/kimi-code.lock) for now.'
  expect(wrapped(english, 30).join(' ')).toBe(english)
  const chinese = '关闭正在续期该登录的程序，之后会自动重试。'
  const lines = wrapped(chinese, 20)
  expect(lines.join('')).toBe(chinese)
  expect(lines.length).toBeGreaterThan(1)
  expect(wrapped('')).toEqual([])
})
