/** Words of `--help`: a phrase of the table, or one with something to fill in. */
import type { HELP_PHRASES } from './help-phrases'
import type { Placeholders } from './phrase'
import type { Say } from './say'

type PlainKey = {
  [Key in keyof typeof HELP_PHRASES]: [Placeholders<(typeof HELP_PHRASES)[Key]['en']>] extends [never]
    ? Key
    : never
}[keyof typeof HELP_PHRASES]

export type HelpWords = PlainKey | ((say: Say) => string)

export function helpIn(say: Say, words: HelpWords): string {
  return typeof words === 'function' ? words(say) : say(words)
}
