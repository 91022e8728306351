/** The form of a phrase and of what fills it. */
import type { Language } from '../../contract/app'
import type { Reason } from '../../contract/problem'

export type Phrase = Readonly<Record<Language, string>>

export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** What fills `Text`. A reason is a phrase of the table too, so that no English stands inside Chinese. */
export type ValuesFor<Text extends string> = [Placeholders<Text>] extends [never]
  ? Readonly<Record<string, never>>
  : {
      readonly [Name in Placeholders<Text>]: Name extends 'reason' | 'place' | 'holder'
        ? Reason
        : string | number
    }

/** Puts `values` in by their names; a name without one stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
