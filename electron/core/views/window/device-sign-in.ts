/** The part of the Sign-in face for a sign-in with a code. Pure. */
import type { AppState } from '../../../contract/app'
import type { Account, DeviceSignIn } from '../../../contract/login'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { nameIn } from '../status-lines'
import { countdownDigits, durationWords } from '../times'
import { type ActionView, action, offer } from './action'

export type DeviceView =
  /** The first of the ways to sign in: in the browser, or on a phone. */
  | { readonly kind: 'offer'; readonly actions: readonly ActionView[] }
  | {
      readonly kind: 'busy'
      readonly heading: string
      readonly progress: string
      readonly problem: ProblemWords | null
      /** Null once a login has been granted, since a cancel would lose it. */
      readonly cancel: ActionView | null
    }
  | CodeView
  | {
      readonly kind: 'ended'
      readonly heading: string
      readonly problem: ProblemWords
      readonly actions: readonly ActionView[]
    }
  /** One line, which names the account where it is known. The window closes, or leads on, without a click. */
  | { readonly kind: 'done'; readonly heading: string }

export interface CodeView {
  readonly kind: 'code'
  readonly heading: string
  readonly hint: string
  /** Says that this code replaces one that has expired; null for the first code. */
  readonly renewed: string | null
  readonly userCode: string
  readonly actions: readonly ActionView[]
  readonly phone: PhoneView
  readonly progress: string
  /** The time left of the code, which changes each second: as digits, and as a sentence for a screen reader. */
  readonly left: { readonly digits: string; readonly spoken: string }
}

/** The code to scan, which is shown at once where the person has asked for it. */
export interface PhoneView {
  readonly label: string
  readonly isAsked: boolean
  readonly page: string
  readonly qrLabel: string
}

/** `nowMs`: wall clock. */
export function deviceView(state: AppState, say: Say, nowMs: number): DeviceView {
  const { signIn, guide } = state
  // The person has signed in another way before the code was approved.
  if (guide.kind === 'done') return { kind: 'done', heading: welcome(state.engine.plan.account, say) }
  switch (signIn.kind) {
    case 'idle':
      return {
        kind: 'offer',
        actions: [offer(say, { kind: 'signIn' }, { isMain: true }), offer(say, { kind: 'signInByPhone' })],
      }
    case 'asking': {
      const progress = say(signIn.offline ? 'signIn.offline' : 'signIn.asking')
      return { kind: 'busy', heading: say('signIn.begun'), progress, problem: null, cancel: cancel(say) }
    }
    case 'waiting':
      return codeView(signIn, state.signInByPhone, say, nowMs)
    case 'saving': {
      const problem = signIn.problem === null ? null : problemWords(say, signIn.problem)
      const heading = say(problem === null ? 'signIn.begun' : 'signIn.unsaved')
      return { kind: 'busy', heading, progress: say('signIn.saving'), problem, cancel: null }
    }
    case 'signedIn':
      return { kind: 'done', heading: welcome(signIn.account, say) }
    case 'denied': {
      const problem = { message: say('signIn.deniedHint'), recovery: '' }
      return { kind: 'ended', heading: say('signIn.denied'), problem, actions: afterEnd(say) }
    }
    case 'failed': {
      const problem = problemWords(say, signIn.problem)
      return { kind: 'ended', heading: say('signIn.failed'), problem, actions: afterEnd(say) }
    }
  }
}

function codeView(
  signIn: Extract<DeviceSignIn, { kind: 'waiting' }>,
  byPhone: boolean,
  say: Say,
  nowMs: number,
): CodeView {
  const { userCode, page, expiresAtMs, offline, renewed } = signIn
  const browser = say(byPhone ? 'signIn.openBrowser' : 'do.openSignInPage')
  const leftMs = expiresAtMs - nowMs
  return {
    kind: 'code',
    heading: say(byPhone ? 'signIn.approvePhone' : 'signIn.approve'),
    hint: say('signIn.approveHint'),
    renewed: renewed ? say('signIn.renewed') : null,
    userCode,
    actions: [
      action(browser, { kind: 'openSignInPage' }),
      offer(say, { kind: 'copySignInCode' }, { doneLabel: say('window.copied') }),
      cancel(say),
    ],
    phone: { label: say('signIn.phone'), isAsked: byPhone, page, qrLabel: say('signIn.qr', { page }) },
    progress: say(offline ? 'signIn.offline' : 'signIn.waiting'),
    left: {
      digits: countdownDigits(leftMs),
      spoken: say('signIn.left', { left: durationWords(say, leftMs) }),
    },
  }
}

function welcome(account: Account | null, say: Say): string {
  const name = nameIn(account)
  return name === null ? say('window.signedIn') : say('signIn.welcome', { name })
}

function cancel(say: Say): ActionView {
  return offer(say, { kind: 'cancelSignIn' })
}

function afterEnd(say: Say): readonly ActionView[] {
  return [
    action(say('do.retry'), { kind: 'signIn' }, { isMain: true }),
    action(say('signIn.back'), { kind: 'cancelSignIn' }),
  ]
}
