import { useLayoutEffect, useRef } from 'preact/hooks'
import type { RingView } from '../electron/core/views/window/ring'
import { Glyph } from './glyph'

/**
 * The least change of the fraction that is eased. One second moves the ring by less than a pixel: easing that would draw
 * some 18 frames a second which nobody can tell apart, for as long as the window is open.
 */
const EASED_FROM = 0.02

/** The countdown. Screen readers find a sentence in it, and no second is announced. */
export function Ring({ view }: { readonly view: RingView }) {
  const leaps = useLeaps(view.kind === 'counting' ? view.fraction : null)
  return (
    <div class={`ring ${view.tone}`}>
      <svg class="dial" viewBox="0 0 120 120" aria-hidden="true">
        <circle class="track" cx="60" cy="60" r="54" />
        {view.kind === 'counting' && view.fraction > 0 && (
          <circle
            class={leaps ? 'left leaping' : 'left'}
            cx="60"
            cy="60"
            r="54"
            pathLength={100}
            stroke-dasharray={`${(view.fraction * 100).toFixed(2)} 100`}
            transform="rotate(-90 60 60)"
          />
        )}
      </svg>
      {view.kind === 'counting' ? (
        <div class="centre" role="timer" aria-live="off" aria-label={view.spoken}>
          <span class={view.digits.length > 5 ? 'digits long' : 'digits'}>{view.digits}</span>
          <span class="unit">{view.unit}</span>
        </div>
      ) : (
        <div class="centre">
          <Glyph shape={view.tone} />
        </div>
      )}
    </div>
  )
}

/** Whether the fraction has changed since the last drawing by more than passing time explains. */
function useLeaps(fraction: number | null): boolean {
  const drawn = useRef<number | null>(null)
  const before = drawn.current
  useLayoutEffect(() => {
    drawn.current = fraction
  }, [fraction])
  return fraction !== null && before !== null && Math.abs(fraction - before) >= EASED_FROM
}
