/** Text that a person has typed into a field of Settings and that is not saved yet: what is to be saved of it, and why it was not. */
import type { AppState } from '../../../contract/app'
import type { Problem } from '../../../contract/problem'
import type { EditableSettings, FieldName, SettingsChanges } from '../../../contract/settings'
import { HIDDEN } from '../../basics/secret'
import { WINDOW } from '../../settings/table'
import { problemWords } from '../../words/problem-words'
import { sayIn } from '../../words/say'

/** Why a text was not saved. */
export type Objection =
  | { readonly kind: 'invalid' }
  /** The text still holds the word that hides a password. */
  | { readonly kind: 'hiddenPassword' }
  /** The person wanted running requests to end first. */
  | { readonly kind: 'declined' }
  /** The app found a mistake. */
  | { readonly kind: 'refused'; readonly problem: Problem }

export type DraftVerdict =
  /** Nothing to save: the setting has this value, or something overrides it. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly changes: SettingsChanges }
  | Extract<Objection, { kind: 'invalid' | 'hiddenPassword' }>

/** The value of a setting as text for its field. */
export function settingText<Name extends FieldName>(settings: EditableSettings, name: Name): string {
  return WINDOW[name].kind.toText(settings[name].value)
}

export function judgeDraft<Name extends FieldName>(
  settings: EditableSettings,
  name: Name,
  typed: string,
): DraftVerdict {
  const { kind } = WINDOW[name]
  if (settings[name].lockedBy !== null) return { kind: 'unchanged' }
  const value = kind.fromText(typed)
  if (value === undefined) return { kind: 'invalid' }
  if (kind.toText(value) === settingText(settings, name)) return { kind: 'unchanged' }
  if (kind.hidesPassword && typed.includes(HIDDEN)) return { kind: 'hiddenPassword' }
  return { kind: 'changed', changes: { [name]: value } }
}

export function objectionWords({ language }: AppState, field: FieldName, objection: Objection): string {
  const say = sayIn(language)
  switch (objection.kind) {
    case 'invalid':
      return say(`window.${field}Invalid`)
    case 'hiddenPassword':
      return say('window.proxyPassword')
    case 'declined':
      return say('settings.declined')
    case 'refused': {
      // What the field expects helps more than the general way out.
      if (objection.problem.code === 'SETTING_INVALID') return say(`window.${field}Invalid`)
      const { message, recovery } = problemWords(say, objection.problem)
      return `${message} ${recovery}`
    }
  }
}
