/** The Status face. */
import type { AppState, ClaudeConnection } from '../../../contract/app'
import type { LoginOwner } from '../../../contract/engine'
import type { OtherEngine } from '../../../contract/serving'
import { portOf, type Standing } from '../../app/phase'
import { baseUrlOf } from '../../settings/launch-env'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { queuedLine } from '../limit-lines'
import { loginWords, phaseLine, waitingLine } from '../status-lines'
import { shortPath } from '../times'
import { type ActionView, action, offer } from './action'
import { type LimitsView, limitsView } from './limits'
import { statusActions } from './status-actions'
import { type TokenView, tokenView } from './token'
import { captionOf, type Tone, toneOf } from './tone'

/** One line of the details. `path` is shown small below the value; `whole` is the path before it was shortened. */
export interface FactView {
  readonly label: string
  readonly value: string
  readonly path: { readonly short: string; readonly whole: string } | null
  readonly action: ActionView | null
}

export interface ClaudeCodeView {
  readonly heading: string
  readonly baseUrlLabel: string
  readonly baseUrl: string
  readonly copyBaseUrl: ActionView
  readonly settingsLabel: string
  readonly copySettings: readonly ActionView[]
  /** Says that the settings copied last name another port; null while they still hold. */
  readonly stale: string | null
}

export interface StatusView {
  readonly kind: 'status'
  readonly heading: string
  /** The sign beside the heading. */
  readonly tone: Tone
  /** The line below the heading. */
  readonly caption: string | null
  readonly problem: ProblemWords | null
  /** Says that requests wait, and for what; null while none do. */
  readonly waiting: string | null
  /** Says how many requests wait their turn; null while none do. */
  readonly queued: string | null
  readonly actions: readonly ActionView[]
  readonly limits: LimitsView | null
  readonly token: TokenView | null
  readonly factsHeading: string
  readonly facts: readonly FactView[]
  readonly claudeCode: ClaudeCodeView
}

export function statusView(state: AppState, standing: Standing, say: Say, nowMs: number): StatusView {
  const { serving } = state
  const { phase, problem } = standing
  return {
    kind: 'status',
    heading: phaseLine(state, standing, say, nowMs),
    tone: toneOf(standing),
    caption: captionOf(phase, say),
    problem: problem === null ? null : problemWords(say, problem),
    waiting: waitingLine(state, say),
    queued: queuedLine(state, say),
    actions: statusActions(state, standing, say),
    limits: limitsView(state, say, nowMs),
    token: tokenView(state, standing, say, nowMs),
    factsHeading: say('window.details'),
    facts: [
      ...(serving.kind === 'elsewhere' ? otherFacts(serving.other, say) : ownFacts(state, say)),
      claudeFact(state, say),
    ],
    claudeCode: claudeCodeView(state, say),
  }
}

/** The note below a port, shown where the settings that were last copied for Claude Code name another one. */
export function staleCopyNote(state: AppState, say: Say): string | null {
  const port = portOf(state)
  const copied = state.copiedPort
  return copied === null || copied === port ? null : say('window.stale', { copied, port })
}

function ownFacts({ engine }: AppState, say: Say): readonly FactView[] {
  const { login, traffic } = engine
  const facts = [fact(say('window.active'), activeWords(say, traffic.activeRequests, traffic.activeStreams))]
  if (login.kind !== 'signedIn') return facts
  const { owner, path } = login.source
  return [
    ...facts,
    {
      label: say('window.login'),
      value: loginWords(owner, say),
      path: { short: shortPath(path), whole: path },
      action: loginAction(owner, say),
    },
  ]
}

function otherFacts(other: OtherEngine, say: Say): readonly FactView[] {
  const port = fact(say('window.port'), String(other.port))
  const watchdog = fact(
    say('window.watchdog'),
    say(other.watched ? 'window.watchdogOn' : 'window.watchdogOff'),
  )
  if (!other.answers) return [port, watchdog]
  return [fact(say('window.active'), activeWords(say, other.activeRequests, 0)), port, watchdog]
}

function claudeFact({ claude, serving }: AppState, say: Say): FactView {
  const isConnected = claude.kind === 'connected'
  return {
    ...fact(say('window.claudeCode'), connectionWords(claude, serving.kind === 'off', say)),
    action: offer(say, { kind: isConnected ? 'disconnectClaude' : 'connectClaude' }),
  }
}

function connectionWords(claude: ClaudeConnection, isOff: boolean, say: Say): string {
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

function fact(label: string, value: string): FactView {
  return { label, value, path: null, action: null }
}

/** Leads from a shared login to one of our own, and out of our own again. */
function loginAction(owner: LoginOwner, say: Say): ActionView | null {
  switch (owner) {
    case 'own':
      return offer(say, { kind: 'signOut' })
    case 'kimi-code':
    case 'kimi-cli':
      return action(say('signIn.own'), { kind: 'signIn' }, { spoken: say('signIn.ownSpoken') })
    case 'file':
      return null
  }
}

function activeWords(say: Say, count: number, streams: number): string {
  if (count === 0) return say('window.activeNone')
  return streams === 0
    ? say('window.activeCount', { count })
    : say('window.activeStreams', { count, streams })
}

function claudeCodeView(state: AppState, say: Say): ClaudeCodeView {
  const whole = say('do.copySettings')
  const copy = (form: 'shell' | 'json', label: string) =>
    action(
      label,
      { kind: 'copySettings', form },
      { spoken: `${whole}: ${label}`, doneLabel: say('window.copied') },
    )
  return {
    heading: say('window.claudeCode'),
    baseUrlLabel: say('window.baseUrl'),
    baseUrl: baseUrlOf(portOf(state)),
    copyBaseUrl: action(
      say('window.copy'),
      { kind: 'copyBaseUrl' },
      { spoken: say('do.copyBaseUrl'), doneLabel: say('window.copied') },
    ),
    settingsLabel: whole,
    copySettings: [copy('shell', say('window.copyForShell')), copy('json', say('window.copyForJson'))],
    stale: staleCopyNote(state, say),
  }
}
