/** The words of a notice of the system. Pure. */
import type { Announcement, AppState } from '../../contract/app'
import { standingOf } from '../app/phase'
import { problemWords } from '../words/problem-words'
import { sayIn } from '../words/say'

export interface Notice {
  readonly title: string
  readonly body: string
}

export function noticeOf(announcement: Announcement, state: AppState, nowMs: number): Notice {
  const say = sayIn(state.language)
  const { problem } = standingOf(state, nowMs)
  const words = problem === null ? { message: '', recovery: '' } : problemWords(say, problem)
  switch (announcement) {
    case 'signIn':
      return { title: say('notice.signIn'), body: say('notice.signInBody', { problem: words.message }) }
    case 'gaveUp': {
      const count = state.serving.kind === 'gaveUp' ? state.serving.restarts : 0
      return { title: say('notice.gaveUp'), body: say('notice.gaveUpBody', { count }) }
    }
    case 'cannotStart': {
      const gap = state.language === 'en' ? ' ' : ''
      return { title: say('notice.portTaken'), body: `${words.message}${gap}${words.recovery}` }
    }
    case 'recovered':
      return { title: say('notice.recovered'), body: say('notice.recoveredBody') }
  }
}
