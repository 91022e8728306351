/** The questions before something is cut or lost, worded. Pure. */
import type { DesktopState } from '../../contract/desktop'
import { sayIn } from '../words/say'

/** One way on and one way back; the way back is the default. */
export interface Question {
  readonly message: string
  readonly detail: string
  readonly proceed: string
  readonly goBack: string
}

export type Deed = 'stop' | 'stopOther' | 'restart' | 'quit'

/** What to ask before that is done; null where nothing would be cut or lost. */
export function questionBefore(deed: Deed, { engine, other, language }: DesktopState): Question | null {
  const say = sayIn(language)
  const proceed = {
    stop: say('ask.stopNow'),
    stopOther: say('ask.stopNow'),
    restart: say('ask.restartNow'),
    quit: say('ask.quitNow'),
  }[deed]
  const answers = { message: say(`ask.${deed}`), proceed, goBack: say('ask.goOn') }
  if (deed === 'quit' && engine.unsaved !== null) return { ...answers, detail: say('ask.unsavedDetail') }
  const count = deed === 'stopOther' ? (other?.activeRequests ?? 0) : engine.traffic.activeRequests
  return count === 0 ? null : { ...answers, detail: say('ask.stopDetail', { count }) }
}
