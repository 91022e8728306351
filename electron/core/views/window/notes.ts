/** The notes above whatever face is shown. */
import type { CommandInstalled, Note, Platform } from '../../../contract/app'
import type { Say } from '../../words/say'
import { folderOf, fromHome, shortPath } from '../times'
import { type ActionView, action } from './action'

export interface NoteView {
  readonly kind: Note['kind']
  readonly tone: 'warn' | 'good'
  readonly text: string
  /** A line to type or copy; null where the note has none. */
  readonly code: string | null
  /**
   * The text that a screen reader reads out when the note appears, for a note that answers a click; null for any other note.
   */
  readonly spoken: string | null
  readonly dismiss: ActionView
}

const PATH_LINE = 'export PATH="$HOME/.local/bin:$PATH"'

export function noteView(note: Note, platform: Platform, say: Say): NoteView {
  const text = noteWords(note, platform, say)
  const isOutcome = note.kind === 'commandInstalled' || note.kind === 'commandRemoved'
  const code = note.kind === 'commandInstalled' ? pathCode(note, platform) : null
  return {
    kind: note.kind,
    tone: isOutcome ? 'good' : 'warn',
    text,
    code,
    spoken: isOutcome ? [text, code].filter((part) => part !== null).join(' ') : null,
    dismiss: action(say('window.dismiss'), { kind: 'dismissNote', note: note.kind }),
  }
}

function noteWords(note: Note, platform: Platform, say: Say): string {
  switch (note.kind) {
    case 'settingsKeptAside':
    case 'settingsUnreadable':
      return say(`note.${note.kind}`, { path: shortPath(note.path) })
    case 'unexpectedError':
    case 'relaunched':
      return say(`note.${note.kind}`)
    case 'commandInstalled':
      return installedWords(note, platform, say)
    case 'commandRemoved':
      return say('note.commandRemoved', { folder: folderOf(note.path) })
  }
}

/** Names in full what was replaced, because no other record of it is shown to the person. */
function installedWords(note: CommandInstalled, platform: Platform, say: Say): string {
  const { path, ledTo, keptAs, onPath } = note
  const sentences = [say('note.commandInstalled', { folder: folderOf(path) })]
  if (ledTo !== null) sentences.push(say('note.commandLedTo', { target: fromHome(ledTo) }))
  if (keptAs !== null) sentences.push(say('note.commandKeptAs', { path: fromHome(keptAs) }))
  if (!onPath) sentences.push(say(platform === 'win32' ? 'note.commandPathWindows' : 'note.commandPath'))
  // Chinese has no space between sentences.
  return sentences.join(' ').replaceAll('。 ', '。')
}

function pathCode({ path, onPath }: CommandInstalled, platform: Platform): string | null {
  if (onPath) return null
  return platform === 'win32' ? path.replace(/[/\\][^/\\]*$/, '') : PATH_LINE
}
