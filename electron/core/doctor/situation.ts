/**
 * What every judgement of the doctor may ask for, whatever it judges. No secret gets this far: tokens are compared where
 * they are read, and of Claude Code's settings only names and hosts are kept. Paths begin with ~ at home.
 */
import type { Platform } from '../../contract/app'
import type { Finding, FindingTone, FindingValue } from '../../contract/doctor'
import type { AppState, LoginPick, Region } from '../../contract/engine'
import { FINDINGS, type FindingCode } from '../words/finding-phrases'
import type { Placeholders } from '../words/phrase'

export interface Situation {
  /** Wall clock. */
  readonly atMs: number
  readonly platform: Platform
  readonly settingsPort: number
  readonly region: Region | null
  /** The settings name one login file, which then is the only one. */
  readonly namesLogin: boolean
  readonly pick: LoginPick
  /** Null where that look took too long. */
  readonly engine: EngineFacts | null
}

/** Who has the port. */
export type EngineFacts =
  | { readonly kind: 'none'; readonly port: number }
  | { readonly kind: 'answers'; readonly port: number; readonly state: AppState }
  | { readonly kind: 'silent'; readonly port: number; readonly pid: number }
  /** `stopCommand`: known for the script this product replaces. */
  | {
      readonly kind: 'taken'
      readonly port: number
      readonly holderName: string
      readonly stopCommand: string | null
    }

type Texts<Code extends FindingCode> =
  | (typeof FINDINGS)[Code]['says']['en']
  | NonNullable<(typeof FINDINGS)[Code]['fix']>['en']

/** The values that the words of a code put in; `recovery` follows from `problem`. */
type Wanted<Code extends FindingCode> = Exclude<Placeholders<Texts<Code>>, 'recovery'>

/** Makes a finding. `values`: what its words put in, and whatever else is worth knowing. */
export function found<Code extends FindingCode>(
  code: Code,
  values: Readonly<Record<Wanted<Code>, FindingValue>> & Readonly<Record<string, FindingValue>>,
  command: string | null = null,
): Finding {
  return { code, tone: FINDINGS[code].tone, values, command }
}

const ORDER: readonly FindingTone[] = ['bad', 'warn', 'info', 'good']

/** For sorting findings. */
export function worstFirst(one: Finding, other: Finding): number {
  return ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone)
}
