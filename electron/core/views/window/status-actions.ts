/** The actions of the Status face in each phase; the first one is the main one. */
import type { AppState } from '../../../contract/app'
import { activeRequestsOf, type Phase } from '../../app/phase'
import type { Say } from '../../words/say'
import { stopWords } from '../status-lines'
import { type ActionView, action, offer } from './action'

export function statusActions(state: AppState, phase: Phase, say: Say): readonly ActionView[] {
  const stop = action(stopWords(say, activeRequestsOf(state)), { kind: 'stop', atOnce: false })
  const tryAgain = offer(say, { kind: 'retry' })
  const settings = action(say('window.settings'), { kind: 'openWindow', face: 'settings' })
  switch (phase) {
    case 'off':
      return [offer(say, { kind: 'start' })]
    case 'starting':
    case 'looking':
    case 'limited':
    case 'signIn':
      return [stop]
    case 'cannotStart':
      return [settings, tryAgain]
    case 'trouble':
    case 'running':
    case 'expiring':
      return [stop, refresh(say, true), ...signInWhereDoubted(state, say)]
    case 'refreshing':
      return [stop, refresh(say, false)]
    case 'draining':
      return [action(say('window.stopping'), { kind: 'stop', atOnce: false }, { enabled: false })]
    case 'backingOff':
      return [tryAgain, stop]
    case 'portTaken':
      return [tryAgain, settings, stop]
    case 'gaveUp':
      return [tryAgain, offer(say, { kind: 'openLog' })]
    case 'elsewhere':
    case 'elsewhereHung':
      return [
        offer(say, { kind: 'takeOver' }),
        action(stopWords(say, activeRequestsOf(state)), { kind: 'stopOther' }),
      ]
  }
}

/** Whether a new sign-in would help cannot be known: a person may try. */
function signInWhereDoubted({ engine: { login } }: AppState, say: Say): readonly ActionView[] {
  // In the place of a named file no login of ours would be used.
  const renewal = login.kind === 'signedIn' && login.source.owner !== 'file' ? login.renewal : null
  const isDoubted = renewal?.kind === 'failing' && renewal.problem.code === 'RENEWAL_DOUBTED'
  return isDoubted ? [offer(say, { kind: 'signIn' })] : []
}

function refresh(say: Say, enabled: boolean): ActionView {
  return offer(say, { kind: 'refresh' }, { enabled })
}
