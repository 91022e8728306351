import type { RingView } from '../electron/core/views/window-ring'
import { Glyph } from './glyph'

/** The countdown. Screen readers find a sentence in it and are not told of each second. */
export function Ring({ view }: { readonly view: RingView }) {
  return (
    <div class={`ring ${view.tone}`}>
      <svg class="dial" viewBox="0 0 120 120" aria-hidden="true">
        <circle class="track" cx="60" cy="60" r="54" />
        {view.kind === 'counting' && view.fraction > 0 && (
          <circle
            class="left"
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
