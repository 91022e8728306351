import { describe, expect, test } from 'vitest'
import type { AppState } from '../../../contract/app'
import type { WindowCommand } from '../../../contract/bridge'
import { appState, FACE_STATES, PHASE_STATES, trayEngine } from '../../../testing/app-states'
import { START_MS, signedIn } from '../../../testing/engine-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { type Phase, standingOf } from '../../app/phase'
import { problem } from '../../words/problem'
import { reason } from '../../words/reason'
import { timeOfDay } from '../status-lines'
import { type FaceView, windowView } from './window'

type Face<K extends FaceView['kind']> = Extract<FaceView, { kind: K }>

function faceOf<K extends FaceView['kind']>(kind: K, state: AppState, nowMs = START_MS): Face<K> {
  const { face } = windowView(state, nowMs)
  const is = (some: FaceView): some is Face<K> => some.kind === kind
  if (!is(face)) throw new Error(`the window shows ${face.kind}`)
  return face
}

interface Expected {
  readonly heading: string
  readonly tone: string
  readonly digits: string | null
  readonly says: string | null
  readonly actions: readonly WindowCommand['kind'][]
}

const PHASES = { ...PHASE_STATES, limited: PLAN_STATES.limited }

const STATUS: Readonly<Record<Exclude<Phase, 'signIn'>, Expected>> = {
  off: { heading: 'Stopped', tone: 'calm', digits: null, says: null, actions: ['start'] },
  starting: { heading: 'Starting', tone: 'busy', digits: null, says: null, actions: ['stop'] },
  looking: {
    heading: 'Looking for a Kimi login',
    tone: 'busy',
    digits: null,
    says: null,
    actions: ['stop'],
  },
  running: { heading: 'Running', tone: 'good', digits: '12:05', says: null, actions: ['stop', 'refresh'] },
  refreshing: {
    heading: 'Refreshing the token',
    tone: 'busy',
    digits: '7:30',
    says: null,
    actions: ['stop', 'refresh'],
  },
  expiring: {
    heading: 'The token is running out',
    tone: 'warn',
    digits: '1:35',
    says: 'Kimi cannot be reached: auth.kimi.com cannot be reached.',
    actions: ['stop', 'refresh'],
  },
  limited: {
    heading: `5-hour limit reached until ${timeOfDay(START_MS + 7_200_000)}`,
    tone: 'warn',
    digits: '12:05',
    says: null,
    actions: ['stop'],
  },
  trouble: {
    heading: 'Needs attention',
    tone: 'warn',
    digits: '12:05',
    says: 'Kimi refuses requests although the token is new.',
    actions: ['stop', 'refresh'],
  },
  draining: {
    heading: 'Stopping',
    tone: 'busy',
    digits: '12:05',
    says: null,
    actions: ['stop'],
  },
  backingOff: {
    heading: 'Starting again in a moment',
    tone: 'busy',
    digits: null,
    says: 'The proxy failed and is restarting automatically.',
    actions: ['retry', 'stop'],
  },
  portTaken: {
    heading: 'The port is taken',
    tone: 'bad',
    digits: null,
    says: 'Port 18462 is used by python3 (PID 812).',
    actions: ['retry', 'openWindow', 'stop'],
  },
  gaveUp: {
    heading: 'Gave up restarting',
    tone: 'bad',
    digits: null,
    says: 'Kimi Proxy keeps crashing.',
    actions: ['retry', 'openLog'],
  },
  cannotStart: {
    heading: 'Needs attention',
    tone: 'warn',
    digits: null,
    says: 'HTTPS_PROXY "socks5://proxy:1" is not a proxy.',
    actions: ['openWindow', 'retry'],
  },
  elsewhere: {
    heading: 'Running from the command line (PID 4242)',
    tone: 'terminal',
    digits: null,
    says: null,
    actions: ['takeOver', 'stopOther'],
  },
  elsewhereHung: {
    heading: 'The command line proxy (PID 4242) does not answer',
    tone: 'bad',
    digits: null,
    says: null,
    actions: ['takeOver', 'stopOther'],
  },
}

describe('the Status face', () => {
  test.each(Object.entries(STATUS))('in the phase %s says so and offers what helps', (phase, expected) => {
    const state = PHASES[phase as keyof typeof STATUS]
    expect(standingOf(state, START_MS).phase).toBe(phase)
    const face = faceOf('status', state)
    expect({
      heading: face.heading,
      tone: face.ring.tone,
      digits: face.ring.kind === 'counting' ? face.ring.digits : null,
      says: face.problem?.message ?? null,
      actions: face.actions.map(({ command }) => command.kind),
    }).toEqual(expected)
  })

  test.each([
    ['kimi-code', ['stop', 'refresh', 'signIn']],
    ['own', ['stop', 'refresh', 'signIn']],
    ['file', ['stop', 'refresh']],
  ] as const)('offers a sign-in where nobody knows who refuses the renewal (%s)', (owner, commands) => {
    const doubted = problem('RENEWAL_DOUBTED', { reason: reason('http', { status: 401 }) })
    const login = signedIn({}, { kind: 'failing', problem: doubted, retryAtMs: START_MS }, owner)
    const { actions, problem: told } = faceOf('status', appState({ engine: trayEngine({ login }) }))
    expect(actions.map(({ command }) => command.kind)).toEqual(commands)
    expect(told?.message).toContain('by Kimi or by something on the way')
  })

  test('counts down each second, and says in words what the digits say', () => {
    const { ring } = faceOf('status', PHASE_STATES.running, START_MS + 1_000)
    expect(ring).toMatchObject({ kind: 'counting', digits: '12:04' })
    expect(ring.kind === 'counting' && ring.spoken).toMatch(/^Token good for 12 min 4 s, until \d\d:\d\d$/)
    expect(ring.kind === 'counting' && ring.fraction).toBeCloseTo(724 / 900)
  })

  test('ticks only while something counts down', () => {
    expect(windowView(PHASE_STATES.running, START_MS).ticks).toBe(true)
    expect(windowView(PHASE_STATES.signIn, START_MS).ticks).toBe(true)
    for (const name of ['off', 'looking', 'gaveUp', 'elsewhere'] as const) {
      expect(windowView(PHASE_STATES[name], START_MS).ticks, name).toBe(false)
    }
    expect(windowView(FACE_STATES.expired, START_MS).ticks).toBe(false)
    expect(windowView(FACE_STATES.settings, START_MS).ticks).toBe(false)
  })

  test('an expired token shows 0:00, and one without a known end has no digits', () => {
    expect(faceOf('status', FACE_STATES.expired).ring).toMatchObject({
      digits: '0:00',
      fraction: 0,
      spoken: 'The token has expired',
    })
    expect(faceOf('status', FACE_STATES.endUnknown).ring).toMatchObject({
      kind: 'still',
      caption: 'Token good; its end is not known',
    })
  })

  test('a token that outlives its stated lifetime fills the ring and no more', () => {
    const login = signedIn({ expiresAtMs: START_MS + 7_200_000, lifetimeMs: null })
    const { ring } = faceOf('status', appState({ engine: trayEngine({ login }) }))
    expect(ring).toMatchObject({ fraction: 1, digits: '2:00:00' })
  })

  test('Stop says how many requests are running, and Refresh is disabled while a refresh runs', () => {
    expect(faceOf('status', PHASE_STATES.running).actions[0]?.label).toBe('Stop (3 running)…')
    expect(faceOf('status', PHASE_STATES.elsewhere).actions[1]?.label).toBe('Stop (2 running)…')
    expect(faceOf('status', PHASE_STATES.refreshing).actions[1]?.enabled).toBe(false)
    expect(faceOf('status', PHASE_STATES.draining).actions[0]?.enabled).toBe(false)
  })

  test('a setting that makes no sense leads to Settings and shows no old countdown', () => {
    const face = faceOf('status', PHASE_STATES.cannotStart)
    expect(face.actions[0]?.command).toEqual({ kind: 'openWindow', face: 'settings' })
    expect(face.ring.kind).toBe('still')
    expect(face.problem?.message).toBe('HTTPS_PROXY "socks5://proxy:1" is not a proxy.')
  })

  test('names the requests, the last refresh and whose login it is', () => {
    const { facts } = faceOf('status', PHASE_STATES.running)
    expect(facts.map(({ label }) => label)).toEqual(['Requests running', 'Last refresh', 'Login'])
    expect(facts[0]?.value).toBe('3 (2 streaming)')
    expect(facts[2]).toMatchObject({
      value: 'Shared with Kimi Code',
      path: { short: '~/.kimi-code/credentials/kimi-code.json' },
    })
  })

  test('warns of copied settings only while they name another port', () => {
    const stale = (copiedPort: number | null) => faceOf('status', appState({ copiedPort })).claudeCode.stale
    expect(stale(null)).toBeNull()
    expect(stale(18462)).toBeNull()
    expect(stale(20000)).toMatch(/20000.*18462/)
  })

  test('the base URL has the port that is served, also where the command line serves it', () => {
    expect(faceOf('status', appState()).claudeCode.baseUrl).toBe('http://127.0.0.1:18462')
    const other = { pid: 1, port: 9999, answers: true, activeRequests: 0, watched: false }
    expect(faceOf('status', appState({ serving: { kind: 'elsewhere', other } })).claudeCode.baseUrl).toBe(
      'http://127.0.0.1:9999',
    )
  })
})

describe('the sign-in face', () => {
  test('takes the place of Status without a click, and not the place of Settings', () => {
    expect(windowView(PHASE_STATES.signIn, START_MS).face.kind).toBe('signIn')
    expect(windowView({ ...PHASE_STATES.signIn, face: 'settings' }, START_MS).face.kind).toBe('settings')
  })

  test('ticks its steps off as they are done, and stays to show the success', () => {
    const steps = (guide: AppState['guide']) =>
      faceOf('signIn', { ...PHASE_STATES.signIn, guide }).steps.map(({ progress }) => progress)
    expect(steps({ kind: 'idle' })).toEqual(['current', 'later', 'later'])
    expect(steps({ kind: 'guiding', copied: true, terminalOpened: false })).toEqual([
      'done',
      'current',
      'later',
    ])
    expect(steps({ kind: 'guiding', copied: false, terminalOpened: true })).toEqual([
      'current',
      'done',
      'later',
    ])
    expect(steps({ kind: 'guiding', copied: true, terminalOpened: true })).toEqual([
      'done',
      'done',
      'current',
    ])
    const done = faceOf('signIn', FACE_STATES.signedIn)
    expect(done.steps.map(({ progress }) => progress)).toEqual(['done', 'done', 'done'])
    expect(done.progress).toBe('Signed in. Claude Code goes on by itself.')
  })

  test('says why a sign-in is needed, and how long the token still serves', () => {
    expect(faceOf('signIn', PHASE_STATES.signIn)).toMatchObject({
      problem: { message: 'Kimi signed you out.' },
      stillServes: 'The present token still serves for 4 min 10 s.',
    })
    expect(faceOf('signIn', FACE_STATES.signedOut).stillServes).toBeNull()
  })
})

describe('the window', () => {
  test('reads out a change of phase once and never the seconds', () => {
    const at = (ms: number) => windowView(PHASE_STATES.signIn, START_MS + ms).announcement
    expect(at(0)).toBe(at(5_000))
    expect(at(0)).toContain('Kimi signed you out.')
    expect(windowView(FACE_STATES.signedIn, START_MS).announcement).toContain('Signed in')
  })

  test('shows each note with a button that dismisses it', () => {
    const { notes } = windowView(FACE_STATES.notes, START_MS)
    expect(notes.map(({ text }) => text)).toEqual([
      'The settings file was damaged. It is kept as …/kimi-proxy/settings.json.bad-1; what could be read of it is still in use.',
      'Kimi Proxy had to start again by itself. The log says why.',
    ])
    expect(notes[0]?.dismiss.command).toEqual({ kind: 'dismissNote', note: 'settingsKeptAside' })
  })

  test('fills every placeholder, and shows no English phrase where the language is Chinese', () => {
    for (const [name, state] of Object.entries({ ...PHASE_STATES, ...FACE_STATES })) {
      for (const language of ['en', 'zh-CN'] as const) {
        const view = windowView({ ...state, language }, START_MS)
        expect(JSON.stringify(view), name).not.toMatch(/\{\w+\}/)
        if (language === 'zh-CN') expect(view.face.heading, name).toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })

  test('names the face in its title', () => {
    expect(windowView(appState(), START_MS).documentTitle).toBe('Kimi Proxy')
    expect(windowView(FACE_STATES.settings, START_MS).documentTitle).toBe('Settings – Kimi Proxy')
  })
})

describe('a sign-in with a code in the window', () => {
  const device = (state: AppState, nowMs = START_MS) => faceOf('signIn', state, nowMs).device

  test('is the first way offered while Kimi wants a sign-in; the Kimi command is the second', () => {
    const face = faceOf('signIn', FACE_STATES.signedOut)
    expect(face.device).toMatchObject({
      kind: 'offer',
      action: { label: 'Sign in', command: { kind: 'signIn' } },
    })
    expect(face.steps).toHaveLength(3)
  })

  test('takes the place of Status also while a login works, and hides the steps of the Kimi command', () => {
    for (const state of [FACE_STATES.codeAsking, FACE_STATES.code, FACE_STATES.codeDenied]) {
      expect(faceOf('signIn', state)).toMatchObject({ steps: [], install: null, problem: null })
    }
  })

  test('shows the code, where to approve it, and the time left, which falls each second', () => {
    expect(device(FACE_STATES.code)).toMatchObject({
      kind: 'code',
      userCode: 'WDJB-MJHT',
      renewed: null,
      progress: 'Waiting for your approval…',
      left: 'The code is good for 14 min 32 s.',
      qr: { page: 'https://www.kimi.com/code/authorize_device?user_code=WDJB-MJHT' },
      actions: [{ command: { kind: 'openSignInPage' } }, { command: { kind: 'copySignInCode' } }],
      cancel: { command: { kind: 'cancelSignIn' } },
    })
    expect(device(FACE_STATES.code, START_MS + 1_000)).toMatchObject({
      left: 'The code is good for 14 min 31 s.',
    })
    expect(windowView(FACE_STATES.code, START_MS).ticks).toBe(true)
  })

  test.each([
    [FACE_STATES.codeAsking, 'Signing in', 'Asking Kimi for a code…'],
    [FACE_STATES.codeOffline, 'Signing in', 'Kimi cannot be reached. Trying again…'],
    [FACE_STATES.codeRenewed, 'Approve on Kimi’s page', 'Kimi cannot be reached. Trying again…'],
    [FACE_STATES.codeSaving, 'Signing in', 'Approved. Saving the login…'],
    [FACE_STATES.codeUnsaved, 'The login is not saved yet', 'Approved. Saving the login…'],
  ])('says what is going on', (state, heading, progress) => {
    expect(faceOf('signIn', state).heading).toBe(heading)
    expect(device(state)).toMatchObject({ progress })
  })

  test('offers no cancel once a login is granted, which would be lost', () => {
    expect(device(FACE_STATES.codeUnsaved)).toMatchObject({
      cancel: null,
      problem: { message: expect.stringContaining('the disk is full') },
    })
  })

  test.each([
    [FACE_STATES.codeDenied, 'The sign-in was refused'],
    [FACE_STATES.codeFailed, 'The sign-in did not work'],
  ])('can be tried again or left once it has ended', (state, heading) => {
    expect(device(state)).toMatchObject({
      kind: 'ended',
      heading,
      actions: [{ command: { kind: 'signIn' } }, { command: { kind: 'cancelSignIn' } }],
    })
  })

  test('says whose login it is, where Kimi names the account', () => {
    expect(device(FACE_STATES.codeSignedIn)).toEqual({
      kind: 'done',
      account: 'Signed in as Lin',
      plan: 'Moderato',
    })
    const unknown = { ...FACE_STATES.codeSignedIn, signIn: { kind: 'signedIn', account: null } } as const
    expect(device(unknown)).toEqual({ kind: 'done', account: null, plan: null })
    expect(faceOf('signIn', unknown)).toMatchObject({ heading: 'Signed in', done: true })
  })

  test('is read out with its code, and not each second', () => {
    const read = (state: AppState, ms = 0) => windowView(state, START_MS + ms).announcement
    expect(read(FACE_STATES.code)).toBe(
      'Approve on Kimi’s page: WDJB-MJHT. Approve only if the page shows this code. Waiting for your approval…',
    )
    expect(read(FACE_STATES.code, 1_000)).toBe(read(FACE_STATES.code))
    expect(read(FACE_STATES.codeRenewed)).toMatch(/^The last code ran out\. This is a new one\. Approve/)
    expect(read(FACE_STATES.codeDenied)).toBe('The sign-in was refused: It was not approved on Kimi’s page.')
    expect(read(FACE_STATES.codeSignedIn)).toBe('Signed in as Lin. Signed in. Claude Code goes on by itself.')
  })

  test('is offered beside a shared login, and signing out is offered beside our own', () => {
    const login = (state: AppState) => faceOf('status', state).facts.at(-1)?.action?.command.kind
    expect(login(PHASE_STATES.running)).toBe('signIn')
    expect(login(FACE_STATES.ownLogin)).toBe('signOut')
    const file = signedIn({}, { kind: 'idle' }, 'file')
    expect(login(appState({ engine: trayEngine({ login: file }) }))).toBeUndefined()
  })
})

test('Settings leads to the page with all versions, where the build names one', () => {
  const links = (state: AppState) =>
    faceOf('settings', state).help.map(({ label, command }) => [label, command.kind])
  expect(links(FACE_STATES.settingsFull)).toContainEqual(['New versions…', 'openReleases'])
  expect(links(FACE_STATES.settings)).toEqual([
    ['Open log', 'openLog'],
    ['Open www.kimi.com', 'openKimi'],
  ])
})
