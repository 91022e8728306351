import type { NewVersionNoteView } from '../electron/core/views/window-new-version'
import { ActionButton } from './action-button'
import { Glyph } from './glyph'
import type { Runner } from './runner'

interface Props {
  readonly view: NewVersionNoteView
  readonly runner: Runner
}

/** There is a newer version. Its notes are text from elsewhere: never markup, and of no known language. */
export function NewVersionNote({ view, runner }: Props) {
  return (
    <section class="banner new-version" aria-labelledby="new-version">
      <Glyph shape="info" />
      <div class="what">
        <h2 id="new-version">{view.heading}</h2>
        <p class="hint">{view.present}</p>
        {view.notes !== null && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable (axe, scrollable-region-focusable)
          <section class="release-notes" aria-label={view.notes.label} tabIndex={0}>
            <p lang="" dir="auto">
              {view.notes.text}
            </p>
          </section>
        )}
        <div class="actions">
          {view.actions.map((action) => (
            <ActionButton key={action.command.kind} view={action} runner={runner} />
          ))}
        </div>
      </div>
    </section>
  )
}
