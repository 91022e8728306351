/** A reason: made where something fails, worded where somebody reads it. */
import type { Language } from '../../contract/app'
import type { Reason, WordValues } from '../../contract/problem'
import { fill, type Phrase, type Placeholders, type ValuesFor } from './phrase'
import { REASON_PHRASES } from './reason-phrases'

type NameIn<Key> = Key extends `reason.${infer Name}` ? Name : never
export type ReasonName = NameIn<keyof typeof REASON_PHRASES>

type EnglishOf<Name extends ReasonName> = (typeof REASON_PHRASES)[`reason.${Name}`]['en']

type ReasonArgs = {
  [Name in ReasonName]: [Placeholders<EnglishOf<Name>>] extends [never]
    ? [name: Name]
    : [name: Name, values: ValuesFor<EnglishOf<Name>>]
}[ReasonName]

export function reason(...args: ReasonArgs): Reason {
  return { reason: args[0], values: args[1] ?? {} }
}

/** In words; a reason of another version of ours, which has no phrase here, is said by its name. */
export function reasonWords(language: Language, { reason: name, values }: Reason): string {
  const phrases: Readonly<Record<string, Phrase>> = REASON_PHRASES
  const phrase = phrases[`reason.${name}`]
  return phrase === undefined ? name : fill(phrase[language], worded(language, values))
}

/** `values` with every reason in words. */
export function worded(language: Language, values: WordValues): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? reasonWords(language, value) : value,
    ]),
  )
}
