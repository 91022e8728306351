/**
 * What a person reads in the app, in their language. Every phrase stands in one table with all its translations side
 * by side; `{name}` is filled in. The compiler knows which names a phrase wants.
 */

import type { Language } from '../../contract/app'
import type { Placeholders } from './phrase'
import { TABLE } from './table'

export type PhraseKey = keyof typeof TABLE

type Values<Key extends PhraseKey> = Readonly<
  Record<Placeholders<(typeof TABLE)[Key]['en']>, string | number>
>

export type Say = <Key extends PhraseKey>(
  key: Key,
  ...values: [Placeholders<(typeof TABLE)[Key]['en']>] extends [never] ? [] : [Values<Key>]
) => string

export function sayIn(language: Language): Say {
  return (key, ...values) => fill(TABLE[key][language], values[0] ?? {})
}

/** Puts `values` in by their names; a name without one stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
