/** A finding in the person's language. */
import type { Language } from '../../contract/desktop'
import type { Finding, FindingValue } from '../../contract/doctor'
import { ERROR_CODES } from '../../contract/errors'
import { problemWords } from '../words/problem-words'
import { fill, type Phrase, type Say, sayIn } from '../words/say'
import { TABLE } from '../words/table'
import { clockTime, durationWords } from './window-times'

export interface FindingWords {
  readonly message: string
  /** What mends it; null where nothing has to be. */
  readonly fix: string | null
  readonly command: string | null
  /** The files it speaks of. */
  readonly paths: readonly string[]
}

/** `nowMs`: wall clock. */
export function findingWords(language: Language, finding: Finding, nowMs: number): FindingWords {
  const { code, values, command } = finding
  const words = worded(language, values, nowMs)
  const fix = phraseOf(`fix.${code}`)
  return {
    message: fill(TABLE[`finding.${code}`][language], words),
    fix: fix === null ? null : fill(fix[language], words),
    command,
    paths: [values['path'], values['otherPath']].flatMap((path) =>
      typeof path === 'string' && path !== '' ? [path] : [],
    ),
  }
}

function phraseOf(key: string): Phrase | null {
  const table: Readonly<Record<string, Phrase>> = TABLE
  return table[key] ?? null
}

/** Values that are words of ours, by their names, and where their phrases stand. */
const WORDED: Readonly<Record<string, string>> = {
  owner: 'owner',
  otherOwner: 'owner',
  site: 'site',
  otherSite: 'site',
  by: 'by',
  holder: 'holder',
  starter: 'starter',
  service: 'service',
  way: 'way',
  direction: 'direction',
  source: 'source',
  otherSource: 'source',
  topic: 'topic',
}

function worded(
  language: Language,
  values: Finding['values'],
  nowMs: number,
): Readonly<Record<string, FindingValue>> {
  const say = sayIn(language)
  const words = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'string') return [name, wordOf(language, name, value, values)]
    if (name.endsWith('AtMs')) return [name, clockTime(language, value, nowMs)]
    if (name.endsWith('Ms')) return [name, lengthWords(say, value)]
    return [name, name === 'holder' ? say('holder.pid', { pid: value }) : value]
  })
  return { ...Object.fromEntries(words), ...problemIn(say, values) }
}

function wordOf(language: Language, name: string, value: string, values: Finding['values']): string {
  const phrase = phraseOf(`${WORDED[name]}.${value}`)
  return phrase === null ? value : fill(phrase[language], values)
}

function lengthWords(say: Say, lengthMs: number): string {
  const minutes = Math.floor(lengthMs / 60_000)
  if (minutes < 60) return durationWords(say, lengthMs)
  return say('token.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** `problem` is a code of ours, whose sentences stand in the table too. */
function problemIn(say: Say, { problem, detail }: Finding['values']): Readonly<Record<string, string>> {
  const code = ERROR_CODES.find((known) => known === problem)
  if (code === undefined) return {}
  const words = problemWords(say, { code, message: '', recovery: '', detail: String(detail ?? '') })
  return { problem: words.message, recovery: words.recovery }
}
