/** The words of the questions that are asked before something is cut or lost. Pure. */
import type { AppState, CommandLink } from '../../contract/app'
import { activeRequestsOf } from '../app/phase'
import { type Say, sayIn } from '../words/say'
import { fromHome } from './times'

/** A question has one button to proceed and one to go back. The way back is the default. */
export interface Question {
  readonly message: string
  readonly detail: string
  readonly proceed: string
  readonly goBack: string
}

export type Deed = 'stop' | 'stopOther' | 'restart' | 'quit' | 'signOut' | 'replaceCommand'

/** The question to ask before the deed; null where the deed would cut or lose nothing. */
export function questionBefore(deed: Deed, state: AppState): Question | null {
  const { engine, signIn, language, platform } = state
  const say = sayIn(language, platform)
  if (deed === 'replaceCommand') return beforeReplacing(state.commandLink, say)
  const proceed = {
    stop: say('ask.stopNow'),
    stopOther: say('ask.stopNow'),
    restart: say('ask.restartNow'),
    quit: say('ask.quitNow'),
    signOut: say('ask.signOutNow'),
  }[deed]
  const answers = { message: say(`ask.${deed}`), proceed, goBack: say('ask.goOn') }
  if (deed === 'signOut') {
    const others = engine.logins.some(({ source, usable }) => usable && source.owner !== 'own')
    const detail = say(others ? 'ask.signOutDetail' : 'ask.signOutLastDetail')
    return { ...answers, detail, goBack: say('ask.staySignedIn') }
  }
  const unsaved = engine.unsaved ?? (signIn.kind === 'saving' ? signIn.problem : null)
  if (deed === 'quit' && unsaved !== null) return { ...answers, detail: say('ask.unsavedDetail') }
  const count = deed === 'stopOther' ? activeRequestsOf(state) : engine.traffic.activeRequests
  return count === 0 ? null : { ...answers, detail: say('ask.stopDetail', { count }) }
}

function beforeReplacing(link: CommandLink, say: Say): Question | null {
  if (link.kind !== 'foreign') return null
  const path = fromHome(link.path)
  return {
    message: say('ask.replaceCommand'),
    detail:
      link.target === null
        ? say('ask.replaceFileDetail', { path })
        : say('ask.replaceLinkDetail', { path, target: fromHome(link.target) }),
    proceed: say('ask.replaceNow'),
    goBack: say('ask.leaveCommand'),
  }
}
