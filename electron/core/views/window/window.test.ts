import { describe, expect, test } from 'vitest'
import type { AppState } from '../../../contract/app'
import type { WindowCommand } from '../../../contract/bridge'
import { appState, PHASE_STATES, trayEngine } from '../../../testing/app-states'
import { START_MS, signedIn } from '../../../testing/engine-states'
import { FACE_STATES } from '../../../testing/face-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { SET_UP_STATES } from '../../../testing/set-up-states'
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
  /** The action that Return presses. */
  readonly main: WindowCommand['kind'] | null
}

const PHASES = { ...PHASE_STATES, limited: PLAN_STATES.limited }

const STATUS: Readonly<Record<Exclude<Phase, 'signIn'>, Expected>> = {
  off: { heading: 'Stopped', tone: 'calm', digits: null, says: null, actions: ['start'], main: 'start' },
  starting: { heading: 'Starting', tone: 'busy', digits: null, says: null, actions: ['stop'], main: null },
  looking: {
    heading: 'Looking for your Kimi account',
    tone: 'busy',
    digits: null,
    says: null,
    actions: ['stop'],
    main: null,
  },
  running: {
    heading: 'Running',
    tone: 'good',
    digits: '12:05',
    says: null,
    actions: ['stop', 'refresh'],
    main: null,
  },
  refreshing: {
    heading: 'Running',
    tone: 'good',
    digits: '7:30',
    says: null,
    actions: ['stop', 'refresh'],
    main: null,
  },
  expiring: {
    heading: 'Can’t reach Kimi',
    tone: 'warn',
    digits: '1:35',
    says: 'Kimi cannot be reached: auth.kimi.com cannot be reached.',
    actions: ['refresh', 'stop'],
    main: 'refresh',
  },
  limited: {
    heading: `5-hour limit reached until ${timeOfDay(START_MS + 7_200_000)}`,
    tone: 'warn',
    digits: '12:05',
    says: null,
    actions: ['openKimi', 'stop'],
    main: 'openKimi',
  },
  trouble: {
    heading: 'Kimi is refusing requests',
    tone: 'bad',
    digits: '12:05',
    says: 'Kimi refuses requests although the token is new.',
    actions: ['openKimi', 'refresh', 'stop'],
    main: 'openKimi',
  },
  draining: {
    heading: 'Stopping',
    tone: 'busy',
    digits: '12:05',
    says: null,
    actions: ['stop'],
    main: null,
  },
  backingOff: {
    heading: 'Restarting',
    tone: 'warn',
    digits: null,
    says: 'The proxy failed and is restarting automatically.',
    actions: ['retry', 'stop'],
    main: 'retry',
  },
  portTaken: {
    heading: 'The port is in use',
    tone: 'bad',
    digits: null,
    says: 'Port 18462 is used by python3 (PID 812).',
    actions: ['openWindow', 'retry', 'stop'],
    main: 'openWindow',
  },
  gaveUp: {
    heading: 'Kimi Proxy keeps crashing',
    tone: 'bad',
    digits: null,
    says: 'It stopped after 8 restarts.',
    actions: ['retry', 'openLog'],
    main: 'retry',
  },
  cannotStart: {
    heading: 'A setting isn’t valid',
    tone: 'bad',
    digits: null,
    says: 'HTTPS_PROXY "socks5://proxy:1" is not a proxy.',
    actions: ['openWindow', 'retry'],
    main: 'openWindow',
  },
  elsewhere: {
    heading: 'Running from the command line (PID 4242)',
    tone: 'terminal',
    digits: null,
    says: null,
    actions: ['takeOver', 'stopOther'],
    main: null,
  },
  elsewhereHung: {
    heading: 'The command line proxy (PID 4242) doesn’t answer',
    tone: 'bad',
    digits: null,
    says: null,
    actions: ['takeOver', 'stopOther'],
    main: 'takeOver',
  },
}

describe('the Status face', () => {
  test.each(Object.entries(STATUS))('in the phase %s says so and offers what helps', (phase, expected) => {
    const state = PHASES[phase as keyof typeof STATUS]
    expect(standingOf(state, START_MS).phase).toBe(phase)
    const face = faceOf('status', state)
    expect({
      heading: face.heading,
      tone: face.tone,
      digits: face.token?.digits ?? null,
      says: face.problem?.message ?? null,
      actions: face.actions.map(({ command }) => command.kind),
      main: face.actions.find(({ isMain }) => isMain)?.command.kind ?? null,
    }).toEqual(expected)
  })

  test.each([
    ['kimi-code', ['signIn', 'refresh', 'stop']],
    ['own', ['signIn', 'refresh', 'stop']],
    ['file', ['refresh', 'stop']],
  ] as const)('offers a sign-in where nobody knows who refuses the renewal (%s)', (owner, commands) => {
    const doubted = problem('RENEWAL_DOUBTED', { reason: reason('http', { status: 401 }) })
    const login = signedIn({}, { kind: 'failing', problem: doubted, retryAtMs: START_MS }, owner)
    const { actions, problem: told } = faceOf('status', appState({ engine: trayEngine({ login }) }))
    expect(actions.map(({ command }) => command.kind)).toEqual(commands)
    expect(told?.message).toContain('by Kimi or by something on the way')
  })

  test('counts down each second, and says in words what the digits say', () => {
    expect(faceOf('status', PHASE_STATES.running, START_MS + 1_000).token).toMatchObject({
      digits: '12:04',
      note: 'left, renews automatically',
      spoken: 'Token: 12 min 4 s left, renews automatically',
    })
    expect(faceOf('status', PHASE_STATES.expiring).token).toMatchObject({ digits: '1:35', note: 'left' })
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

  test('a token that has expired, or whose end is not known, has no digits', () => {
    expect(faceOf('status', FACE_STATES.expired).token).toMatchObject({ digits: null, note: 'Expired' })
    expect(faceOf('status', FACE_STATES.endUnknown).token).toMatchObject({
      digits: null,
      note: 'Valid, expiry unknown',
    })
  })

  test('a token may last for hours', () => {
    const login = signedIn({ expiresAtMs: START_MS + 7_200_000, lifetimeMs: null })
    const { token } = faceOf('status', appState({ engine: trayEngine({ login }) }))
    expect(token).toMatchObject({ digits: '2:00:00' })
  })

  test('Stop says how many requests are running, and a renewal is not offered while one runs', () => {
    expect(faceOf('status', PHASE_STATES.running).actions[0]?.label).toBe('Stop (3 running)…')
    expect(faceOf('status', PHASE_STATES.elsewhere).actions[1]?.label).toBe('Stop (2 running)…')
    expect(faceOf('status', PHASE_STATES.refreshing).actions[1]?.enabled).toBe(false)
    expect(faceOf('status', PHASE_STATES.draining).actions[0]?.enabled).toBe(false)
  })

  test('a setting that is not valid leads to Settings and shows no old countdown', () => {
    const face = faceOf('status', PHASE_STATES.cannotStart)
    expect(face.actions[0]?.command).toEqual({ kind: 'openWindow', face: 'settings' })
    expect(face.token).toBeNull()
    expect(face.problem?.message).toBe('HTTPS_PROXY "socks5://proxy:1" is not a proxy.')
  })

  test('names whose login it is', () => {
    const { facts } = faceOf('status', PHASE_STATES.running)
    expect(facts.map(({ label }) => label)).toEqual(['Sign-in', 'Claude Code'])
    expect(facts[0]).toMatchObject({ value: 'Shared with Kimi Code' })
  })

  test('names account, plan and address at its head, as far as they are known and hold', () => {
    const identity = (state: AppState) => faceOf('status', state).identity
    expect(identity(SET_UP_STATES.statusConnected)).toBe('Lin · Moderato · 127.0.0.1:18462')
    expect(identity(PHASE_STATES.running)).toBe('127.0.0.1:18462')
    const other = { pid: 1, port: 9999, answers: true, activeRequests: 0, watched: false }
    const elsewhere = { kind: 'elsewhere', other } as const
    expect(identity({ ...SET_UP_STATES.statusConnected, serving: elsewhere })).toBe('127.0.0.1:9999')
    expect(identity(PHASE_STATES.off)).toBeNull()
    expect(identity(PHASE_STATES.portTaken)).toBeNull()
  })

  test.each([
    [{ kind: 'none' }, 'Not connected', 'Connect…', false],
    [{ kind: 'connected' }, 'Connected', 'Manage…', true],
    [{ kind: 'otherPort' }, 'Connected to another port', 'Connect…', false],
    [{ kind: 'changed', names: ['A', 'B'] }, 'Changed by another program: A, B', 'Connect…', false],
  ] as const)('says of Claude Code’s settings %j and leads to them', (claude, value, label, isGood) => {
    const row = faceOf('status', appState({ claude })).facts.at(-1)
    const command = { kind: 'openWindow', face: 'claude' }
    expect(row).toMatchObject({ label: 'Claude Code', value, isGood, action: { label, command } })
  })

  test('says that a connected Claude Code cannot work while the proxy is off', () => {
    const row = faceOf(
      'status',
      appState({ claude: { kind: 'connected' }, serving: { kind: 'off' } }),
    ).facts.at(-1)
    expect(row).toMatchObject({ value: 'Connected, but Kimi Proxy is off', isGood: false })
  })

  test('warns of copied settings only while they name another port', () => {
    const stale = (copiedPort: number | null) => faceOf('status', appState({ copiedPort })).stale
    expect(stale(null)).toBeNull()
    expect(stale(18462)).toBeNull()
    expect(stale(20000)).toMatch(/20000.*18462/)
  })
})

describe('the sign-in face', () => {
  test('takes the place of Status without a click, and not the place of Settings', () => {
    expect(windowView(PHASE_STATES.signIn, START_MS).face.kind).toBe('signIn')
    expect(windowView({ ...PHASE_STATES.signIn, face: 'settings' }, START_MS).face.kind).toBe('settings')
  })

  test('ticks its steps off as they are done, and stays to show the success in one line', () => {
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
    const open = (state: AppState) => faceOf('signIn', state).stepsOpen
    expect([open(FACE_STATES.signedOut), open(PHASE_STATES.signIn)]).toEqual([false, true])
    expect(faceOf('signIn', FACE_STATES.signedIn)).toMatchObject({ heading: 'You’re signed in', steps: [] })
  })

  test('says why a sign-in is needed, and how long the token still serves', () => {
    expect(faceOf('signIn', PHASE_STATES.signIn)).toMatchObject({
      problem: { message: 'Kimi signed you out.' },
      stillServes: 'Claude Code keeps working for 4 min 10 s.',
    })
    expect(faceOf('signIn', FACE_STATES.signedOut).stillServes).toBeNull()
  })
})

describe('the window', () => {
  test('reads out a change of phase once and never the seconds', () => {
    const at = (ms: number) => windowView(PHASE_STATES.signIn, START_MS + ms).announcement
    expect(at(0)).toBe(at(5_000))
    expect(at(0)).toContain('Kimi signed you out.')
    expect(windowView(FACE_STATES.signedIn, START_MS).announcement).toContain('You’re signed in')
  })

  test('shows each note with a button that dismisses it', () => {
    const { notes } = windowView(FACE_STATES.notes, START_MS)
    expect(notes.map(({ text }) => text)).toEqual([
      'The settings file was damaged and is kept as …/kimi-proxy/settings.json.bad-1. What could be read is still in use.',
      'Kimi Proxy crashed and restarted. See the log.',
    ])
    expect(notes[0]?.dismiss.command).toEqual({ kind: 'dismissNote', note: 'settingsKeptAside' })
  })

  test('fills every placeholder, and shows no English phrase where the language is Chinese', () => {
    for (const [name, state] of Object.entries({ ...PHASE_STATES, ...FACE_STATES, ...SET_UP_STATES })) {
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
      actions: [
        { label: 'Sign In in Browser', command: { kind: 'signIn' }, isMain: true },
        { label: 'Use Phone Instead', command: { kind: 'signInByPhone' }, isMain: false },
      ],
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
      progress: 'Waiting for you to confirm…',
      left: { digits: '14:32', spoken: 'The code expires in 14 min 32 s.' },
      phone: {
        isAsked: false,
        page: 'https://www.kimi.com/code/authorize_device?user_code=WDJB-MJHT',
      },
      actions: [
        { label: 'Open Browser Again', command: { kind: 'openSignInPage' } },
        { command: { kind: 'copySignInCode' } },
        { command: { kind: 'cancelSignIn' } },
      ],
    })
    expect(device(FACE_STATES.code, START_MS + 1_000)).toMatchObject({ left: { digits: '14:31' } })
    expect(device(FACE_STATES.codeByPhone)).toMatchObject({
      heading: 'Scan with your phone',
      phone: { isAsked: true },
      actions: [{ label: 'Open Browser' }, {}, {}],
    })
    expect(windowView(FACE_STATES.code, START_MS).ticks).toBe(true)
  })

  test.each([
    [FACE_STATES.codeAsking, 'Signing in', 'Getting a code from Kimi…'],
    [FACE_STATES.codeOffline, 'Signing in', 'Can’t reach Kimi. Retrying…'],
    [FACE_STATES.codeRenewed, 'Confirm in your browser', 'Can’t reach Kimi. Retrying…'],
    [FACE_STATES.codeSaving, 'Signing in', 'Confirmed. Saving…'],
    [FACE_STATES.codeUnsaved, 'Your sign-in isn’t saved yet', 'Confirmed. Saving…'],
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
    [FACE_STATES.codeDenied, 'Sign-in was refused'],
    [FACE_STATES.codeFailed, 'Sign-in failed'],
  ])('can be tried again or left once it has ended', (state, heading) => {
    expect(device(state)).toMatchObject({
      kind: 'ended',
      heading,
      actions: [{ command: { kind: 'signIn' } }, { command: { kind: 'cancelSignIn' } }],
    })
  })

  test('says whose login it is, where Kimi names the account', () => {
    expect(device(FACE_STATES.codeSignedIn)).toEqual({ kind: 'done', heading: 'Welcome back, Lin' })
    const unknown = { ...FACE_STATES.codeSignedIn, signIn: { kind: 'signedIn', account: null } } as const
    expect(device(unknown)).toEqual({ kind: 'done', heading: 'You’re signed in' })
    expect(faceOf('signIn', unknown)).toMatchObject({ heading: 'You’re signed in' })
  })

  test('is read out with its code, and not each second', () => {
    const read = (state: AppState, ms = 0) => windowView(state, START_MS + ms).announcement
    expect(read(FACE_STATES.code)).toBe(
      'Confirm in your browser: WDJB-MJHT. Check that the page shows this code. Waiting for you to confirm…',
    )
    expect(read(FACE_STATES.code, 1_000)).toBe(read(FACE_STATES.code))
    expect(read(FACE_STATES.codeRenewed)).toMatch(/^The last code expired\. Here is a new one\. Confirm/)
    expect(read(FACE_STATES.codeDenied)).toBe('Sign-in was refused: It was declined on Kimi’s page.')
    expect(read(FACE_STATES.codeSignedIn)).toBe('Welcome back, Lin')
  })

  test('is offered beside a shared login, and signing out is offered beside our own', () => {
    const login = (state: AppState) =>
      faceOf('status', state).facts.find(({ label }) => label === 'Sign-in')?.action?.command.kind
    expect(login(PHASE_STATES.running)).toBe('signIn')
    expect(login(FACE_STATES.ownLogin)).toBe('signOut')
    const file = signedIn({}, { kind: 'idle' }, 'file')
    expect(login(appState({ engine: trayEngine({ login: file }) }))).toBeUndefined()
  })
})

test('Settings leads to the page with all versions, where the build names one', () => {
  const links = (state: AppState) =>
    faceOf('settings', state).help.map(({ label, command }) => [label, command.kind])
  expect(links(FACE_STATES.settingsFull)).toContainEqual(['New Versions…', 'openReleases'])
  expect(links(FACE_STATES.settings)).toEqual([
    ['Open Log', 'openLog'],
    ['Open www.kimi.com', 'openKimi'],
  ])
})
