/** The words of a notice of the system. Pure. */
import type { Announcement, AppState } from '../../contract/app'
import type { Problem } from '../../contract/problem'
import { standingOf } from '../app/phase'
import { problemWords } from '../words/problem-words'
import { sayIn } from '../words/say'
import { phaseLine } from './status-lines'

export interface Notice {
  readonly title: string
  readonly body: string
  /** The label of the button that begins the sign-in; absent where nothing is to be done. */
  readonly button?: string
}

export function noticeOf(announcement: Announcement, state: AppState, nowMs: number): Notice {
  const say = sayIn(state.language)
  const standing = standingOf(state, nowMs)
  const { problem } = standing
  // A trouble has the same name in menu, window and notice.
  const title = phaseLine(state, standing, say, nowMs)
  const words = problem === null ? { message: '', recovery: '' } : problemWords(say, problem)
  switch (announcement) {
    case 'signIn':
      return {
        title,
        body: say('notice.signInBody', { problem: words.message }),
        button: say('notice.signInButton'),
      }
    case 'gaveUp':
      return { title, body: say('notice.gaveUpBody', { problem: words.message }) }
    case 'cannotStart': {
      const gap = state.language === 'en' ? ' ' : ''
      return { title, body: `${words.message}${gap}${words.recovery}` }
    }
    case 'recovered':
      return { title: say('notice.recovered'), body: say('notice.recoveredBody') }
  }
}

/** What a command of the tray failed for: the tray has no place of its own to show it. */
export function failureNotice({ language }: AppState, problem: Problem): Notice {
  const say = sayIn(language)
  const { message, recovery } = problemWords(say, problem)
  return { title: say('menu.failed'), body: `${message} ${recovery}` }
}
