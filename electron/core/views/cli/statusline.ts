/** The line of `kimi-proxy statusline`. Loads few modules, since a status line is drawn often. Pure. */
import type { Language } from '../../../contract/app'
import type { EngineState } from '../../../contract/engine'
import type { SessionGlimpse } from '../../../contract/recorder'
import { isRecord } from '../../basics/json'
import { wholePercent } from '../../plan/left'
import { leftIn, quotaKnown } from '../../plan/quota'
import { fill } from '../../words/phrase'
import { MISS_PHRASES, missKey } from '../../words/shell/miss-phrases'
import { STATUSLINE_PHRASES } from '../../words/shell/statusline-phrases'

export type EngineGlance =
  | { readonly kind: 'off' | 'silent' }
  | {
      readonly kind: 'state'
      readonly state: EngineState
      readonly nowMs: number
      readonly session: SessionGlimpse | null
    }

/** A cause that is older says nothing of the share that is shown. */
const TOLD_MISS_MS = 600_000

const PHRASES = { ...STATUSLINE_PHRASES, ...MISS_PHRASES }
type Phrases = typeof PHRASES
type Tell = (key: keyof Phrases, values?: Readonly<Record<string, string | number>>) => string

/**
 * `input`: what Claude Code gives its status line on standard input (code.claude.com/docs/en/statusline), parsed; what is missing there
 * is left out. `nowMs`: wall clock.
 */
export function statuslineText(
  language: Language,
  input: unknown,
  engine: EngineGlance,
  nowMs: number,
): string {
  const tell: Tell = (key, values = {}) => fill(PHRASES[key][language], values)
  const given = isRecord(input) ? input : {}
  const share = numberIn(given['context_window'], 'used_percentage')
  return [
    ...modelIn(given['model']),
    ...(share === null ? [] : [tell('statusline.context', { percent: Math.round(share) })]),
    ...engineParts(tell, engine),
    ...cachePart(tell, given['prompt_cache'], nowMs),
  ].join(' · ')
}

/** What the engine can be told of the session that the line is drawn for. */
export function toldSession(input: unknown): {
  readonly session: string | null
  readonly missCause: string | null
} {
  const { session_id: session, prompt_cache: cache } = isRecord(input) ? input : {}
  return { session: typeof session === 'string' ? session : null, missCause: missCauseIn(cache) }
}

function cachePart(tell: Tell, cache: unknown, nowMs: number): readonly string[] {
  const ratio = numberIn(cache, 'hit_ratio')
  if (ratio === null) return []
  const percent = Math.round(ratio * 100)
  const missedAtMs = (numberIn(cache, 'last_miss_at') ?? 0) * 1000
  const cause = nowMs - missedAtMs < TOLD_MISS_MS ? missKey(missCauseIn(cache)) : null
  return cause === null
    ? [tell('statusline.cache', { percent })]
    : [tell('statusline.cacheMissed', { percent, cause: tell(cause) })]
}

/** The first of the causes that has words here. */
function missCauseIn(cache: unknown): string | null {
  const cause = isRecord(cache) ? cache['last_miss_cause'] : undefined
  const causes = isRecord(cause) && Array.isArray(cause['causes']) ? cause['causes'] : []
  const known = causes.find((one) => typeof one === 'string' && missKey(one) !== null)
  return typeof known === 'string' ? known : null
}

function engineParts(tell: Tell, engine: EngineGlance): readonly string[] {
  switch (engine.kind) {
    case 'off':
    case 'silent':
      return [tell(`statusline.${engine.kind}`)]
    case 'state': {
      const { state, nowMs, session } = engine
      return [
        ...planParts(tell, state, nowMs),
        tokenPart(tell, state, nowMs),
        ...firstBytePart(tell, session),
      ]
    }
  }
}

function planParts(tell: Tell, { plan }: EngineState, nowMs: number): readonly string[] {
  if (plan === undefined) return []
  if (plan.limitReached !== null) {
    const { resetsAtMs } = plan.limitReached
    if (resetsAtMs === null) return [tell('statusline.limit')]
    return [tell('statusline.limitUntil', { time: new Date(resetsAtMs).toTimeString().slice(0, 5) })]
  }
  const window = quotaKnown(plan.quota)?.quota.windows.find(({ name }) => name === 'fiveHours')
  const left = window === undefined ? null : leftIn(window, nowMs)
  if (left === null) return []
  const key = plan.quota.kind === 'stale' ? 'statusline.quotaOld' : 'statusline.quota'
  return [tell(key, { percent: wholePercent(left) })]
}

function firstBytePart(tell: Tell, session: SessionGlimpse | null): readonly string[] {
  const ms = session?.firstByteMs ?? null
  if (ms === null) return []
  return [
    tell('statusline.firstByte', { seconds: ms < 9_950 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000) }),
  ]
}

function tokenPart(tell: Tell, { login }: EngineState, nowMs: number): string {
  switch (login.kind) {
    case 'looking':
      return tell('statusline.looking')
    case 'signedOut':
      return tell('statusline.signIn')
    case 'signedIn': {
      if (login.renewal.kind === 'dead') return tell('statusline.signIn')
      const { expiresAtMs } = login.token
      if (expiresAtMs === null) return tell('statusline.tokenGood')
      const minutes = Math.ceil((expiresAtMs - nowMs) / 60_000)
      return minutes > 0 ? tell('statusline.token', { minutes }) : tell('statusline.tokenOver')
    }
  }
}

const LONGEST_NAME = 40

function modelIn(model: unknown): readonly string[] {
  if (!isRecord(model)) return []
  const name = [model['display_name'], model['id']].find((one) => typeof one === 'string' && one !== '')
  return typeof name === 'string' ? [name.replace(/\p{C}/gu, '').slice(0, LONGEST_NAME)] : []
}

function numberIn(record: unknown, key: string): number | null {
  const value = isRecord(record) ? record[key] : undefined
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
