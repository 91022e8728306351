/** What is said of a request in a few words, in the window as in `kimi-proxy log`. Pure. */
import type { RequestRecord } from '../../contract/recorder'
import type { KimiRefusal } from '../plan/refusals'
import { cacheShare, promptTokens } from '../recorder/usage'
import type { Say } from '../words/say'

const SHORT_SESSION = 8

/** Enough to tell sessions apart, and to ask for one with `kimi-proxy log --session`. */
export function shortSession(session: string): string {
  return session.slice(0, SHORT_SESSION)
}

/** "3.1 s", "61 s", "13 min". */
export function tookWords(say: Say, ms: number): string {
  if (ms >= 600_000) return say('log.minutes', { minutes: Math.round(ms / 60_000) })
  return say('log.seconds', { seconds: ms < 9_950 ? (ms / 1_000).toFixed(1) : Math.round(ms / 1_000) })
}

/** "18k → 1.2k": into the model and out of it. Empty where the answer does not tell. */
export function tokenWords(say: Say, { usage }: Pick<RequestRecord, 'usage'>): string {
  if (usage === null) return ''
  return say('log.inOut', { input: shortCount(promptTokens(usage)), output: shortCount(usage.output) })
}

/** The share of the prompt that came from the cache. Empty where it is not known. */
export function shareWords(say: Say, { usage }: Pick<RequestRecord, 'usage'>): string {
  const share = usage === null ? null : cacheShare(usage)
  return share === null ? '' : say('log.percent', { percent: Math.round(share * 100) })
}

/** "950", "1.2k", "18k", "1.2M". */
export function shortCount(count: number): string {
  const scaled = (unit: number) => {
    const value = count / unit
    return value < 9.95 ? value.toFixed(1) : String(Math.round(value))
  }
  if (count >= 999_500) return `${scaled(1e6)}M`
  return count >= 1_000 ? `${scaled(1e3)}k` : String(count)
}

/** What Kimi refused it for; null where it did not, or for a reason that only another version knows. */
export function refusalWords(say: Say, { refusal }: Pick<RequestRecord, 'refusal'>): string | null {
  return isRefusal(refusal) ? say(`log.refused.${refusal}`) : null
}

/** Of each kind, so that one without words does not compile. */
const REFUSALS: Readonly<Record<KimiRefusal['kind'], true>> = {
  limit: true,
  signedOut: true,
  membership: true,
  concurrency: true,
  overloaded: true,
  userAgentGate: true,
  modelNotInPlan: true,
  tooLarge: true,
  contextTooLong: true,
  unknown: true,
}

function isRefusal(kind: string | null): kind is KimiRefusal['kind'] {
  return kind !== null && Object.hasOwn(REFUSALS, kind)
}
