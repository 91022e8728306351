/**
 * Text that a person has typed into Settings and not saved yet: which fields differ from the state, and which are wrong.
 */
import type { AppState } from '../../../contract/app'
import type { Problem } from '../../../contract/problem'
import type { EditableSettings, FieldName, SettingsChanges, ShownSettings } from '../../../contract/settings'
import { HIDDEN } from '../../basics/secret'
import { FIELD_NAMES, WINDOW } from '../../settings/table'
import { problemWords } from '../../words/problem-words'
import { sayIn } from '../../words/say'

/** Typed text by field. A field without an entry shows the state. */
export type Draft = Partial<Record<FieldName, string>>

export interface FieldComplaint {
  readonly field: FieldName
  readonly text: string
}

export type DraftVerdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'invalid'; readonly complaint: FieldComplaint }
  | { readonly kind: 'changed'; readonly changes: SettingsChanges }

/** The value of a setting as text for its field. */
export function settingText<Name extends FieldName>(settings: EditableSettings, name: Name): string {
  return WINDOW[name].kind.toText(settings[name].value)
}

/** The changes to save: only fields that differ. A field that something overrides is left out. */
export function judgeDraft({ settings, language }: AppState, draft: Draft): DraftVerdict {
  const say = sayIn(language)
  const changes: { -readonly [Name in FieldName]?: ShownSettings[Name] } = {}
  const take = <Name extends FieldName>(name: Name, typed: string): 'taken' | 'invalid' | 'hidden' => {
    const { kind } = WINDOW[name]
    const value = kind.fromText(typed)
    if (value === undefined) return 'invalid'
    if (kind.hidesPassword && typed.includes(HIDDEN)) return 'hidden'
    changes[name] = value
    return 'taken'
  }
  for (const field of FIELD_NAMES) {
    const typed = draft[field]
    if (typed === undefined || settings[field].lockedBy !== null || !differs(settings, field, typed)) continue
    const outcome = take(field, typed)
    if (outcome === 'taken') continue
    const text = say(outcome === 'hidden' ? 'window.proxyPassword' : `window.${field}Invalid`)
    return { kind: 'invalid', complaint: { field, text } }
  }
  return Object.keys(changes).length === 0 ? { kind: 'unchanged' } : { kind: 'changed', changes }
}

/** The part of the draft that the state does not hold yet: all of it while the person types, the rest after a save. */
export function withoutSaved(settings: EditableSettings, draft: Draft): Draft {
  const kept = FIELD_NAMES.flatMap((name) => {
    const typed = draft[name]
    return typed !== undefined && differs(settings, name, typed) ? [[name, typed] as const] : []
  })
  return Object.fromEntries(kept)
}

function differs<Name extends FieldName>(settings: EditableSettings, name: Name, typed: string): boolean {
  const { kind } = WINDOW[name]
  const value = kind.fromText(typed)
  return value === undefined || kind.toText(value) !== settingText(settings, name)
}

/**
 * The mistake that the app found, worded for its field. What the field expects helps more than the general way out, so that
 * sentence is taken.
 */
export function fieldComplaint({ language }: AppState, field: FieldName, problem: Problem): FieldComplaint {
  const say = sayIn(language)
  if (problem.code === 'SETTING_INVALID') return { field, text: say(`window.${field}Invalid`) }
  const { message, recovery } = problemWords(say, problem)
  return { field, text: `${message} ${recovery}` }
}
