/** What the Status face offers in each phase; the first action is the main one. */
import type { DesktopState } from '../../contract/desktop'
import type { Say } from '../words/say'
import type { Phase } from './phase'
import { stopWords } from './tray-lines'
import { type ActionView, action } from './window-action'

export function statusActions(state: DesktopState, phase: Phase, say: Say): readonly ActionView[] {
  const stop = action(stopWords(say, state.engine.traffic.activeRequests), { kind: 'stop', atOnce: false })
  const tryAgain = action(say('tray.tryAgain'), { kind: 'retry' })
  const settings = action(say('window.settings'), { kind: 'openWindow', face: 'settings' })
  switch (phase) {
    case 'stopped':
      return [action(say('tray.start'), { kind: 'start' })]
    case 'starting':
    case 'looking':
    case 'signIn':
      return [stop]
    case 'trouble':
      return state.obstacle === null ? [stop, refresh(say, true)] : [settings, tryAgain]
    case 'running':
    case 'expiring':
      return [stop, refresh(say, true)]
    case 'refreshing':
      return [stop, refresh(say, false)]
    case 'stopping':
      return [action(say('window.stopping'), { kind: 'stop', atOnce: false }, { enabled: false })]
    case 'restarting':
      return [tryAgain, stop]
    case 'portTaken':
      return [tryAgain, settings, stop]
    case 'gaveUp':
      return [tryAgain, action(say('tray.openLog'), { kind: 'openLog' })]
    case 'elsewhere':
    case 'elsewhereHung':
      return [
        action(say('tray.takeOver'), { kind: 'takeOver' }),
        action(stopWords(say, state.other?.activeRequests ?? 0), { kind: 'stopOther' }),
      ]
  }
}

function refresh(say: Say, enabled: boolean): ActionView {
  return action(say('tray.refresh'), { kind: 'refresh' }, { enabled })
}
