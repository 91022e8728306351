/** What the window tells of a newer version: a note over the Status face, a row in Settings. */
import type { DesktopState } from '../../contract/desktop'
import { knownRelease, notedRelease } from '../new-version'
import { type ProblemWords, problemWords } from '../words/problem-words'
import type { Say } from '../words/say'
import { type ActionView, action } from './window-action'
import { clockTime } from './window-times'

export interface NewVersionNoteView {
  readonly heading: string
  readonly present: string
  /** Foreign text in whatever language, to be shown as text; null where nothing is told. */
  readonly notes: { readonly label: string; readonly text: string } | null
  /** The first is the main one. */
  readonly actions: readonly ActionView[]
}

/** Null where there is none, or it was put away. */
export function newVersionNote(state: DesktopState, say: Say): NewVersionNoteView | null {
  const release = notedRelease(state)
  if (release === null) return null
  const { version, notes } = release
  return {
    heading: say('newVersion.available', { version }),
    present: say('newVersion.present', { version: state.engine.version }),
    notes: notes === '' ? null : { label: say('newVersion.notes', { version }), text: notes },
    actions: [open(say), action(say('window.dismiss'), { kind: 'dismissNewVersion' })],
  }
}

export interface NewVersionRowView {
  readonly text: string
  readonly problem: ProblemWords | null
  readonly actions: readonly ActionView[]
}

/** Null while nobody is asked. */
export function newVersionRow(state: DesktopState, say: Say, nowMs: number): NewVersionRowView | null {
  const { newVersion, language } = state
  if (newVersion.kind === 'off') return null
  const release = knownRelease(newVersion)
  const lookNow = action(
    say('newVersion.lookNow'),
    { kind: 'lookForNewVersion' },
    { enabled: newVersion.kind !== 'looking' },
  )
  const actions = release === null ? [lookNow] : [open(say), lookNow]
  const available = release === null ? null : say('newVersion.available', { version: release.version })
  const time = 'atMs' in newVersion ? clockTime(language, newVersion.atMs, nowMs) : ''
  switch (newVersion.kind) {
    case 'unasked':
      return { text: say('newVersion.unasked'), problem: null, actions }
    case 'looking':
      return { text: available ?? say('newVersion.looking'), problem: null, actions }
    case 'newest':
      return { text: say('newVersion.newest', { time }), problem: null, actions }
    case 'available':
      return { text: available ?? '', problem: null, actions }
    case 'failed': {
      const failed = say('newVersion.failed', { time })
      return { text: available ?? failed, problem: problemWords(say, newVersion.problem), actions }
    }
  }
}

function open(say: Say): ActionView {
  return action(say('newVersion.open'), { kind: 'openNewVersion' })
}
