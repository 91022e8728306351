/**
 * What a person reads in the app, in their language. Every phrase stands in one table with all its translations side
 * by side; `{name}` is filled in. The compiler knows which names a phrase wants.
 */

import type { Language, Platform } from '../../contract/app'
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

/**
 * English labels of menus and buttons stand in the table as macOS and GNOME write them, "Sign Out". For `win32` they are
 * written as Windows does, "Sign out".
 */
export function sayIn(language: Language, platform: Platform | null = null): Say {
  const lowers = platform === 'win32' && language === 'en'
  const text = (key: PhraseKey) => {
    const phrase = TABLE[key][language]
    return lowers && LABELS.test(key) ? sentenceCase(phrase) : phrase
  }
  const say: Speak = (key, ...values) => fill(text(key), worded(language, values[0] ?? {}))
  return Object.assign(say, { language })
}

/** The phrases that label items of a menu and buttons. */
const LABELS =
  /^(?:do|tray)\.|^(?:signIn\.own|signIn\.openBrowser|command\.again|claude\.again|setUp\.turnOn|doctor\.copyReport|window\.copyFor\w+)$|^ask\.\w+Now$|^ask\.(?:goOn|staySignedIn|leaveCommand)$/
const NAMES = /Kimi Proxy|Kimi Code|Claude Code|Kimi|Windows Settings|System Settings|Windows|Base URL/

function sentenceCase(text: string): string {
  const parts = new RegExp(`(${NAMES.source})|\\b([A-Z])(?=[a-z])`, 'g')
  return text.replace(parts, (whole, name: string | undefined, _letter, at: number) =>
    name !== undefined || at === 0 ? whole : whole.toLowerCase(),
  )
}
