/** A problem in the person's language, for the place where it is read. */
import type { Problem } from '../../contract/problem'
import { fill, type Phrase } from './phrase'
import { type Place, PROBLEMS, type ProblemPhrases } from './problem-table'
import { worded } from './reason'
import type { Say } from './say'

export interface ProblemWords {
  readonly message: string
  readonly recovery: string
}

/** A problem that another version of ours has written down, and that has no sentence here, is said by its code. */
export function problemWords({ language }: Say, problem: Problem, place: Place = 'window'): ProblemWords {
  const known = phrasesOf(problem)
  const { message, recovery } = known ?? PROBLEMS['INTERNAL.unknown']
  const values = known === null ? { name: problem.code } : worded(language, problem.values)
  const phrase = recoveryAt(recovery, place)
  return { message: fill(message[language], values), recovery: fill(phrase[language], values) }
}

/** Message and recovery on one line. */
export function problemLine(say: Say, problem: Problem, place: Place): string {
  const { message, recovery } = problemWords(say, problem, place)
  return say.language === 'en' ? `${message} ${recovery}` : `${message}${recovery}`
}

/** Null where a sentence is not known here, or a value of it is missing. */
function phrasesOf({ code, variant, values }: Problem): ProblemPhrases | null {
  const table: Readonly<Record<string, ProblemPhrases>> = PROBLEMS
  const phrases = table[variant === undefined ? code : `${code}.${variant}`]
  if (phrases === undefined || typeof values !== 'object') return null
  return placeholdersIn(phrases.message.en).every((name) => values[name] !== undefined) ? phrases : null
}

function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

function recoveryAt(recovery: ProblemPhrases['recovery'], place: Place): Phrase {
  return 'en' in recovery ? recovery : recovery[place]
}
