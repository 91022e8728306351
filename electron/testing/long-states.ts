/** States in which everything that comes from outside is as long as it may be, for tests that nothing is cut. */
import type { AppState } from '../contract/app'
import { problem } from '../core/words/problem'
import { reason } from '../core/words/reason'
import { appState, login, trayEngine } from './app-states'
import { knownPlan, quotaWindow } from './plan-states'

const FOLDER = '/Users/maximiliane-konstantinopolskaja/Library/Application Support/kimi-proxy'
const HOST = 'a-very-long-name-of-a-proxy-server.department.of-a-company.example.com'
const MANY = 1_234_567
const file = { owner: 'file', path: `${FOLDER}/credentials/kimi-code-env-0123456789abcdef.json` } as const
const traffic = {
  activeRequests: MANY,
  activeStreams: MANY,
  waitingRequests: MANY,
  requestsServed: MANY,
  lastRequestAtMs: null,
}
const plan = knownPlan([
  quotaWindow('fiveHours', 1),
  quotaWindow('other', 0.3, { label: 'research_daily_requests_of_the_whole_team_and_of_all_its_guests' }),
  quotaWindow('other', 0.1, { label: 'x'.repeat(64) }),
])
const settings = {
  ...appState().settings,
  proxy: { value: `http://[redacted]@${HOST}:65535`, lockedBy: 'HTTPS_PROXY' },
  extraCaFile: { value: `${FOLDER}/${'certificates/'.repeat(4)}company.pem`, lockedBy: null },
}

export const LONG_STATES = {
  longRunning: appState({ engine: trayEngine({ traffic, plan, login: login({ kind: 'idle' }, 7e6, file) }) }),
  longPortTaken: appState({
    serving: {
      kind: 'portTaken',
      restarts: 0,
      problem: problem('PORT_TAKEN.program', { port: 65_535, program: 'p'.repeat(60), pid: 4_194_304 }),
    },
  }),
  longUnreachable: appState({
    engine: trayEngine({
      login: login(
        {
          kind: 'failing',
          problem: problem('UPSTREAM_UNREACHABLE', { reason: reason('unreachable', { host: HOST }) }),
          retryAtMs: 4_000,
        },
        95_000,
      ),
    }),
  }),
  longAccount: appState({
    signIn: {
      kind: 'signedIn',
      account: { nickname: 'Maximiliane-Konstantinopolskaja'.repeat(2), plan: 'Moderato', contact: 'c@d' },
    },
  }),
  longNotes: appState({
    notes: [
      { kind: 'settingsKeptAside', path: `${FOLDER}/settings.json.bad-1` },
      { kind: 'settingsUnreadable', path: `${FOLDER}/settings.json` },
      { kind: 'unexpectedError' },
      {
        kind: 'commandInstalled',
        path: `${FOLDER}/bin/kimi-proxy`,
        ledTo: `${FOLDER}/${'src/'.repeat(9)}kimi-proxy.py`,
        keptAs: `${FOLDER}/kimi-proxy.old`,
        onPath: false,
      },
    ],
  }),
  longSettings: appState({ face: 'settings', settings, saved: 'allowedOrigins' }),
  longClaude: appState({
    claude: { kind: 'changed', names: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_DEFAULT_SONNET_MODEL', 'NO_PROXY'] },
  }),
} satisfies Record<string, AppState>
