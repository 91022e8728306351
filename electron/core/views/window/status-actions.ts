/** The actions of the Status face in each phase. The main one is what the state calls for; Stop never is. */
import type { AppState } from '../../../contract/app'
import { activeRequestsOf, type Standing } from '../../app/phase'
import type { Say } from '../../words/say'
import { type Remedy, remedyOf } from '../remedy'
import { type ActionView, action, offer } from './action'

export function statusActions(state: AppState, standing: Standing, say: Say): readonly ActionView[] {
  const remedy = remedyOf(state, standing)
  const main = remedy === null ? [] : [{ ...remedyAction(remedy, standing, say), isMain: true }]
  return [...main, ...others(state, standing, remedy, say)]
}

function remedyAction(remedy: Remedy, { phase }: Standing, say: Say): ActionView {
  switch (remedy.kind) {
    case 'openWindow':
      return action(say(phase === 'portTaken' ? 'tray.changePort' : 'tray.changeSettings'), remedy)
    case 'start':
    case 'retry':
    case 'signIn':
    case 'refresh':
    case 'openKimi':
    case 'takeOver':
      return offer(say, remedy)
  }
}

function others(
  state: AppState,
  { phase }: Standing,
  remedy: Remedy | null,
  say: Say,
): readonly ActionView[] {
  const stop = action(stopWords(state, say), { kind: 'stop', atOnce: false })
  const refresh = offer(say, { kind: 'refresh' }, { enabled: phase !== 'refreshing' })
  const retry = offer(say, { kind: 'retry' })
  switch (phase) {
    case 'off':
      return []
    case 'starting':
    case 'looking':
    case 'limited':
    case 'signIn':
    case 'backingOff':
      return [stop]
    case 'cannotStart':
      return remedy?.kind === 'retry' ? [] : [retry]
    case 'trouble':
    case 'expiring':
      return remedy?.kind === 'refresh' ? [stop] : [refresh, stop]
    case 'running':
    case 'refreshing':
      return [stop, refresh]
    case 'draining':
      return [action(say('window.stopping'), { kind: 'stop', atOnce: false }, { enabled: false })]
    case 'portTaken':
      return [retry, action(say('tray.stopTrying'), { kind: 'stop', atOnce: false })]
    case 'gaveUp':
      return [offer(say, { kind: 'openLog' })]
    case 'elsewhere':
      return [offer(say, { kind: 'takeOver' }), action(stopWords(state, say), { kind: 'stopOther' })]
    case 'elsewhereHung':
      return [action(stopWords(state, say), { kind: 'stopOther' })]
  }
}

/** The label of Stop; with an ellipsis where a question follows. */
function stopWords(state: AppState, say: Say): string {
  const count = activeRequestsOf(state)
  return count === 0 ? say('do.stop') : say('window.stopRunning', { count })
}
