/** A text of the table in every language, and the names that it wants filled in. */
import type { Language } from '../../contract/app'

export type Phrase = Readonly<Record<Language, string>>

export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
