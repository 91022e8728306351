/** The actions of the Status face in each phase. The main one is what mends; Stop never is. */
import type { AppState } from '../../../contract/app'
import type { Problem } from '../../../contract/problem'
import { activeRequestsOf, type Standing } from '../../app/phase'
import type { Say } from '../../words/say'
import { type ActionView, action, offer } from './action'

const MAIN = { isMain: true } as const

export function statusActions(
  state: AppState,
  { phase, problem }: Standing,
  say: Say,
): readonly ActionView[] {
  const stop = action(stopWords(state, say), { kind: 'stop', atOnce: false })
  const settings = (label: string, isMain: boolean) =>
    action(label, { kind: 'openWindow', face: 'settings' }, { isMain })
  switch (phase) {
    case 'off':
      return [offer(say, { kind: 'start' }, MAIN)]
    case 'starting':
    case 'looking':
    case 'limited':
    case 'signIn':
      return [stop]
    case 'cannotStart': {
      const isSetting = problem?.code === 'SETTING_INVALID'
      return [
        settings(say('tray.changeSettings'), isSetting),
        offer(say, { kind: 'retry' }, { isMain: !isSetting }),
      ]
    }
    case 'trouble':
    case 'expiring':
      return [...mends(state, problem, say), stop]
    case 'running':
    case 'refreshing':
      return [stop, offer(say, { kind: 'refresh' }, { enabled: phase === 'running' })]
    case 'draining':
      return [action(say('window.stopping'), { kind: 'stop', atOnce: false }, { enabled: false })]
    case 'backingOff':
      return [offer(say, { kind: 'retry' }, MAIN), stop]
    case 'portTaken':
      return [
        settings(say('tray.changePort'), true),
        offer(say, { kind: 'retry' }),
        action(say('tray.stopTrying'), { kind: 'stop', atOnce: false }),
      ]
    case 'gaveUp':
      return [offer(say, { kind: 'retry' }, MAIN), offer(say, { kind: 'openLog' })]
    case 'elsewhere':
    case 'elsewhereHung':
      return [
        offer(say, { kind: 'takeOver' }, { isMain: phase === 'elsewhereHung' }),
        action(stopWords(state, say), { kind: 'stopOther' }),
      ]
  }
}

/** The label of Stop; with an ellipsis where a question follows. */
function stopWords(state: AppState, say: Say): string {
  const count = activeRequestsOf(state)
  return count === 0 ? say('do.stop') : say('window.stopRunning', { count })
}

/** What may help in a trouble; it is all tried again automatically, except what Kimi itself refuses. */
function mends(state: AppState, problem: Problem | null, say: Say): readonly ActionView[] {
  const signIn = signInWhereDoubted(state, say)
  if (signIn.length > 0) return [...signIn, offer(say, { kind: 'refresh' })]
  if (problem?.code === 'REFUSED')
    return [offer(say, { kind: 'openKimi' }, MAIN), offer(say, { kind: 'refresh' })]
  return [offer(say, { kind: 'refresh' }, MAIN)]
}

/** Whether a new sign-in would help cannot be known: a person may try. */
function signInWhereDoubted({ engine: { login } }: AppState, say: Say): readonly ActionView[] {
  // In the place of a named file no login of ours would be used.
  const renewal = login.kind === 'signedIn' && login.source.owner !== 'file' ? login.renewal : null
  const isDoubted = renewal?.kind === 'failing' && renewal.problem.code === 'RENEWAL_DOUBTED'
  return isDoubted ? [offer(say, { kind: 'signIn' }, MAIN)] : []
}
