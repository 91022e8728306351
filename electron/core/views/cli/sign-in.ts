/** The output of `kimi-proxy login`. Pure. */
import type { Account, DeviceSignIn } from '../../../contract/login'
import { minutesAndSeconds } from '../../basics/duration'

type Waiting = Extract<DeviceSignIn, { kind: 'waiting' }>

/** The code, and where to approve it. `emphasis` makes a line stand out where the terminal can show that. */
export function codeLines(
  { userCode, page, renewed }: Waiting,
  emphasis: (text: string) => string,
): string[] {
  return [
    ...(renewed ? ['', 'That code ran out. Here is a new one.'] : []),
    '',
    'To sign in to Kimi, open this page on any device:',
    '',
    `    ${page}`,
    '',
    'and approve if it shows this code:',
    '',
    `    ${emphasis(userCode)}`,
    '',
  ]
}

/** The progress of a sign-in on one line; null once the sign-in has ended. `nowMs`: wall clock. */
export function progressLine(state: DeviceSignIn, nowMs: number): string | null {
  switch (state.kind) {
    case 'asking':
      return state.offline ? 'Kimi cannot be reached; trying again …' : 'Asking Kimi for a code …'
    case 'waiting': {
      const left = minutesAndSeconds(state.expiresAtMs - nowMs)
      return state.offline
        ? `Kimi cannot be reached; trying again. The code is good for ${left}.`
        : `Waiting for your approval; the code is good for ${left}.`
    }
    case 'saving':
      return state.problem === null
        ? 'Approved. Saving the login …'
        : `Approved, but not saved yet. ${state.problem.message} ${state.problem.recovery}`
    case 'idle':
    case 'signedIn':
    case 'denied':
    case 'failed':
      return null
  }
}

export function signedInLine(account: Account | null): string {
  const who = account?.nickname ?? account?.contact ?? null
  const plan = account?.plan ?? null
  if (who === null) return plan === null ? 'Signed in.' : `Signed in (${plan}).`
  return plan === null ? `Signed in as ${who}.` : `Signed in as ${who} (${plan}).`
}
