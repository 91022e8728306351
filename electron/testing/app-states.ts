/** States of the tray app, for tests and for pictures of the views. */
import type { AppState } from '../contract/app'
import type { LoginSource } from '../contract/engine'
import { editableSettings } from '../core/settings/form'
import { parseSettings } from '../core/settings/schema'
import { problem } from '../core/words/problem'
import { reason } from '../core/words/reason'
import { engineState, START_MS, signedIn } from './engine-states'

export const PORT = 18462
export const COMMAND_PATH = '/Users/lin/.local/bin/kimi-proxy'
const REVOKED = problem('LOGIN_REVOKED', {})

/** The page with all versions, in the states of the app. */
export const RELEASES_PAGE = 'https://github.com/OWNER/REPO/releases'

export function appState(changes: Partial<AppState> = {}): AppState {
  return {
    engine: trayEngine(),
    serving: { kind: 'serving', port: PORT, restarts: 0, sinceMs: 0, misses: 0 },
    guide: { kind: 'idle' },
    signIn: { kind: 'idle' },
    signInByPhone: false,
    setUp: 'over',
    doctor: { kind: 'idle' },
    face: 'status',
    windowOpen: true,
    preferences: { language: 'system', menuBarTitle: 'token', notifications: true, trayIcon: 'auto' },
    language: 'en',
    platform: 'darwin',
    loginItem: { kind: 'off' },
    commandLink: { kind: 'absent', path: COMMAND_PATH },
    claude: { kind: 'none' },
    claudeChange: null,
    settings: editableSettings(parseSettings({ file: {}, filePath: '', env: {}, homeDir: '' }), ''),
    saved: null,
    copiedPort: null,
    notes: [],
    releasesPage: '',
    announced: null,
    planTold: {},
    quitting: false,
    ...changes,
  }
}

/** An engine as the tray runs it, 725 s before its token ends, so that the countdown reads 12:05. */
export function trayEngine(changes: Partial<AppState['engine']> = {}): AppState['engine'] {
  return engineState({
    host: 'tray',
    login: login(),
    lastRefreshAtMs: START_MS - 175_000,
    ...changes,
  })
}

export function login(
  renewal: Parameters<typeof signedIn>[1] = { kind: 'idle' },
  leftMs = 725_000,
  source: LoginSource = { owner: 'kimi-code', path: '/Users/lin/.kimi-code/credentials/kimi-code.json' },
): AppState['engine']['login'] {
  const state = signedIn({ expiresAtMs: START_MS + leftMs }, renewal)
  return state.kind === 'signedIn' ? { ...state, source } : state
}

const stoppedEngine = trayEngine({ listener: { kind: 'stopped' } })
export const busyTraffic = {
  activeRequests: 3,
  activeStreams: 2,
  waitingRequests: 0,
  requestsServed: 41,
  lastRequestAtMs: START_MS,
}
const dead = login({ kind: 'dead', problem: REVOKED }, 250_000)
export const signedOut = { kind: 'signedOut', problem: { ...REVOKED, code: 'LOGIN_MISSING' } } as const
const other = { pid: 4242, port: PORT, answers: true, activeRequests: 2, watched: true } as const

/** A state for each phase, under the name of the phase. */
export const PHASE_STATES = {
  off: appState({ engine: stoppedEngine, serving: { kind: 'off' } }),
  starting: appState({
    engine: trayEngine({ listener: { kind: 'starting', port: PORT }, login: { kind: 'looking' } }),
    serving: { kind: 'starting', restarts: 0 },
  }),
  looking: appState({ engine: trayEngine({ login: { kind: 'looking' }, lastRefreshAtMs: null }) }),
  running: appState({ engine: trayEngine({ traffic: busyTraffic }) }),
  refreshing: appState({
    engine: trayEngine({ login: login({ kind: 'running', sinceMs: START_MS }, 450_000) }),
  }),
  expiring: appState({
    engine: trayEngine({
      login: login(
        {
          kind: 'failing',
          problem: problem('UPSTREAM_UNREACHABLE', {
            reason: reason('unreachable', { host: 'auth.kimi.com' }),
          }),
          retryAtMs: START_MS + 4_000,
        },
        95_000,
      ),
    }),
  }),
  trouble: appState({
    engine: trayEngine({ refusal: { untilMs: START_MS + 60_000, lengthMs: 64_000 } }),
  }),
  signIn: appState({
    engine: trayEngine({ login: dead }),
    guide: { kind: 'guiding', copied: true, terminalOpened: false },
  }),
  draining: appState({
    engine: trayEngine({ listener: { kind: 'draining', port: PORT }, traffic: busyTraffic }),
    serving: { kind: 'draining', port: PORT },
  }),
  backingOff: appState({
    engine: stoppedEngine,
    serving: { kind: 'backingOff', restarts: 2, untilMs: 4_000, problem: problem('RESTARTING.silent', {}) },
  }),
  portTaken: appState({
    engine: stoppedEngine,
    serving: {
      kind: 'portTaken',
      restarts: 0,
      problem: problem('PORT_TAKEN.program', { port: PORT, program: 'python3', pid: 812 }),
    },
  }),
  gaveUp: appState({
    engine: stoppedEngine,
    serving: { kind: 'gaveUp', restarts: 8, problem: problem('RESTARTING.silent', {}) },
  }),
  cannotStart: appState({
    engine: stoppedEngine,
    serving: {
      kind: 'cannotStart',
      problem: problem('SETTING_INVALID.proxy', {
        place: reason('named', { name: 'HTTPS_PROXY' }),
        value: 'socks5://proxy:1',
      }),
      retryAtMs: null,
    },
  }),
  elsewhere: appState({ engine: stoppedEngine, serving: { kind: 'elsewhere', other } }),
  elsewhereHung: appState({
    engine: stoppedEngine,
    serving: {
      kind: 'elsewhere',
      other: { ...other, answers: false, activeRequests: 0, watched: false },
    },
  }),
} satisfies Record<string, AppState>
