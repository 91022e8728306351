/** The line of `kimi-proxy statusline`. Loads few modules, since a status line is drawn often. Pure. */
import type { Language } from '../../../contract/app'
import type { EngineState } from '../../../contract/engine'
import { isRecord } from '../../basics/json'
import { leftIn, quotaKnown } from '../../plan/quota'
import { fill } from '../../words/phrase'
import { STATUSLINE_PHRASES } from '../../words/shell/statusline-phrases'

export type EngineGlance =
  | { readonly kind: 'off' | 'silent' }
  | { readonly kind: 'state'; readonly state: EngineState; readonly nowMs: number }

type Phrases = typeof STATUSLINE_PHRASES
type Tell = (key: keyof Phrases, values?: Readonly<Record<string, string | number>>) => string

/**
 * `input`: what Claude Code gives its status line on standard input (code.claude.com/docs/en/statusline), parsed; what is missing there
 * is left out.
 */
export function statuslineText(language: Language, input: unknown, engine: EngineGlance): string {
  const tell: Tell = (key, values = {}) => fill(STATUSLINE_PHRASES[key][language], values)
  const given = isRecord(input) ? input : {}
  const share = numberIn(given['context_window'], 'used_percentage')
  const cache = numberIn(given['prompt_cache'], 'hit_ratio')
  return [
    ...modelIn(given['model']),
    ...(share === null ? [] : [tell('statusline.context', { percent: Math.round(share) })]),
    ...engineParts(tell, engine),
    ...(cache === null ? [] : [tell('statusline.cache', { percent: Math.round(cache * 100) })]),
  ].join(' · ')
}

function engineParts(tell: Tell, engine: EngineGlance): readonly string[] {
  switch (engine.kind) {
    case 'off':
    case 'silent':
      return [tell(`statusline.${engine.kind}`)]
    case 'state': {
      const { state, nowMs } = engine
      return [...planParts(tell, state, nowMs), tokenPart(tell, state, nowMs)]
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
  return [tell(key, { percent: percentOf(left) })]
}

/** What is all but used up is not shown as nothing, nor what was touched as untouched. */
function percentOf(left: number): number {
  return left > 0 ? Math.max(1, Math.floor(left * 100)) : 0
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
