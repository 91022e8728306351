/** What a person means who asks to sign in, by the menu or by the button of a notice. Pure. */
import type { AppState } from '../../contract/app'
import type { Command } from '../../contract/commands'
import { needsSignIn } from '../engine/health'

const TO_STATUS = { kind: 'openWindow', face: 'status' } as const satisfies Command

/** Begins the sign-in; while one is under way, leads back to it. */
export function signInCommand({ signIn }: AppState): Command {
  const isOpen = signIn.kind === 'asking' || signIn.kind === 'waiting' || signIn.kind === 'saving'
  return isOpen ? TO_STATUS : { kind: 'signIn' }
}

/** Of a notice, which may be old: where no sign-in is needed any more, none begins. */
export function noticeCommand(state: AppState): Command {
  return needsSignIn(state.engine) ? signInCommand(state) : TO_STATUS
}
