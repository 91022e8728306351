/** A finding in the person's language. */
import type { Language } from '../../contract/app'
import type { Finding } from '../../contract/doctor'
import type { Problem, Reason } from '../../contract/problem'
import { clockTime } from '../basics/clock-time'
import { hoursAndMinutes } from '../basics/duration'
import { FINDINGS } from '../words/finding-phrases'
import type { FindingText } from '../words/finding-text'
import { fill, type Phrase } from '../words/phrase'
import { problemWords } from '../words/problem-words'
import { reasonWords } from '../words/reason'
import { type Say, sayIn } from '../words/say'
import { TABLE } from '../words/table'
import { durationWords } from './times'

export interface FindingWords {
  readonly message: string
  /** The way to mend the finding; null where nothing has to be mended. */
  readonly fix: string | null
  readonly command: string | null
  /** The files that the finding is about. */
  readonly paths: readonly string[]
}

const TEXTS: Readonly<Record<string, FindingText>> = FINDINGS
const PHRASES: Readonly<Record<string, Phrase>> = TABLE

/** `nowMs`: wall clock. */
export function findingWords(language: Language, finding: Finding, nowMs: number): FindingWords {
  const { code, values, command } = finding
  const text = TEXTS[code]
  const say = sayIn(language)
  const words = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): readonly (readonly [string, string | number])[] => {
      if (typeof value === 'object') return objectWords(say, name, value)
      if (typeof value === 'string') return [[name, textWords(language, name, value, values)]]
      return [[name, numberWords(language, name, value, nowMs)]]
    }),
  )
  const filled = (phrase: Phrase) => fill(phrase[language], words)
  return {
    message: text === undefined ? code : filled(text.says),
    fix: text === undefined || text.fix === null ? null : filled(text.fix),
    command,
    paths: [values['path'], values['otherPath']].flatMap((path) =>
      typeof path === 'string' && path !== '' ? [path] : [],
    ),
  }
}

/** Some values are keys of our own words, such as `owner.kimi-code`. `otherOwner` is looked up as an owner too. */
function textWords(language: Language, name: string, value: string, values: Finding['values']): string {
  const kind = name.replace(/^other([A-Z])/, (_whole, first: string) => first.toLowerCase())
  const phrase = PHRASES[`${kind}.${value}`]
  return phrase === undefined ? value : fill(phrase[language], plain(values))
}

/** A problem brings its recovery along. */
function objectWords(
  say: Say,
  name: string,
  value: Reason | Problem,
): readonly (readonly [string, string])[] {
  if ('reason' in value) return [[name, reasonWords(say.language, value)]]
  const { message, recovery } = problemWords(say, value)
  return [
    [name, message],
    ['recovery', recovery],
  ]
}

function plain(values: Finding['values']): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'object' ? [] : [[name, value]])),
  )
}

function numberWords(language: Language, name: string, value: number, nowMs: number): string | number {
  const say = sayIn(language)
  if (name.endsWith('AtMs')) return clockTime(language, value, nowMs)
  if (name.endsWith('Ms')) return lengthWords(say, value)
  return name === 'holder' ? say('holder.pid', { pid: value }) : value
}

function lengthWords(say: Say, lengthMs: number): string {
  return lengthMs < 3_600_000 ? durationWords(say, lengthMs) : hoursAndMinutes(say, lengthMs)
}
