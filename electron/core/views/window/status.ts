/** The Status face. */
import type { AppState } from '../../../contract/app'
import type { LoginOwner } from '../../../contract/engine'
import type { OtherEngine } from '../../../contract/serving'
import { portOf, type Standing } from '../../app/phase'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { queuedLine } from '../limit-lines'
import { accountLine, loginWords, phaseLine, waitingLine } from '../status-lines'
import { type ActionView, action, offer } from './action'
import { connectionWords } from './claude'
import { type LimitsView, limitsView } from './limits'
import { statusActions } from './status-actions'
import { type TokenView, tokenView } from './token'
import { captionOf, type Tone, toneOf } from './tone'

/** One line of the details. */
export interface FactView {
  readonly label: string
  readonly value: string
  /** Whether a tick stands before the value. */
  readonly isGood: boolean
  readonly action: ActionView | null
}

export interface StatusView {
  readonly kind: 'status'
  readonly heading: string
  /** The sign beside the heading. */
  readonly tone: Tone
  /** Whose account, which plan and where it listens: "Lin · Moderato · 127.0.0.1:18462"; null where nothing listens. */
  readonly identity: string | null
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
  /** Says that the settings copied last name another port; null while they still hold. */
  readonly stale: string | null
}

export function statusView(state: AppState, standing: Standing, say: Say, nowMs: number): StatusView {
  const { serving } = state
  const { phase, problem } = standing
  return {
    kind: 'status',
    heading: phaseLine(state, standing, say, nowMs),
    tone: toneOf(standing),
    identity: identityOf(state, say),
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
    stale: staleCopyNote(state, say),
  }
}

/** The note below a port, shown where the settings that were last copied for Claude Code name another one. */
export function staleCopyNote(state: AppState, say: Say): string | null {
  const port = portOf(state)
  const copied = state.copiedPort
  return copied === null || copied === port ? null : say('window.stale', { copied, port })
}

/** While nothing listens only the account is known, and that does not matter then. */
function identityOf(state: AppState, say: Say): string | null {
  const { kind } = state.serving
  if (kind !== 'serving' && kind !== 'draining' && kind !== 'elsewhere') return null
  const account = kind === 'elsewhere' ? null : accountLine(state.engine, say)
  const address = `127.0.0.1:${portOf(state)}`
  return account === null ? address : say('tray.accountPlan', { name: account, plan: address })
}

/** What runs stands under Recent. */
function ownFacts({ engine: { login } }: AppState, say: Say): readonly FactView[] {
  if (login.kind !== 'signedIn') return []
  const { owner } = login.source
  return [fact(say('window.login'), loginWords(owner, say), loginAction(owner, say))]
}

function otherFacts(other: OtherEngine, say: Say): readonly FactView[] {
  const watchdog = fact(
    say('window.watchdog'),
    say(other.watched ? 'window.watchdogOn' : 'window.watchdogOff'),
  )
  if (!other.answers) return [watchdog]
  return [fact(say('window.active'), activeWords(say, other.activeRequests)), watchdog]
}

function claudeFact({ claude, serving }: AppState, say: Say): FactView {
  const isConnected = claude.kind === 'connected'
  const isOff = serving.kind === 'off'
  const open = action(
    say(isConnected ? 'claude.manage' : 'claude.open'),
    { kind: 'openWindow', face: 'claude' },
    { spoken: say(isConnected ? 'claude.manageSpoken' : 'tray.connectClaude') },
  )
  return {
    ...fact(say('window.claudeCode'), connectionWords(claude, isOff, say), open),
    isGood: isConnected && !isOff,
  }
}

function fact(label: string, value: string, button: ActionView | null = null): FactView {
  return { label, value, isGood: false, action: button }
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

function activeWords(say: Say, count: number): string {
  return count === 0 ? say('window.activeNone') : say('window.activeCount', { count })
}
