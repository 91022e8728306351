/** The part of the Sign-in face for a sign-in with a code. Pure. */
import type { AppState } from '../../../contract/app'
import type { Account, DeviceSignIn } from '../../../contract/login'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { durationWords } from '../times'
import { type ActionView, action, offer } from './action'

export type DeviceView =
  /** The first of the two ways to sign in. */
  | { readonly kind: 'offer'; readonly action: ActionView; readonly hint: string; readonly orCommand: string }
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
  /** `heading` names the account, where it is known. */
  | { readonly kind: 'done'; readonly heading: string; readonly plan: string | null }

export interface CodeView {
  readonly kind: 'code'
  readonly heading: string
  readonly hint: string
  /** Says that this code replaces one that has expired; null for the first code. */
  readonly renewed: string | null
  readonly userCode: string
  readonly actions: readonly ActionView[]
  readonly scan: string
  readonly qr: { readonly page: string; readonly label: string }
  readonly progress: string
  /** The time left of the code, which changes each second. */
  readonly left: string
  readonly cancel: ActionView
}

/** `nowMs`: wall clock. */
export function deviceView({ signIn, guide }: AppState, say: Say, nowMs: number): DeviceView {
  // The person has signed in another way before the code was approved.
  if (guide.kind === 'done') return { kind: 'done', heading: say('window.signedIn'), plan: null }
  switch (signIn.kind) {
    case 'idle':
      return {
        kind: 'offer',
        action: offer(say, { kind: 'signIn' }, { isMain: true }),
        hint: say('signIn.offerHint'),
        orCommand: say('signIn.orCommand'),
      }
    case 'asking': {
      const progress = say(signIn.offline ? 'signIn.offline' : 'signIn.asking')
      return { kind: 'busy', heading: say('signIn.begun'), progress, problem: null, cancel: cancel(say) }
    }
    case 'waiting':
      return codeView(signIn, say, nowMs)
    case 'saving': {
      const problem = signIn.problem === null ? null : problemWords(say, signIn.problem)
      const heading = say(problem === null ? 'signIn.begun' : 'signIn.unsaved')
      return { kind: 'busy', heading, progress: say('signIn.saving'), problem, cancel: null }
    }
    case 'signedIn':
      return { kind: 'done', heading: accountLine(signIn.account, say), plan: signIn.account?.plan ?? null }
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

function codeView(signIn: Extract<DeviceSignIn, { kind: 'waiting' }>, say: Say, nowMs: number): CodeView {
  const { userCode, page, expiresAtMs, offline, renewed } = signIn
  const copy = offer(say, { kind: 'copySignInCode' }, { doneLabel: say('window.copied') })
  return {
    kind: 'code',
    heading: say('signIn.approve'),
    hint: say('signIn.approveHint'),
    renewed: renewed ? say('signIn.renewed') : null,
    userCode,
    actions: [offer(say, { kind: 'openSignInPage' }), copy],
    scan: say('signIn.scan'),
    qr: { page, label: say('signIn.qr', { page }) },
    progress: say(offline ? 'signIn.offline' : 'signIn.waiting'),
    left: say('signIn.left', { left: durationWords(say, expiresAtMs - nowMs) }),
    cancel: cancel(say),
  }
}

function accountLine(account: Account | null, say: Say): string {
  const name = account?.nickname ?? account?.contact ?? null
  return name === null ? say('window.signedIn') : say('signIn.as', { name })
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
