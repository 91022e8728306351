/** The page of the first run: three steps, each with its tick. Pure. */
import type { AppState } from '../../../contract/app'
import { standingOf } from '../../app/phase'
import type { Say } from '../../words/say'
import { accountLine, waitingLine } from '../status-lines'
import { type ActionView, action, offer } from './action'
import { type ChangeView, captionOfClaude, changeView, claudeActions, madeNow } from './claude'
import { type DeviceView, deviceView } from './device-sign-in'
import { launchView } from './settings'

export interface SetUpStepView {
  readonly name: 'signIn' | 'claude' | 'launch'
  readonly heading: string
  readonly isDone: boolean
  /** One line below the heading; null for none. */
  readonly note: string | null
  /** The sign-in under way; null for another step, and where none is. */
  readonly device: DeviceView | null
  /** The lines that this step changes; null for another step. */
  readonly change: ChangeView | null
  readonly actions: readonly ActionView[]
}

export interface SetUpView {
  readonly kind: 'setUp'
  readonly heading: string
  readonly hint: string
  readonly stepsLabel: string
  readonly doneLabel: string
  readonly steps: readonly SetUpStepView[]
  /** Ends the first run, whatever of it is done. */
  readonly finish: ActionView
}

/** `nowMs`: wall clock. */
export function setUpView(state: AppState, say: Say, nowMs: number): SetUpView {
  const steps = [signInStep(state, say, nowMs), claudeStep(state, say), launchStep(state, say)]
  const current = steps.find(
    ({ isDone, actions, device }) => !isDone && (device !== null || actions.length > 0),
  )
  return {
    kind: 'setUp',
    heading: say('setUp.heading'),
    hint: say('setUp.hint'),
    stepsLabel: say('setUp.steps'),
    doneLabel: say('window.stepDone'),
    steps: steps.map((step) => withMain(step, step === current)),
    finish: offer(say, { kind: 'finishSetUp' }, { isMain: current === undefined }),
  }
}

/** Return presses the first action of the first step that is not done. */
function withMain(step: SetUpStepView, isCurrent: boolean): SetUpStepView {
  const main = (view: ActionView, isFirst: boolean) => ({ ...view, isMain: isCurrent && isFirst })
  return { ...step, actions: step.actions.map((view, index) => main(view, index === 0)) }
}

function signInStep(state: AppState, say: Say, nowMs: number): SetUpStepView {
  const { engine } = state
  const isDone = standingOf(state, nowMs).phase !== 'signIn'
  const isUnderWay = isSigningIn(state)
  return {
    name: 'signIn',
    heading: say('setUp.signIn'),
    isDone,
    note: isDone ? (accountLine(engine, say) ?? say('setUp.signedIn')) : waitingLine(state, say),
    device: isUnderWay ? deviceView(state, say, nowMs) : null,
    change: null,
    actions:
      isDone || isUnderWay ? [] : [offer(say, { kind: 'signIn' }), offer(say, { kind: 'signInByPhone' })],
  }
}

/** Or has seen one end that brought no login. */
function isSigningIn({ signIn }: AppState): boolean {
  return signIn.kind !== 'idle' && signIn.kind !== 'signedIn'
}

function claudeStep(state: AppState, say: Say): SetUpStepView {
  const isDone = state.claude.kind === 'connected'
  // One thing at a time: the change and its buttons come back once the sign-in has ended.
  const isLater = isSigningIn(state)
  // What was connected before is managed elsewhere.
  const hasActions = !isLater && (!isDone || madeNow(state) !== null)
  return {
    name: 'claude',
    heading: say('claude.connect'),
    isDone,
    note: captionOfClaude(state, say),
    device: null,
    change: isDone || isLater ? null : changeView(state, say),
    actions: hasActions ? claudeActions(state, say) : [],
  }
}

function launchStep(state: AppState, say: Say): SetUpStepView {
  const { label, on, enabled, hint, toggle, remedy } = launchView(state, say)
  const turnOn = action(say('setUp.turnOn'), toggle, { spoken: say('setUp.turnOnSpoken', { label }) })
  return {
    name: 'launch',
    heading: label,
    isDone: on,
    note: hint,
    device: null,
    change: null,
    actions: on || !enabled ? [] : [remedy ?? turnOn],
  }
}
