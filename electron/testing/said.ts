/** Reasons and sentences in tests. */
import type { Problem, Reason } from '../contract/problem'
import type { KimiProxyError } from '../core/basics/errors'
import type { Place } from '../core/words/problem-table'
import { problemLine } from '../core/words/problem-words'
import { reason } from '../core/words/reason'
import { sayIn } from '../core/words/say'

/** The reason that somebody gave in these words. */
export function said(words: string): Reason {
  return reason('said', { words })
}

/** What an English reader is told of it. */
export function sentenceOf(told: KimiProxyError | Problem, place: Place = 'terminal'): string {
  return problemLine(sayIn('en'), 'toProblem' in told ? told.toProblem() : told, place)
}
