/** Makes findings. The compiler wants every value that the phrases of a code put in. */
import { FINDING_TONES, type Finding, type FindingCode, type FindingValue } from '../../contract/doctor'
import type { FINDING_PHRASES } from '../words/finding-phrases'
import type { FIX_PHRASES } from '../words/fix-phrases'
import type { Placeholders } from '../words/say'

type FixText<Code extends FindingCode> = `fix.${Code}` extends keyof typeof FIX_PHRASES
  ? (typeof FIX_PHRASES)[`fix.${Code}`]['en']
  : never

/** `recovery` follows from `problem`. */
type Names<Code extends FindingCode> = Exclude<
  Placeholders<(typeof FINDING_PHRASES)[`finding.${Code}`]['en'] | FixText<Code>>,
  'recovery'
>

/** What the phrases need, and whatever else is worth knowing. */
export type FindingValues<Code extends FindingCode> = Readonly<Record<Names<Code>, FindingValue>> &
  Readonly<Record<string, FindingValue>>

export function found<Code extends FindingCode>(
  code: Code,
  values: FindingValues<Code>,
  command: string | null = null,
): Finding {
  return { code, tone: FINDING_TONES[code], values, command }
}
