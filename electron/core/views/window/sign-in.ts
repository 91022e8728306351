/** The face that takes the place of Status while Kimi wants a new sign-in, or a person signs in on their own account. */
import type { AppState } from '../../../contract/app'
import type { Problem } from '../../../contract/problem'
import { type Standing, tokenLeftMs } from '../../app/phase'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { phaseLine, waitingLine } from '../status-lines'
import { durationWords } from '../times'
import { type ActionView, action, offer } from './action'
import { type DeviceView, deviceView } from './device-sign-in'

export const SIGN_IN_COMMAND = 'kimi login'
const INSTALL_COMMAND = 'npm install -g @moonshot-ai/kimi-code'

/** `current`: the step to do next. */
export type StepProgress = 'done' | 'current' | 'later'

export interface StepView {
  readonly text: string
  readonly progress: StepProgress
  /** A command to type into a terminal. */
  readonly code: string | null
  readonly action: ActionView | null
}

export interface SignInView {
  readonly kind: 'signIn'
  readonly heading: string
  readonly problem: ProblemWords | null
  /** The first way to sign in, with a code. */
  readonly device: DeviceView
  /** How long the present token still serves; null when it does not. */
  readonly stillServes: string | null
  /** Says that requests wait for the sign-in; null while none do. */
  readonly waiting: string | null
  /** The label above the second way, with the Kimi command, which is hidden while the first way is under way. */
  readonly otherWays: string
  readonly stepsLabel: string
  /** Whether the person has begun with the second way, so that its steps are shown unasked. */
  readonly stepsOpen: boolean
  readonly steps: readonly StepView[]
  readonly doneLabel: string
  /** Says what the second way waits for. */
  readonly progress: string
  readonly install: { readonly text: string; readonly code: string } | null
}

export function signInView(state: AppState, standing: Standing, say: Say, nowMs: number): SignInView {
  const device = deviceView(state, say, nowMs)
  const done = device.kind === 'done'
  const offers = device.kind === 'offer'
  const problem = offers ? standing.problem : null
  const leftMs = offers ? tokenLeftMs(state.engine, nowMs) : null
  return {
    kind: 'signIn',
    heading: device.kind === 'offer' ? phaseLine(state, standing, say, nowMs) : device.heading,
    problem: problem === null ? null : reasonOf(problem, say),
    device,
    stillServes:
      leftMs === null || leftMs === 0
        ? null
        : say('window.stillServes', { left: durationWords(say, leftMs) }),
    waiting: done ? null : waitingLine(state, say),
    otherWays: say('signIn.otherWays'),
    stepsLabel: say('window.steps'),
    stepsOpen: state.guide.kind === 'guiding' && (state.guide.copied || state.guide.terminalOpened),
    steps: offers ? steps(state, say) : [],
    doneLabel: say('window.stepDone'),
    progress: say('window.waiting'),
    install: !offers ? null : { text: say('window.notInstalled'), code: INSTALL_COMMAND },
  }
}

/** Why a sign-in is needed. What helps is the button below, so only what that does not mend is said. */
function reasonOf(problem: Problem, say: Say): ProblemWords {
  const words = problemWords(say, problem)
  const isMended = problem.variant === undefined && MENDED_BY_SIGN_IN.includes(problem.code)
  return isMended ? { ...words, recovery: '' } : words
}

const MENDED_BY_SIGN_IN: readonly Problem['code'][] = ['LOGIN_MISSING', 'LOGIN_REVOKED', 'RENEWAL_REFUSED']

function steps({ guide }: AppState, say: Say): readonly StepView[] {
  const copied = guide.kind === 'guiding' && guide.copied
  const opened = guide.kind === 'guiding' && guide.terminalOpened
  const copy = action(
    say('window.copy'),
    { kind: 'copySignInCommand' },
    { spoken: `${say('window.copy')}: ${SIGN_IN_COMMAND}`, doneLabel: say('window.copied') },
  )
  const terminal = offer(say, { kind: 'openTerminal' })
  const ticks = [copied, opened, false]
  const current = ticks.indexOf(false)
  const progress = (index: number): StepProgress =>
    ticks[index] === true ? 'done' : index === current ? 'current' : 'later'
  return [
    {
      text: say('window.stepCopy'),
      progress: progress(0),
      code: SIGN_IN_COMMAND,
      action: copy,
    },
    { text: say('window.stepPaste'), progress: progress(1), code: null, action: terminal },
    { text: say('window.stepApprove'), progress: progress(2), code: null, action: null },
  ]
}
