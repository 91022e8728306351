/**
 * Text typed into Settings and not saved yet. This draft is kept above the faces, so that neither a new state nor a look
 * at Status loses it. A field is saved when it is left or Return is pressed.
 */
import { useState } from 'preact/hooks'
import type { AppState } from '../electron/contract/app'
import type { FieldName } from '../electron/contract/settings'
import { judgeDraft, type Objection, objectionWords, settingText } from '../electron/core/views/window/draft'
import type { Runner } from './runner'

/** `objection`: null until the person has tried to save this very text. */
interface Typed {
  readonly text: string
  readonly objection: Objection | null
}

type Draft = ReadonlyMap<FieldName, Typed>

export interface DraftKeeper {
  textOf(name: FieldName): string
  /** Why the text in the field was not saved; null while it is being typed. */
  complaintOf(name: FieldName): string | null
  type(name: FieldName, text: string): void
  save(name: FieldName): void
  /** Takes back what was typed. False where nothing was. */
  revert(name: FieldName): boolean
}

export function useDraft(state: AppState, runner: Runner): DraftKeeper {
  const { settings } = state
  const [draft, setDraft] = useState<Draft>(new Map())
  /** Null takes the text back. */
  const put = (name: FieldName, typed: Typed | null) => setDraft((all) => withTyped(all, name, typed))

  const outcomeOf = async (name: FieldName, text: string): Promise<Objection | 'saved' | 'failed'> => {
    const verdict = judgeDraft(settings, name, text)
    if (verdict.kind === 'unchanged') return 'saved'
    if (verdict.kind !== 'changed') return verdict
    const result = await runner.run({ kind: 'saveSettings', changes: verdict.changes })
    if (result.ok) return result.declined ? { kind: 'declined' } : 'saved'
    return result.field === name ? { kind: 'refused', problem: result.problem } : 'failed'
  }

  const save = async (name: FieldName) => {
    const typed = draft.get(name)
    if (typed === undefined) return
    const outcome = await outcomeOf(name, typed.text)
    if (outcome === 'failed') return
    const next = outcome === 'saved' ? null : { ...typed, objection: outcome }
    // What was typed meanwhile stays.
    setDraft((all) => (all.get(name)?.text === typed.text ? withTyped(all, name, next) : all))
  }

  return {
    textOf: (name) => draft.get(name)?.text ?? settingText(settings, name),
    complaintOf: (name) => {
      const objection = draft.get(name)?.objection ?? null
      return objection === null ? null : objectionWords(state, name, objection)
    },
    type: (name, text) => put(name, { text, objection: null }),
    save: (name) => void save(name).catch(() => undefined),
    revert: (name) => {
      if (!draft.has(name)) return false
      put(name, null)
      return true
    },
  }
}

function withTyped(draft: Draft, name: FieldName, typed: Typed | null): Draft {
  const next = new Map(draft)
  if (typed === null) next.delete(name)
  else next.set(name, typed)
  return next
}
