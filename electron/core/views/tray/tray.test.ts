import { describe, expect, test } from 'vitest'
import type { AppState, CommandLink, LoginItem } from '../../../contract/app'
import { appState, PHASE_STATES, RELEASES_PAGE } from '../../../testing/app-states'
import { engineState, START_MS, signedIn } from '../../../testing/engine-states'
import { FACE_STATES } from '../../../testing/face-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { sayIn } from '../../words/say'
import { shortLeft, timeOfDay } from '../status-lines'
import { allEntries } from './menu-entry'
import { type IconShape, titleChangesInMs, trayView } from './tray'

const MINUTE_MS = 60_000
const PHASES = { ...PHASE_STATES, limited: PLAN_STATES.limited }

function menu(state: AppState, fresh = true) {
  return trayView(state, START_MS, fresh).menu
}

function entry(state: AppState, id: string) {
  return allEntries(menu(state)).find((candidate) => candidate.kind !== 'separator' && candidate.id === id)
}

/** The items of the menu itself, without those of submenus. */
function items(state: AppState) {
  return menu(state).filter((candidate) => candidate.kind === 'item')
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
    ['refreshing', 'running'],
    ['expiring', 'trouble'],
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

  test('turns to the arrow for a renewal only once no token serves meanwhile', () => {
    expect(trayView(PHASES.refreshing, START_MS + 3_600_000, false).icon).toBe('refreshing')
  })
})

describe('the first item', () => {
  test.each<[keyof typeof PHASE_STATES, string, string]>([
    ['running', 'Stop Kimi Proxy (3 Running)…', 'stop'],
    ['off', 'Start Kimi Proxy', 'start'],
    ['signIn', 'Sign In…', 'signIn'],
    ['portTaken', 'Change Port…', 'openWindow'],
    ['cannotStart', 'Correct Settings…', 'openWindow'],
    ['gaveUp', 'Start Kimi Proxy', 'retry'],
    ['elsewhere', 'Stop Command Line Proxy (2 Running)…', 'stopOther'],
    ['elsewhereHung', 'Take Over', 'takeOver'],
    ['backingOff', 'Try Again', 'retry'],
    ['expiring', 'Renew Token Now', 'refresh'],
    ['trouble', 'Open www.kimi.com', 'openKimi'],
  ])('of %s is what that calls for: "%s"', (phase, label, kind) => {
    expect(items(PHASE_STATES[phase])[0]).toMatchObject({ label, command: { kind } })
  })

  test('is followed by the switch, where it is not the switch itself', () => {
    for (const [phase, state] of Object.entries(PHASE_STATES)) {
      expect(items(state).slice(0, 2), phase).toContainEqual(expect.objectContaining({ id: 'toggle' }))
    }
    expect(items(PHASE_STATES.signIn)[1]).toMatchObject({ label: 'Stop Kimi Proxy' })
    expect(items(PHASE_STATES.portTaken)[1]).toMatchObject({ label: 'Stop Trying' })
  })

  test('leads back to a sign-in that is under way', () => {
    const { signIn } = FACE_STATES.code
    expect(items({ ...PHASE_STATES.signIn, signIn })[0]).toMatchObject({
      id: 'signIn',
      command: { kind: 'openWindow', face: 'status' },
    })
  })

  test('is written as the system writes its own menus', () => {
    const label = (platform: AppState['platform']) => {
      const [first] = items({ ...PHASE_STATES.elsewhere, platform })
      return first?.label
    }
    expect(label('linux')).toBe('Stop Command Line Proxy (2 Running)…')
    expect(label('win32')).toBe('Stop command line proxy (2 running)…')
    expect(items({ ...PHASE_STATES.running, platform: 'win32' })[0]?.label).toBe(
      'Stop Kimi Proxy (3 running)…',
    )
  })

  test('asks before it cuts anything, and only then ends in an ellipsis', () => {
    expect(items(withTraffic(0))[0]).toMatchObject({
      label: 'Stop Kimi Proxy',
      command: { kind: 'stop', atOnce: false },
    })
    expect(items(withTraffic(1))[0]).toMatchObject({ label: 'Stop Kimi Proxy (1 Running)…' })
  })

  test('cannot be chosen while the last answers are sent', () => {
    expect(items(PHASE_STATES.draining)[0]).toMatchObject({ id: 'toggle', enabled: false })
  })
})

describe('the menu', () => {
  test('holds everything the app offers, in every phase', () => {
    for (const state of Object.values(PHASE_STATES)) {
      const ids = allEntries(menu(state)).map((item) => (item.kind === 'separator' ? '-' : item.id))
      for (const id of [
        'status',
        'refresh',
        'openWindow',
        'settings',
        'claude',
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

  test('has at most twelve lines when all is well', () => {
    const account = { nickname: 'Lin', plan: 'Moderato', contact: null }
    const { engine } = PLAN_STATES.ample
    const lines = menu({ ...PLAN_STATES.ample, engine: { ...engine, plan: { ...engine.plan, account } } })
    expect(lines.filter(({ kind }) => kind !== 'separator').length).toBeLessThanOrEqual(12)
    expect(lines).toContainEqual(expect.objectContaining({ id: 'account', label: 'Lin · Moderato' }))
  })

  test('names the trouble for what it is, and says why in one line where that is short', () => {
    const label = (state: AppState, id: string) => {
      const found = entry(state, id)
      return found !== undefined && found.kind !== 'separator' ? found.label : null
    }
    expect(label(PHASE_STATES.signIn, 'status')).toBe('Sign in to Kimi again')
    expect(label(PHASE_STATES.signIn, 'health')).toBe('Kimi signed you out.')
    expect(label(FACE_STATES.signedOut, 'status')).toBe('Sign in to Kimi')
    expect(label(PHASE_STATES.portTaken, 'health')).toBe('Port 18462 is used by python3 (PID 812).')
    expect(label(PHASE_STATES.trouble, 'status')).toBe('Kimi is refusing requests')
    expect(label(PHASE_STATES.expiring, 'status')).toBe('Can’t reach Kimi')
    expect(label(PHASE_STATES.cannotStart, 'status')).toBe('A setting isn’t valid')
    for (const state of Object.values({ ...PHASE_STATES, ...FACE_STATES })) {
      for (const language of ['en', 'zh-CN'] as const) {
        expect(menu({ ...state, language }).filter(({ kind }) => kind === 'text').length).toBeLessThanOrEqual(
          4,
        )
      }
    }
  })

  test('counts down only where it is built for the click, since an open menu that is drawn again would close', () => {
    const until = timeOfDay(START_MS + 725_000)
    expect(entry(PHASE_STATES.running, 'expiry')).toMatchObject({
      label: 'Token: 12m left, renews automatically',
    })
    const kept = menu(PHASE_STATES.running, false)
    expect(kept).toContainEqual({
      kind: 'text',
      id: 'expiry',
      label: `Token valid until ${until}, renews automatically`,
    })
    expect(trayView(PHASE_STATES.running, START_MS + MINUTE_MS, false).menu).toEqual(kept)
  })

  test('offers no renewal where it cannot help', () => {
    expect(entry(PHASE_STATES.cannotStart, 'refresh')).toMatchObject({ enabled: false })
    expect(entry(PHASE_STATES.signIn, 'refresh')).toMatchObject({ enabled: false })
    expect(entry(PHASE_STATES.trouble, 'refresh')).toMatchObject({ enabled: true })
  })

  test('names the login in use, how many requests wait, and what they wait for', () => {
    expect(entry(PHASE_STATES.running, 'login')).toMatchObject({ label: 'Shared with Kimi Code' })
    expect(entry(FACE_STATES.waitingForSignIn, 'waiting')).toMatchObject({
      label: '2 requests are waiting and will continue',
    })
    expect(entry(FACE_STATES.waitingForNetwork, 'waiting')).toMatchObject({
      label: '1 request is waiting for the connection',
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
    expect(entry(PLAN_STATES.queued, 'queued')).toMatchObject({ label: '3 requests are waiting their turn' })
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
      label: 'New Versions…',
      command: { kind: 'openReleases' },
    })
    expect(entry(appState(), 'releases')).toBeUndefined()
  })

  test('offers a login of our own beside a shared one, and the way out of our own', () => {
    expect(entry(PHASE_STATES.running, 'signInOwn')).toMatchObject({
      label: 'Separate Sign-In…',
      command: { kind: 'signIn' },
    })
    expect(entry(FACE_STATES.ownLogin, 'signOut')).toMatchObject({
      label: 'Sign Out…',
      command: { kind: 'signOut' },
    })
    const ids = (state: AppState) =>
      allEntries(menu(state)).flatMap((item) => (item.kind === 'separator' ? [] : [item.id]))
    expect(ids(PHASE_STATES.running)).not.toContain('signOut')
    expect(ids(FACE_STATES.ownLogin)).not.toContain('signInOwn')
    expect(ids(PHASE_STATES.signIn)).not.toContain('signInOwn')
  })

  test('offers a refresh only where a token can be refreshed', () => {
    expect(entry(PHASE_STATES.running, 'refresh')).toMatchObject({ enabled: true })
    expect(entry(PHASE_STATES.off, 'refresh')).toMatchObject({ enabled: false })
  })

  test('offers Start also where the last start failed', () => {
    expect(entry(PHASE_STATES.cannotStart, 'toggle')).toMatchObject({
      label: 'Start Kimi Proxy',
      command: { kind: 'retry' },
    })
  })

  test('is Chinese where that is the language of the app', () => {
    const labels = allEntries(menu({ ...PHASE_STATES.running, language: 'zh-CN' })).flatMap((item) =>
      item.kind === 'separator' ? [] : [item.label],
    )
    expect(labels).toContain('停止 Kimi Proxy（3 个请求进行中）…')
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
        label: 'Launch at Login: Allow in System Settings…',
        command: { kind: 'openLoginItemSettings' },
      },
    ],
    [
      { kind: 'unavailable', reason: 'development' },
      { enabled: false, checked: false },
    ],
    [
      { kind: 'unavailable', reason: 'translocated' },
      { enabled: false, checked: false },
    ],
  ])('shows the system’s own answer %o', (loginItem, expected) => {
    expect(entry(appState({ loginItem }), 'launchAtLogin')).toMatchObject(expected)
  })
})

describe('the command line tool', () => {
  const path = '/home/lin/.local/bin/kimi-proxy'
  const install = { label: 'Install Command Line Tool…', command: { kind: 'installCommand' } }
  test.each<[CommandLink, object]>([
    [{ kind: 'absent', path }, install],
    [{ kind: 'foreign', path, target: null, stamp: '' }, install],
    [{ kind: 'outdated', path }, install],
    [{ kind: 'blocked', path }, install],
    [
      { kind: 'installed', path },
      { label: 'Remove Command Line Tool', command: { kind: 'removeCommand' } },
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
        preferences: { language: 'system', menuBarTitle: 'off', notifications: true, trayIcon: 'auto' },
      }),
    ).toBe('')
  })

  const withLimit = (state: AppState): AppState => ({
    ...state,
    preferences: { ...state.preferences, menuBarTitle: 'fiveHours' },
  })

  test('show what is left of 5 hours beside the icon where that was chosen, and the tooltip says what it is', () => {
    const ample = withLimit(PLAN_STATES.ample)
    const { title, tooltip } = trayView(ample, START_MS, false)
    expect(title).toBe('62%')
    expect(tooltip.split('\n')[2]).toMatch(/^5-hour limit 62% left, resets /)
    expect(tooltip.length).toBeLessThanOrEqual(127)
    const limited = trayView({ ...withLimit(PLAN_STATES.limited), language: 'zh-CN' }, START_MS, false)
    expect(limited.title).toBe('0%')
    expect(limited.tooltip).toContain('5 小时额度 剩 0%')
    expect(trayView({ ...ample, platform: 'win32' }, START_MS, false)).toMatchObject({ title: '' })
  })

  test.each(['stale', 'noPlan', 'partlyUnknown'] as const)(
    'show no percentage where the quota is "%s", since there is no room to say why',
    (name) => {
      const { title, tooltip } = trayView(withLimit(PLAN_STATES[name]), START_MS, false)
      expect(title).toBe('')
      expect(tooltip).not.toContain('5-hour')
    },
  )

  test('show no percentage once its window has been reset', () => {
    const ample = withLimit(PLAN_STATES.ample)
    const changesInMs = titleChangesInMs(ample, START_MS)
    expect(changesInMs).toBe(2 * 60 * MINUTE_MS)
    // The token of the test ends before that.
    const endless = { ...ample, engine: { ...ample.engine, login: signedIn({ expiresAtMs: null }) } }
    expect(trayView(endless, START_MS + 2 * 60 * MINUTE_MS - 1, false).title).toBe('62%')
    expect(trayView(endless, START_MS + 2 * 60 * MINUTE_MS, false).title).toBe('')
    expect(titleChangesInMs(endless, START_MS + 2 * 60 * MINUTE_MS)).toBeNull()
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
    expect(tooltip).toBe('Kimi Proxy: A setting isn’t valid')
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
    expect(tooltip).toContain('expiry unknown')
  })
})

test('only minutes that are wholly left are counted', () => {
  const say = sayIn('en')
  expect([0, 59_999, 60_000, 119_999, 725_000, 3_600_000, 5_400_000].map((ms) => shortLeft(ms, say))).toEqual(
    ['<1m', '<1m', '1m', '1m', '12m', '1h 0m', '1h 30m'],
  )
})
