/** The output of `kimi-proxy login`. Pure. */
import type { Region } from '../../../contract/engine'
import type { Account, DeviceSignIn } from '../../../contract/login'
import { minutesAndSeconds } from '../../basics/duration'
import { problemLine } from '../../words/problem-words'
import type { Say } from '../../words/say'

type Waiting = Extract<DeviceSignIn, { kind: 'waiting' }>

/** Where the people of a region have their account. */
export const SITE_OF: Readonly<Record<Region, string>> = { 'mainland-cn': 'kimi.com', global: 'kimi.ai' }

/** The code, and where to approve it; `site`: of which of Kimi's services. `emphasis` makes a line stand out where the terminal can show that. */
export function codeLines(
  say: Say,
  { userCode, page, renewed }: Waiting,
  site: string | null,
  emphasis: (text: string) => string,
): string[] {
  return [
    ...(renewed ? ['', say('cli.codeRenewed')] : []),
    '',
    site === null ? say('cli.openPage') : say('cli.openPageOf', { site }),
    '',
    `    ${page}`,
    '',
    say('cli.approveCode'),
    '',
    `    ${emphasis(userCode)}`,
    '',
  ]
}

/** The progress of a sign-in on one line; null once the sign-in has ended. `nowMs`: wall clock. */
export function progressLine(say: Say, state: DeviceSignIn, nowMs: number): string | null {
  switch (state.kind) {
    case 'asking':
      return state.offline ? say('cli.askingOffline') : say('cli.asking')
    case 'waiting': {
      const left = minutesAndSeconds(say, state.expiresAtMs - nowMs)
      return state.offline ? say('cli.waitingOffline', { left }) : say('cli.waiting', { left })
    }
    case 'saving':
      return state.problem === null
        ? say('cli.saving')
        : say('cli.savingFailed', { line: problemLine(say, state.problem, 'terminal') })
    case 'idle':
    case 'signedIn':
    case 'denied':
    case 'failed':
      return null
  }
}

export function signedInLine(say: Say, account: Account | null): string {
  const who = account?.nickname ?? account?.contact ?? null
  const plan = account?.plan ?? null
  if (who === null) return plan === null ? say('cli.signedIn') : say('cli.signedInPlan', { plan })
  return plan === null ? say('cli.signedInAs', { who }) : say('cli.signedInAsPlan', { who, plan })
}
