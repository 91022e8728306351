/** States of the tray app, for tests and for pictures of the views. */
import type { AppState } from '../contract/app'
import type { DoctorReport } from '../contract/doctor'
import type { LoginSource } from '../contract/engine'
import { editableSettings } from '../core/settings/form'
import { parseSettings } from '../core/settings/schema'
import { problem } from '../core/words/problem'
import { reason } from '../core/words/reason'
import { engineState, PROBLEM, START_MS, signedIn } from './engine-states'

const PORT = 18462
const COMMAND_PATH = '/Users/lin/.local/bin/kimi-proxy'
const REVOKED = problem('LOGIN_REVOKED', {})

/** The page with all versions, in the states of the app. */
export const RELEASES_PAGE = 'https://github.com/OWNER/REPO/releases'

export function appState(changes: Partial<AppState> = {}): AppState {
  return {
    engine: trayEngine(),
    serving: { kind: 'serving', port: PORT, restarts: 0, sinceMs: 0, misses: 0 },
    guide: { kind: 'idle' },
    signIn: { kind: 'idle' },
    doctor: { kind: 'idle' },
    face: 'status',
    windowOpen: true,
    preferences: { language: 'system', titleCountdown: true, notifications: true, trayIcon: 'auto' },
    language: 'en',
    platform: 'darwin',
    loginItem: { kind: 'off' },
    commandLink: { kind: 'absent', path: COMMAND_PATH },
    claude: { kind: 'none' },
    settings: editableSettings(parseSettings({ file: {}, filePath: '', env: {}, homeDir: '' }), ''),
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

function login(
  renewal: Parameters<typeof signedIn>[1] = { kind: 'idle' },
  leftMs = 725_000,
  source: LoginSource = { owner: 'kimi-code', path: '/Users/lin/.kimi-code/credentials/kimi-code.json' },
): AppState['engine']['login'] {
  const state = signedIn({ expiresAtMs: START_MS + leftMs }, renewal)
  return state.kind === 'signedIn' ? { ...state, source } : state
}

const stoppedEngine = trayEngine({ listener: { kind: 'stopped' } })
const busyTraffic = {
  activeRequests: 3,
  activeStreams: 2,
  waitingRequests: 0,
  requestsServed: 41,
  lastRequestAtMs: START_MS,
}
const dead = login({ kind: 'dead', problem: REVOKED }, 250_000)
const signedOut = { kind: 'signedOut', problem: { ...REVOKED, code: 'LOGIN_MISSING' } } as const
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

const CODE_FILE = '~/.kimi-code/credentials/kimi-code.json'
const OWN_FILE = '~/Library/Application Support/kimi-proxy/credentials/kimi-code.json'
const CODE_LOGIN = { owner: 'kimi-code', site: 'mainland-cn', path: CODE_FILE } as const

/** The report of a machine on which some checks pass and others do not. */
const REPORT: DoctorReport = {
  version: '1.2.3',
  atMs: START_MS,
  findings: [
    {
      code: 'LOGIN_SHARED',
      tone: 'bad',
      values: { owner: 'own', path: OWN_FILE, otherOwner: 'kimi-code', otherPath: CODE_FILE },
      command: 'kimi-proxy login',
    },
    {
      code: 'CLOCK_WRONG',
      tone: 'bad',
      values: { offMs: 5_400_000, direction: 'behind' },
      command: 'sudo systemsetup -setusingnetworktime on',
    },
    { code: 'LOGIN_EXPOSED', tone: 'warn', values: CODE_LOGIN, command: `chmod 600 ${CODE_FILE}` },
    {
      code: 'CLAUDE_OTHER_PORT',
      tone: 'warn',
      values: {
        source: 'user',
        path: '~/.claude/settings.json',
        port: 20_000,
        ownPort: PORT,
        baseUrl: `http://127.0.0.1:${PORT}`,
      },
      command: null,
    },
    {
      code: 'LOCK_HELD',
      tone: 'info',
      values: { path: '~/.kimi/credentials/kimi-code.lock', holder: 812 },
      command: null,
    },
    {
      code: 'LOGIN_GOOD',
      tone: 'good',
      values: {
        ...CODE_LOGIN,
        expiresAtMs: START_MS + 725_000,
        issuedAtMs: START_MS - 175_000,
        by: 'kimi-proxy',
      },
      command: null,
    },
    { code: 'ENGINE_RUNS', tone: 'good', values: { port: PORT, pid: 4711, starter: 'tray' }, command: null },
    {
      code: 'HOST_ANSWERS',
      tone: 'good',
      values: { service: 'auth', host: 'auth.kimi.com', way: 'proxy', proxy: '127.0.0.1:7890' },
      command: null,
    },
    { code: 'SETTINGS_GOOD', tone: 'good', values: {}, command: null },
  ],
}
const ownSource = {
  owner: 'own',
  path: '/Users/lin/Library/Application Support/kimi-proxy/credentials/kimi-code.json',
} as const
const waiting = {
  kind: 'waiting',
  userCode: 'WDJB-MJHT',
  page: 'https://www.kimi.com/code/authorize_device?user_code=WDJB-MJHT',
  expiresAtMs: START_MS + 872_000,
  offline: false,
  renewed: false,
} as const

/** All further states that the window is tested and pictured in. */
export const FACE_STATES = {
  expired: appState({
    engine: trayEngine({
      login: login({ kind: 'failing', problem: PROBLEM, retryAtMs: START_MS + 4_000 }, 0),
    }),
  }),
  endUnknown: appState({
    engine: trayEngine({ login: signedIn({ expiresAtMs: null, lifetimeMs: null, dueAtMs: null }) }),
  }),
  notes: appState({
    copiedPort: 20_000,
    notes: [
      {
        kind: 'settingsKeptAside',
        path: '/Users/lin/Library/Application Support/kimi-proxy/settings.json.bad-1',
      },
      { kind: 'relaunched' },
    ],
  }),
  signedOut: appState({
    engine: trayEngine({ login: signedOut }),
    guide: { kind: 'guiding', copied: false, terminalOpened: false },
  }),
  signedIn: appState({ guide: { kind: 'done' } }),
  waitingForSignIn: appState({
    engine: trayEngine({ login: signedOut, traffic: { ...busyTraffic, waitingRequests: 2 } }),
    guide: { kind: 'guiding', copied: false, terminalOpened: false },
  }),
  waitingForNetwork: appState({
    engine: trayEngine({
      login: login({ kind: 'failing', problem: PROBLEM, retryAtMs: START_MS + 4_000 }, 0),
      traffic: { ...busyTraffic, waitingRequests: 1 },
    }),
  }),
  logins: appState({
    face: 'settings',
    engine: trayEngine({
      pick: 'kimi-code',
      logins: [
        { source: { owner: 'own', path: '/own.json' }, usable: true },
        { source: { owner: 'kimi-code', path: '/kimi-code.json' }, usable: true },
        { source: { owner: 'kimi-cli', path: '/kimi-cli.json' }, usable: false },
      ],
    }),
  }),
  doctorRunning: appState({ face: 'doctor', doctor: { kind: 'running', report: null } }),
  doctorWell: appState({
    face: 'doctor',
    doctor: {
      kind: 'done',
      report: { ...REPORT, findings: REPORT.findings.filter(({ tone }) => tone === 'good') },
    },
  }),
  doctor: appState({ face: 'doctor', doctor: { kind: 'done', report: REPORT } }),
  doctorAgain: appState({ face: 'doctor', doctor: { kind: 'running', report: REPORT } }),
  doctorFailed: appState({
    face: 'doctor',
    doctor: { kind: 'failed', problem: { ...PROBLEM, code: 'INTERNAL' } },
  }),
  ownLogin: appState({
    engine: trayEngine({
      login: login({ kind: 'idle' }, 725_000, ownSource),
      logins: [{ source: ownSource, usable: true }],
    }),
  }),
  codeAsking: appState({ signIn: { kind: 'asking', offline: false } }),
  codeOffline: appState({ signIn: { kind: 'asking', offline: true } }),
  code: appState({ signIn: waiting }),
  codeRenewed: appState({ signIn: { ...waiting, offline: true, renewed: true } }),
  codeSaving: appState({ signIn: { kind: 'saving', problem: null } }),
  codeUnsaved: appState({
    signIn: {
      kind: 'saving',
      problem: problem('SAVE_FAILED.full', { path: '/Users/lin/kimi-proxy', reason: reason('diskFull') }),
    },
  }),
  codeSignedIn: appState({
    signIn: { kind: 'signedIn', account: { nickname: 'Lin', plan: 'Moderato', contact: '138****0000' } },
  }),
  codeDenied: appState({ signIn: { kind: 'denied' } }),
  codeFailed: appState({ signIn: { kind: 'failed', problem: problem('SIGN_IN_EXPIRED', {}) } }),
  settings: appState({
    face: 'settings',
    loginItem: { kind: 'on' },
    commandLink: { kind: 'installed', path: COMMAND_PATH },
  }),
  commandInstalled: appState({
    face: 'settings',
    commandLink: { kind: 'installed', path: COMMAND_PATH },
    notes: [
      {
        kind: 'commandInstalled',
        path: COMMAND_PATH,
        ledTo: '/Users/lin/src/kimi-tools/kimi-proxy.py',
        keptAs: null,
        onPath: false,
      },
    ],
  }),
  commandForeign: appState({
    face: 'settings',
    commandLink: { kind: 'foreign', path: COMMAND_PATH, target: null, stamp: '' },
    notes: [{ kind: 'commandRemoved', path: COMMAND_PATH }],
  }),
  settingsOnLinux: appState({ face: 'settings', platform: 'linux' }),
  settingsFull: appState({
    face: 'settings',
    loginItem: { kind: 'needsApproval' },
    commandLink: { kind: 'outdated', path: COMMAND_PATH },
    copiedPort: 20_000,
    releasesPage: RELEASES_PAGE,
    settings: {
      ...appState().settings,
      proxy: { value: 'http://127.0.0.1:7890', lockedBy: 'HTTPS_PROXY' },
      extraCaFile: { value: '/Users/lin/certificates/company.pem', lockedBy: null },
      allowedOrigins: { value: ['http://localhost:3000', 'http://localhost:5173'], lockedBy: null },
      region: { value: 'global', lockedBy: null },
    },
  }),
} satisfies Record<string, AppState>
