/** States of the app for the first run, and for the connection of Claude Code. */
import type { AppState, ClaudeChange } from '../contract/app'
import { problem } from '../core/words/problem'
import { appState, PHASE_STATES, PORT, signedOut, trayEngine } from './app-states'
import { FACE_STATES } from './face-states'

const path = '/Users/lin/.claude/settings.json'

export const CONNECT_LINES = [
  '- ANTHROPIC_API_KEY: [redacted]',
  `+ ANTHROPIC_BASE_URL: "http://127.0.0.1:${PORT}"`,
  '+ ANTHROPIC_AUTH_TOKEN: [redacted]',
  '+ ANTHROPIC_MODEL: "kimi-for-coding"',
  '+ ANTHROPIC_DEFAULT_OPUS_MODEL: "kimi-for-coding"',
  '+ ANTHROPIC_DEFAULT_OPUS_MODEL_DESCRIPTION: "Kimi for Coding with a context of 262,144 tokens"',
  '+ CLAUDE_CODE_MAX_CONTEXT_TOKENS: "262144"',
]

const toConnect: ClaudeChange = { path, lines: CONNECT_LINES, problem: null, made: null }
const toDisconnect: ClaudeChange = {
  ...toConnect,
  lines: CONNECT_LINES.map((line) =>
    line.startsWith('+') ? line.replace('+', '-') : line.replace('-', '+'),
  ),
}
const connected = { claude: { kind: 'connected' }, claudeChange: toDisconnect } as const
const account = { nickname: 'Lin', plan: 'Moderato', contact: null }
const known = trayEngine({ plan: { ...trayEngine().plan, account } })
const fresh: Partial<AppState> = {
  setUp: 'open',
  engine: trayEngine({ login: signedOut }),
  guide: { kind: 'guiding', copied: false, terminalOpened: false },
  claudeChange: toConnect,
}

export const SET_UP_STATES = {
  setUpFresh: appState(fresh),
  setUpCode: appState({ ...fresh, signIn: FACE_STATES.code.signIn }),
  setUpDenied: appState({ ...fresh, signIn: { kind: 'denied' } }),
  setUpSignedIn: appState({ setUp: 'open', engine: known, claudeChange: toConnect }),
  setUpConnected: appState({
    ...connected,
    setUp: 'open',
    engine: known,
    claudeChange: { ...toDisconnect, made: 'connect' },
  }),
  setUpDone: appState({ ...connected, setUp: 'open', engine: known, loginItem: { kind: 'on' } }),
  setUpFromRepository: appState({
    ...connected,
    setUp: 'open',
    engine: known,
    loginItem: { kind: 'unavailable', reason: 'development' },
  }),
  claudeNone: appState({ face: 'claude', claudeChange: toConnect }),
  claudeMade: appState({ ...connected, face: 'claude', claudeChange: { ...toDisconnect, made: 'connect' } }),
  claudeConnected: appState({ ...connected, face: 'claude' }),
  claudeUndone: appState({ face: 'claude', claudeChange: { ...toConnect, made: 'disconnect' } }),
  claudeChanged: appState({
    face: 'claude',
    claude: { kind: 'changed', names: ['ANTHROPIC_BASE_URL'] },
    claudeChange: { ...toConnect, lines: CONNECT_LINES.slice(1, 2) },
  }),
  claudeOtherPort: appState({ face: 'claude', claude: { kind: 'otherPort' }, claudeChange: toConnect }),
  claudeUnreadable: appState({
    face: 'claude',
    claudeChange: {
      ...toConnect,
      lines: [],
      problem: problem('CLAUDE_SETTINGS.malformed', { path, line: 3, column: 1 }),
    },
  }),
  statusConnected: appState({ ...connected, engine: known }),
  statusConnectedOff: { ...PHASE_STATES.off, ...connected },
} satisfies Record<string, AppState>
