/**
 * What went wrong and what to do next, by code: one message, and one recovery or, where it differs, one for the window
 * and one for the terminal (which is also what the log, `/health` and Claude Code show). A code may have several
 * sentences, `CODE.variant`. An error code without a sentence does not compile.
 */
import type { ErrorCode } from '../../contract/problem'
import type { Phrase, ValuesFor } from './phrase'
import { CLAUDE_PROBLEMS } from './problems/claude'
import { ENGINE_PROBLEMS } from './problems/engine'
import { LOGIN_PROBLEMS } from './problems/login'
import { NETWORK_PROBLEMS } from './problems/network'
import { PLAN_PROBLEMS } from './problems/plan'
import { SAVING_PROBLEMS } from './problems/saving'
import { SETTING_PROBLEMS } from './problems/settings'
import { SYSTEM_PROBLEMS } from './problems/system'
import { USAGE_PROBLEMS } from './problems/usage'

export type Place = 'window' | 'terminal'

export interface ProblemPhrases {
  readonly message: Phrase
  readonly recovery: Phrase | Readonly<Record<Place, Phrase>>
}

export const PROBLEMS = {
  ...LOGIN_PROBLEMS,
  ...SAVING_PROBLEMS,
  ...NETWORK_PROBLEMS,
  ...PLAN_PROBLEMS,
  ...ENGINE_PROBLEMS,
  ...SETTING_PROBLEMS,
  ...SYSTEM_PROBLEMS,
  ...CLAUDE_PROBLEMS,
  ...USAGE_PROBLEMS,
} as const satisfies Readonly<Record<ErrorCode | `${ErrorCode}.${string}`, ProblemPhrases>>

export type ProblemName = keyof typeof PROBLEMS

type EnglishIn<Phrases> = Phrases extends { readonly en: infer Text extends string }
  ? Text
  : Phrases extends Readonly<Record<Place, { readonly en: infer Text extends string }>>
    ? Text
    : never

type EnglishOf<Name extends ProblemName> =
  | EnglishIn<(typeof PROBLEMS)[Name]['message']>
  | EnglishIn<(typeof PROBLEMS)[Name]['recovery']>

/** The name of a sentence, what fills it, and for an error its cause. */
export type ProblemArgs = {
  [Name in ProblemName]: [name: Name, values: ValuesFor<EnglishOf<Name>>, cause?: unknown]
}[ProblemName]
