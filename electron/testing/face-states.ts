/** States of the app for each face of the window. */
import type { AppState } from '../contract/app'
import type { DoctorReport } from '../contract/doctor'
import { problem } from '../core/words/problem'
import { reason } from '../core/words/reason'
import {
  appState,
  busyTraffic,
  COMMAND_PATH,
  login,
  PORT,
  RELEASES_PAGE,
  signedOut,
  trayEngine,
} from './app-states'
import { PROBLEM, START_MS, signedIn } from './engine-states'

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
  codeByPhone: appState({ signIn: waiting, signInByPhone: true }),
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
  settingsSaved: appState({ face: 'settings', saved: 'language' }),
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
