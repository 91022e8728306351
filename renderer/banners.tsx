import type { NoteView } from '../electron/core/views/window/notes'
import type { ProblemWords } from '../electron/core/words/problem-words'
import { ActionButton } from './action-button'
import { Glyph } from './glyph'
import type { Runner } from './runner'

interface NotesProps {
  readonly notes: readonly NoteView[]
  readonly runner: Runner
}

/** The notes of the app, one banner each; a person puts each away. */
export function Notes({ notes, runner }: NotesProps) {
  return notes.map((note) => (
    <div class={`banner note ${note.tone}`} key={note.kind} role="note">
      <Glyph shape={note.tone} />
      <p>{note.text}</p>
      {note.code !== null && <code>{note.code}</code>}
      <ActionButton view={note.dismiss} runner={runner} look="quiet" />
    </div>
  ))
}

interface FailureProps {
  readonly words: ProblemWords & { readonly title: string; readonly dismiss: string }
  readonly onDismiss: () => void
}

/** A command that failed. The banner stands outside the part that scrolls, so that it is always in view. */
export function Failure({ words, onDismiss }: FailureProps) {
  return (
    <div class="banner failure" role="alert">
      <Glyph shape="bad" />
      <p>
        <strong>{words.title}</strong> {words.message} {words.recovery}
      </p>
      <button type="button" class="button quiet" onClick={onDismiss}>
        {words.dismiss}
      </button>
    </div>
  )
}
