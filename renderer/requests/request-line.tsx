import type { RequestRowView } from '../../electron/core/views/window/request-row'
import { Glyph } from '../glyph'

/** What one line of the list says of a request. */
export function RequestLine({ view }: { readonly view: RequestRowView }) {
  return (
    <>
      <Glyph shape={view.sign} />
      <span class="only-read">{view.spoken}</span>
      <span class="request-time">{view.time}</span>
      <span class={view.isReason ? 'request-what reason' : 'request-what'}>{view.what}</span>
      <span class="request-took">{view.took}</span>
      {view.tokens !== '' && <span class="request-tokens">{view.tokens}</span>}
    </>
  )
}
