/**
 * What a person reads in the app, in their language. Every phrase stands in one table with all its translations side
 * by side; `{name}` is filled in. The compiler knows which names a phrase wants.
 */

import type { Language } from '../../contract/app'
import { fill, type Placeholders, type ValuesFor } from './phrase'
import { worded } from './reason'
import { TABLE } from './table'

export type PhraseKey = keyof typeof TABLE

type English<Key extends PhraseKey> = (typeof TABLE)[Key]['en']

type Speak = <Key extends PhraseKey>(
  key: Key,
  ...values: [Placeholders<English<Key>>] extends [never] ? [] : [ValuesFor<English<Key>>]
) => string

export type Say = Speak & { readonly language: Language }

export function sayIn(language: Language): Say {
  const say: Speak = (key, ...values) => fill(TABLE[key][language], worded(language, values[0] ?? {}))
  return Object.assign(say, { language })
}
