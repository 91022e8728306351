/** What was meant by a command or an option that is none. */
import { nearest } from '../../core/basics/nearest'

/** Words that other programs have for what is called otherwise here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  usage: 'quota',
  signin: 'login',
  signout: 'logout',
  up: 'start',
  down: 'stop',
  kill: 'stop',
  ps: 'status',
  reload: 'restart',
  settings: 'config',
  completions: 'completion',
}

const LEAST_LETTERS_OF_A_BEGINNING = 3

/** One of `known`, which may hold options with their dashes; null where none is like it. */
export function meantBy(typed: string, known: readonly string[]): string | null {
  const bare = typed.replace(/^-+/, '')
  const synonym = SYNONYMS[bare.toLowerCase().replace('-', '')]
  if (synonym !== undefined && known.includes(synonym)) return synonym
  const isOption = (word: string) => word.startsWith('-')
  // Of what is equally near, the same kind: an option for an option.
  const ordered = known.toSorted(
    (one, other) => Number(isOption(one) !== isOption(typed)) - Number(isOption(other) !== isOption(typed)),
  )
  const beginning = bare.length < LEAST_LETTERS_OF_A_BEGINNING ? null : bare.toLowerCase()
  const begun = ordered.filter((word) => beginning !== null && word.replace(/^-+/, '').startsWith(beginning))
  return begun.length === 1 ? (begun[0] ?? null) : nearest(typed, ordered, mostAway)
}

/** Of short words nearly all are like each other. */
function mostAway(length: number): number {
  return length <= 4 ? 1 : length <= 7 ? 2 : 3
}
