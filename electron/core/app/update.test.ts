import { describe, expect, test } from 'vitest'
import type { Announcement, AppState } from '../../contract/app'
import type { DeviceSignIn } from '../../contract/login'
import type { Serving } from '../../contract/serving'
import { appState } from '../../testing/app-states'
import { engineState, PROBLEM, START_MS, signedIn } from '../../testing/engine-states'
import { FACE_STATES } from '../../testing/face-states'
import { type AppEvent, updateApp } from './update'

const DEAD = { kind: 'dead', problem: PROBLEM } as const
const dead: AppEvent = { kind: 'engine', state: engineState({ login: signedIn({}, DEAD) }) }
const signedOut: AppEvent = {
  kind: 'engine',
  state: engineState({ login: { kind: 'signedOut', problem: PROBLEM } }),
}
const looking: AppEvent = { kind: 'engine', state: engineState({ login: { kind: 'looking' } }) }
const fine: AppEvent = { kind: 'engine', state: engineState() }
const now = (serving: Serving): AppEvent => ({ kind: 'serving', serving })
const stopped = now({ kind: 'off' })
const starting = now({ kind: 'starting', restarts: 0 })
const running = now({ kind: 'serving', port: 1, restarts: 0, sinceMs: 0, misses: 0 })
const blocked = now({ kind: 'portTaken', restarts: 0, problem: PROBLEM })
const gaveUp = now({ kind: 'gaveUp', restarts: 8, problem: PROBLEM })
const restarting = now({ kind: 'draining', port: 1 })
const cannotStart = now({ kind: 'cannotStart', problem: PROBLEM, retryAtMs: null })
const OTHER = { pid: 7, port: 1, answers: true, activeRequests: 0, watched: false }

function following(events: readonly AppEvent[], start = appState()) {
  const told: (Announcement | null)[] = []
  let state: AppState = start
  for (const event of events) {
    const step = updateApp(state, event, START_MS)
    state = step.state
    told.push(step.announce)
  }
  return { state, told: told.filter((announcement) => announcement !== null) }
}

describe('a notice', () => {
  test.each<[string, AppEvent[], Announcement[]]>([
    ['once for a dead login, however it goes on', [dead, dead, signedOut, signedOut], ['signIn']],
    ['once for its recovery', [dead, fine, fine], ['signIn', 'recovered']],
    ['for a taken port, and for its recovery', [blocked, starting, running], ['cannotStart', 'recovered']],
    ['once when the supervisor gave up', [gaveUp, gaveUp], ['gaveUp']],
    [
      'for one trouble after the other',
      [blocked, starting, looking, running, signedOut],
      ['cannotStart', 'signIn'],
    ],
    ['for a setting that cannot be used', [cannotStart], ['cannotStart']],
    ['for no start that simply works', [starting, looking, running, fine], []],
    ['for no renewal that fails and is tried again', [fine], []],
  ])('is given %s', (_what, events, announcements) => {
    expect(following(events).told).toEqual(announcements)
  })

  test('is not given of the recovery of a proxy that the person has stopped', () => {
    const { told, state } = following([blocked, stopped])
    expect(told).toEqual(['cannotStart'])
    expect(state.announced).toBeNull()
  })

  test('is not given before the proxy serves again: a start alone is no recovery', () => {
    expect(following([dead, restarting, starting, looking]).told).toEqual(['signIn'])
    expect(following([dead, restarting, starting, looking, running, fine]).told).toEqual([
      'signIn',
      'recovered',
    ])
  })

  test('is not given while the command line serves', () => {
    expect(following([now({ kind: 'elsewhere', other: OTHER }), signedOut]).told).toEqual([])
  })
})

test('a login that has expired is no recovery until it is renewed', () => {
  const expired: AppEvent = {
    kind: 'engine',
    state: engineState({ login: signedIn({ expiresAtMs: START_MS - 1 }) }),
  }
  expect(following([dead, expired]).told).toEqual(['signIn'])
  expect(following([{ kind: 'window', open: true }, dead, expired]).state.guide.kind).toBe('guiding')
  expect(following([dead, expired, fine]).told).toEqual(['signIn', 'recovered'])
})

describe('the sign-in guide', () => {
  test('begins with a dead login and keeps what has been done', () => {
    const { state } = following([
      dead,
      { kind: 'signInCommandCopied' },
      { kind: 'terminalOpened' },
      signedOut,
    ])
    expect(state.guide).toEqual({ kind: 'guiding', copied: true, terminalOpened: true })
  })

  test('is done when a login appears while the window is open, and then over', () => {
    const open = following([{ kind: 'window', open: true }, dead, fine])
    expect(open.state.guide).toEqual({ kind: 'done' })
    expect(following([{ kind: 'guideOver' }], open.state).state.guide).toEqual({ kind: 'idle' })
  })

  test('is over at once when no window is open', () => {
    expect(following([{ kind: 'window', open: false }, dead, fine]).state.guide).toEqual({ kind: 'idle' })
  })

  test('starts again with the next dead login', () => {
    const { state } = following([dead, { kind: 'signInCommandCopied' }, fine, dead])
    expect(state.guide).toEqual({ kind: 'guiding', copied: false, terminalOpened: false })
  })

  test('goes on while a login is being looked for', () => {
    expect(following([dead, looking]).state.guide.kind).toBe('guiding')
  })

  test('ends with the proxy', () => {
    expect(following([dead, stopped]).state.guide).toEqual({ kind: 'idle' })
  })
})

describe('a sign-in with a code', () => {
  const CODE = FACE_STATES.code.signIn
  const show = (signIn: DeviceSignIn): AppEvent => ({ kind: 'signIn', signIn })
  const closed: AppEvent = { kind: 'window', open: false }
  const settings: AppEvent = { kind: 'face', face: 'settings' }

  test.each([
    { kind: 'denied' },
    { kind: 'failed', problem: PROBLEM },
    { kind: 'signedIn', account: null },
  ] as const)('that ended as $kind is shown until the face is left', (ended) => {
    expect(following([show(ended), { kind: 'face', face: 'status' }]).state.signIn).toEqual(ended)
    expect(following([show(ended), closed]).state.signIn.kind).toBe('idle')
    expect(following([show(ended), settings]).state.signIn.kind).toBe('idle')
  })

  test.each([{ kind: 'asking', offline: true }, CODE, { kind: 'saving', problem: null }] as const)(
    'that is $kind goes on when the face is left',
    (signIn) => {
      expect(following([show(signIn), closed, settings]).state.signIn).toEqual(signIn)
    },
  )

  test('shows its own success in place of the guide’s, which would come first and know less', () => {
    const saving = show({ kind: 'saving', problem: null })
    expect(following([dead, show(CODE), saving, fine]).state.guide.kind).toBe('idle')
    expect(following([dead, show(CODE), fine]).state.guide.kind).toBe('done')
  })
})

describe('notes', () => {
  test('stay until they are dismissed, one of a kind', () => {
    const note = { kind: 'unexpectedError' } as const
    const twice = following([
      { kind: 'noted', note },
      { kind: 'noted', note },
    ]).state
    expect(twice.notes).toEqual([note])
    expect(following([{ kind: 'noteDismissed', note: 'unexpectedError' }], twice).state.notes).toEqual([])
  })
})

test('a look at the command that finds nothing new makes no new state', () => {
  const state = appState()
  const look = (kind: 'absent' | 'installed') =>
    updateApp(state, { kind: 'commandLink', commandLink: { kind, path: PATH } }, START_MS).state
  const PATH = state.commandLink.kind === 'absent' ? state.commandLink.path : ''
  expect(look('absent')).toBe(state)
  expect(look('installed').commandLink).toEqual({ kind: 'installed', path: PATH })
})

test('an event that changes nothing makes no new state, so that nothing is drawn or sent for it', () => {
  const state = appState()
  const port = 18_462
  const copied = updateApp(state, { kind: 'copied', port }, START_MS).state
  expect(copied.copiedPort).toBe(port)
  for (const event of [
    { kind: 'copied', port },
    { kind: 'loginItem', loginItem: { ...state.loginItem } },
    { kind: 'face', face: state.face },
  ] as const) {
    expect(updateApp(copied, event, START_MS).state).toBe(copied)
  }
  const on = updateApp(copied, { kind: 'loginItem', loginItem: { kind: 'failed' } }, START_MS).state
  expect(on.loginItem).toEqual({ kind: 'failed' })
})

test('the end of the first run puts away how its sign-in went, and lets one that still runs go on', () => {
  const after = (signIn: AppState['signIn']) =>
    following([{ kind: 'setUpOver' }], appState({ setUp: 'open', signIn })).state
  expect(after({ kind: 'signedIn', account: null })).toMatchObject({
    setUp: 'over',
    signIn: { kind: 'idle' },
  })
  expect(after({ kind: 'asking', offline: false }).signIn.kind).toBe('asking')
})
