/** The Claude Code face: what connecting changes in its settings, line by line, and the way there and back. Pure. */
import type { AppState, ClaudeConnection } from '../../../contract/app'
import { portOf } from '../../app/phase'
import { baseUrlOf } from '../../settings/launch-env'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { fromHome } from '../times'
import { type ActionView, action, offer } from './action'
import type { Tone } from './tone'

export interface ChangeLineView {
  readonly sign: '+' | '-'
  /** The sign for a screen reader. */
  readonly spoken: string
  readonly text: string
}

/** The change that a person can make now. */
export interface ChangeView {
  /** Names the file. */
  readonly label: string
  /** The whole path, where the label shortens it. */
  readonly path: string
  readonly lines: readonly ChangeLineView[]
  readonly problem: ProblemWords | null
}

/** What is needed to lead a program here by hand. */
export interface ByHandView {
  readonly heading: string
  readonly baseUrlLabel: string
  readonly baseUrl: string
  readonly copyBaseUrl: ActionView
  readonly settingsLabel: string
  readonly copySettings: readonly ActionView[]
}

export interface ClaudeView {
  readonly kind: 'claude'
  readonly heading: string
  readonly tone: Tone
  /** What the connection means for the person. */
  readonly caption: string
  /** Null before the settings have been looked at, and once the change has just been made. */
  readonly change: ChangeView | null
  readonly actions: readonly ActionView[]
  readonly byHand: ByHandView
}

export function claudeView(state: AppState, say: Say): ClaudeView {
  const made = madeNow(state)
  return {
    kind: 'claude',
    heading: headingOf(state, say),
    tone: toneOfClaude(state),
    caption: captionOfClaude(state, say),
    change: made === null ? changeView(state, say) : null,
    actions: [...claudeActions(state, say), leave(state, say)],
    byHand: byHandView(state, say),
  }
}

/** What was just made, while it still stands. */
export function madeNow({ claude, claudeChange }: AppState): 'connect' | 'disconnect' | null {
  const made = claudeChange?.made ?? null
  return made === (claude.kind === 'connected' ? 'connect' : 'disconnect') ? made : null
}

/** Null where nothing would change. */
export function changeView({ claude, claudeChange }: AppState, say: Say): ChangeView | null {
  if (claudeChange === null) return null
  const { path, lines, problem } = claudeChange
  const isBack = claude.kind === 'connected'
  const short = fromHome(path)
  return {
    label: say(isBack ? 'claude.changeBack' : 'claude.change', { path: short }),
    path,
    lines: lines.map((line) => lineView(line, say)),
    problem: problem === null ? null : problemWords(say, problem),
  }
}

/** Connect, Disconnect or Undo; none while the file can't be changed. */
export function claudeActions(state: AppState, say: Say): readonly ActionView[] {
  const { claude, claudeChange } = state
  if (claudeChange === null || claudeChange.problem !== null) return []
  if (madeNow(state) !== null) {
    const back = claude.kind === 'connected' ? 'disconnectClaude' : 'connectClaude'
    return [action(say('claude.undo'), { kind: back })]
  }
  switch (claude.kind) {
    case 'connected':
      return [offer(say, { kind: 'disconnectClaude' })]
    case 'none':
      return [offer(say, { kind: 'connectClaude' }, { isMain: true })]
    case 'changed':
    case 'otherPort':
      return [action(say('claude.again'), { kind: 'connectClaude' }, { isMain: true })]
  }
}

/** In a few words, for the row of the Status face. */
export function connectionWords(claude: ClaudeConnection, isOff: boolean, say: Say): string {
  switch (claude.kind) {
    case 'connected':
      return isOff ? say('connection.off') : say('connection.connected')
    case 'changed':
      return say('connection.changed', { names: claude.names.join(', ') })
    case 'none':
    case 'otherPort':
      return say(`connection.${claude.kind}`)
  }
}

/** What the connection means, in one sentence. */
export function captionOfClaude(state: AppState, say: Say): string {
  const { claude } = state
  switch (claude.kind) {
    case 'connected':
      return say('claude.connectedNote')
    case 'none':
      return say(madeNow(state) === null ? 'claude.connectNote' : 'claude.disconnectedNote')
    case 'changed':
      return say('claude.changedNote', { names: claude.names.join(', ') })
    case 'otherPort':
      return say('claude.otherPortNote', { port: portOf(state) })
  }
}

function headingOf(state: AppState, say: Say): string {
  if (state.claude.kind === 'connected') return say('claude.connected')
  return say(madeNow(state) === null ? 'claude.connect' : 'claude.disconnected')
}

function toneOfClaude({ claude, claudeChange }: AppState): Tone {
  if (claudeChange !== null && claudeChange.problem !== null) return 'bad'
  switch (claude.kind) {
    case 'connected':
      return 'good'
    case 'none':
      return 'terminal'
    case 'changed':
    case 'otherPort':
      return 'warn'
  }
}

function lineView(line: string, say: Say): ChangeLineView {
  const sign = line.startsWith('-') ? '-' : '+'
  return { sign, spoken: say(sign === '+' ? 'claude.added' : 'claude.removed'), text: line.slice(2) }
}

function leave(state: AppState, say: Say): ActionView {
  const status = { kind: 'openWindow', face: 'status' } as const
  if (madeNow(state) !== null) return action(say('claude.done'), status, { isMain: true })
  return action(state.claude.kind === 'none' ? say('claude.cancel') : say('signIn.back'), status)
}

function byHandView(state: AppState, say: Say): ByHandView {
  const whole = say('do.copySettings')
  const doneLabel = say('window.copied')
  const copy = (form: 'shell' | 'json', label: string) =>
    action(label, { kind: 'copySettings', form }, { spoken: `${whole}: ${label}`, doneLabel })
  return {
    heading: say('claude.byHand'),
    baseUrlLabel: say('window.baseUrl'),
    baseUrl: baseUrlOf(portOf(state)),
    copyBaseUrl: action(
      say('window.copy'),
      { kind: 'copyBaseUrl' },
      { spoken: say('do.copyBaseUrl'), doneLabel },
    ),
    settingsLabel: whole,
    copySettings: [copy('shell', say('window.copyForShell')), copy('json', say('window.copyForJson'))],
  }
}
