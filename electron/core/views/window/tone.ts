/** The sign of the Status face, and the hint below its heading. */
import type { Phase, Standing } from '../../app/phase'
import type { Say } from '../../words/say'

/** The state at a glance. Each tone has a shape of its own besides its colour. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'calm' | 'terminal'

export function toneOf({ phase, problem }: Standing): Tone {
  switch (phase) {
    case 'running':
      return 'good'
    case 'refreshing':
      return problem === null ? 'good' : 'busy'
    case 'starting':
    case 'looking':
    case 'draining':
      return 'busy'
    case 'expiring':
    case 'limited':
    case 'signIn':
    case 'backingOff':
      return 'warn'
    case 'trouble':
      // The requests are served all the same while only saving fails.
      return problem?.code === 'SAVE_FAILED' ? 'warn' : 'bad'
    case 'cannotStart':
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

/** Null where the heading says it all, or a problem says more. */
export function captionOf(phase: Phase, say: Say): string | null {
  switch (phase) {
    case 'off':
      return say('window.stoppedHint')
    case 'looking':
      return say('window.lookingHint')
    case 'elsewhere':
      return say('window.elsewhereHint')
    case 'elsewhereHung':
      return say('window.elsewhereHungHint')
    case 'limited':
      return say('notice.limitReached')
    case 'running':
    case 'refreshing':
    case 'expiring':
    case 'trouble':
    case 'draining':
    case 'signIn':
    case 'starting':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
      return null
  }
}
