import type { TokenView } from '../electron/core/views/window/token'

/** The token in one line. Screen readers find a sentence in it, and no second is announced. */
export function TokenRow({ view }: { readonly view: TokenView }) {
  return (
    <div class="row">
      <dt>{view.label}</dt>
      <dd>
        <span class="value" role="timer" aria-live="off" aria-label={view.spoken}>
          {view.digits !== null && <span class="digits">{view.digits}</span>} {view.note}
        </span>
      </dd>
    </div>
  )
}
