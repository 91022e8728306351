/** The countdown ring: how much of the token's lifetime is left. */
import type { AppState } from '../../../contract/app'
import { type Phase, tokenLeftMs } from '../../app/phase'
import type { Say } from '../../words/say'
import { clockTime, countdownDigits, durationWords } from '../times'

/** The state at a glance. Each tone has a shape of its own besides its colour. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'calm' | 'terminal'

export type RingView =
  | {
      readonly kind: 'counting'
      readonly tone: Tone
      /** The share of the lifetime that is left, 0 to 1. */
      readonly fraction: number
      readonly digits: string
      readonly unit: string
      /** The time left as a sentence. */
      readonly spoken: string
      /** The line below the heading. */
      readonly caption: string
    }
  | { readonly kind: 'still'; readonly tone: Tone; readonly caption: string | null }

/** Kimi's usual lifetime, for a token whose own lifetime is not known. */
const USUAL_LIFETIME_MS = 900_000

export function ringView(state: AppState, phase: Phase, say: Say, nowMs: number): RingView {
  const still = (caption: string | null): RingView => ({ kind: 'still', tone: toneOf(phase), caption })
  switch (phase) {
    case 'running':
    case 'refreshing':
    case 'expiring':
    case 'limited':
    case 'trouble':
    case 'draining':
    case 'signIn':
      return serving(state, phase, say, nowMs)
    case 'off':
      return still(say('window.stoppedHint'))
    case 'looking':
      return still(say('window.lookingHint'))
    case 'elsewhere':
      return still(say('window.elsewhereHint'))
    case 'elsewhereHung':
      return still(say('window.elsewhereHungHint'))
    case 'starting':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
      return still(null)
  }
}

export function toneOf(phase: Phase): Tone {
  switch (phase) {
    case 'running':
      return 'good'
    case 'starting':
    case 'looking':
    case 'refreshing':
    case 'draining':
    case 'backingOff':
      return 'busy'
    case 'expiring':
    case 'limited':
    case 'trouble':
    case 'cannotStart':
    case 'signIn':
      return 'warn'
    case 'portTaken':
    case 'gaveUp':
    case 'elsewhereHung':
      return 'bad'
    case 'off':
      return 'calm'
    case 'elsewhere':
      return 'terminal'
  }
}

function serving(state: AppState, phase: Phase, say: Say, nowMs: number): RingView {
  const tone = toneOf(phase)
  const { login } = state.engine
  if (login.kind !== 'signedIn') return { kind: 'still', tone, caption: null }
  const leftMs = tokenLeftMs(state.engine, nowMs)
  if (leftMs === null || login.token.expiresAtMs === null) {
    return { kind: 'still', tone, caption: say('token.endUnknown') }
  }
  const time = clockTime(state.language, login.token.expiresAtMs, nowMs)
  const expired = leftMs === 0
  return {
    kind: 'counting',
    tone,
    fraction: Math.min(1, leftMs / (login.token.lifetimeMs ?? USUAL_LIFETIME_MS)),
    digits: countdownDigits(leftMs),
    unit: say('window.left'),
    spoken: expired ? say('token.expired') : say('token.left', { left: durationWords(say, leftMs), time }),
    caption: expired ? say('token.expired') : say('token.until', { time }),
  }
}
