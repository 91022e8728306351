/**
 * The facts that every judgement of the doctor may use.
 *
 * - No secret is among them: tokens are compared where they are read, and of Claude Code's settings only names and hosts
 *   are kept.
 * - Paths in the home folder begin with ~.
 */

import type { Platform } from '../../contract/app'
import type { Finding, FindingTone, FindingValue } from '../../contract/doctor'
import type { EngineState, LoginPick, Region, SettingOrigin } from '../../contract/engine'
import type { Reason } from '../../contract/problem'
import { FINDINGS, type FindingCode } from '../words/finding-phrases'
import type { Placeholders } from '../words/phrase'

export interface Situation {
  /** Wall clock. */
  readonly atMs: number
  readonly platform: Platform
  readonly settingsPort: number
  /** The settings that a start would use now, and the file they may be from; null where they make no sense. */
  readonly settings: { readonly origins: readonly SettingOrigin[]; readonly filePath: string } | null
  readonly region: Region | null
  /** Whether the settings name one login file, so that no other is used. */
  readonly namesLogin: boolean
  readonly pick: LoginPick
  /** Null where the look at the port took too long. */
  readonly engine: EngineFacts | null
}

/** The program that answers on the port. */
export type EngineFacts =
  | { readonly kind: 'none'; readonly port: number }
  | { readonly kind: 'answers'; readonly port: number; readonly state: EngineState }
  | { readonly kind: 'silent'; readonly port: number; readonly pid: number }
  /** A foreign program. `stopCommand` is known only for the script that this product replaces. */
  | {
      readonly kind: 'taken'
      readonly port: number
      readonly holder: Reason
      readonly stopCommand: string | null
    }

type Texts<Code extends FindingCode> =
  | (typeof FINDINGS)[Code]['says']['en']
  | NonNullable<(typeof FINDINGS)[Code]['fix']>['en']

/** The values that the words of a finding need. `recovery` is not among them, because it follows from `problem`. */
type Wanted<Code extends FindingCode> = Exclude<Placeholders<Texts<Code>>, 'recovery'>

/** Makes a finding. `values`: the values that its words need, and further ones for the JSON. */
export function found<Code extends FindingCode>(
  code: Code,
  values: Readonly<Record<Wanted<Code>, FindingValue>> & Readonly<Record<string, FindingValue>>,
  command: string | null = null,
): Finding {
  return { code, tone: FINDINGS[code].tone, values, command }
}

const ORDER: readonly FindingTone[] = ['bad', 'warn', 'info', 'good']

/** Compares two findings for sorting. */
export function worstFirst(one: Finding, other: Finding): number {
  return ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone)
}
