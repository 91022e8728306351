/** The token's time left, in one line: it renews on its own, so it is no more than that. */
import type { AppState } from '../../../contract/app'
import { type Phase, type Standing, tokenLeftMs } from '../../app/phase'
import type { Say } from '../../words/say'
import { tokenLine } from '../status-lines'
import { countdownDigits, durationWords } from '../times'

export interface TokenView {
  readonly label: string
  /** The time left, which changes each second; null where none is known. */
  readonly digits: string | null
  /** What becomes of the token then. */
  readonly note: string
  /** The line as a sentence, for screen readers. */
  readonly spoken: string
  /** Whether the digits still change. */
  readonly counts: boolean
}

const SHOWN: readonly Phase[] = ['running', 'refreshing', 'expiring', 'limited', 'trouble', 'draining']

/** Null where no token serves. */
export function tokenView(state: AppState, { phase }: Standing, say: Say, nowMs: number): TokenView | null {
  const { login } = state.engine
  if (!SHOWN.includes(phase) || login.kind !== 'signedIn') return null
  const label = say('window.token')
  const leftMs = tokenLeftMs(state.engine, nowMs)
  const spoken = tokenLine(state, nowMs, true, say) ?? label
  if (leftMs === null) return { label, digits: null, note: say('window.tokenUnknown'), spoken, counts: false }
  if (leftMs === 0) return { label, digits: null, note: say('window.tokenExpired'), spoken, counts: false }
  return {
    label,
    digits: countdownDigits(leftMs),
    note: say(NOTES[login.renewal.kind]),
    spoken: `${label}: ${durationWords(say, leftMs)} ${say(NOTES[login.renewal.kind])}`,
    counts: true,
  }
}

const NOTES = {
  idle: 'window.tokenRenews',
  running: 'window.tokenRenewing',
  failing: 'window.tokenLeft',
  dead: 'window.tokenLeft',
} as const
