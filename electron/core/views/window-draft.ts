/** What a person has typed into Settings and not saved yet: what of it differs, what is wrong with it. */
import type { SettingsChanges } from '../../contract/commands'
import type { DesktopState, EditableSettings } from '../../contract/desktop'
import type { Problem } from '../../contract/state'
import { HIDDEN } from '../secret'
import { isPort } from '../settings'
import { problemWords } from '../words/problem-words'
import { sayIn } from '../words/say'

/** What is typed; the others are chosen, and apply at once, or only shown. */
export type SettingName = Exclude<keyof EditableSettings, 'region' | 'credentials'>

const SETTING_NAMES: readonly SettingName[] = ['port', 'proxy', 'extraCaFile', 'allowedOrigins']

/** Typed text; a field that is left out follows the state. */
export type Draft = Partial<Record<SettingName, string>>

export interface FieldComplaint {
  readonly field: SettingName
  readonly text: string
}

export type DraftVerdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'invalid'; readonly complaint: FieldComplaint }
  | { readonly kind: 'changed'; readonly changes: SettingsChanges }

/** A setting as its field shows it. */
export function settingText(settings: EditableSettings, name: SettingName): string {
  switch (name) {
    case 'port':
      return String(settings.port.value)
    case 'proxy':
      return settings.proxy.value
    case 'extraCaFile':
      return settings.extraCaFile.value
    case 'allowedOrigins':
      return settings.allowedOrigins.value.join('\n')
  }
}

/** Only what differs is saved; what is locked cannot differ. */
export function judgeDraft({ settings, language }: DesktopState, draft: Draft): DraftVerdict {
  const say = sayIn(language)
  const changed = (name: SettingName): string | null => {
    const typed = draft[name]
    if (typed === undefined || settings[name].lockedBy !== null) return null
    const text = tidied(name, typed)
    return text === settingText(settings, name) ? null : text
  }
  const port = changed('port')
  const proxy = changed('proxy')
  const extraCaFile = changed('extraCaFile')
  const allowedOrigins = changed('allowedOrigins')
  if (port !== null && !isPort(port)) return invalid('port', say('window.portInvalid'))
  if (proxy?.includes(HIDDEN)) return invalid('proxy', say('window.proxyPassword'))
  const changes: SettingsChanges = {
    ...(port === null ? {} : { port: Number(port) }),
    ...(proxy === null ? {} : { proxy }),
    ...(extraCaFile === null ? {} : { extraCaFile }),
    ...(allowedOrigins === null ? {} : { allowedOrigins: lines(allowedOrigins) }),
  }
  return Object.keys(changes).length === 0 ? { kind: 'unchanged' } : { kind: 'changed', changes }
}

/** What of it the state does not hold yet: all of it while the person types, the rest once it was saved. */
export function withoutSaved(settings: EditableSettings, draft: Draft): Draft {
  const kept = SETTING_NAMES.flatMap((name) => {
    const typed = draft[name]
    const differs = typed !== undefined && tidied(name, typed) !== settingText(settings, name)
    return differs ? [[name, typed] as const] : []
  })
  return Object.fromEntries(kept)
}

/** What the app found wrong, said at the field: how the field wants it is of more use than the general way out. */
export function fieldComplaint(
  { language }: DesktopState,
  field: SettingName,
  problem: Problem,
): FieldComplaint {
  const say = sayIn(language)
  if (problem.code === 'SETTING_INVALID') return { field, text: say(`window.${field}Invalid`) }
  const { message, recovery } = problemWords(say, problem)
  return { field, text: `${message} ${recovery}` }
}

/** As it is saved. */
function tidied(name: SettingName, typed: string): string {
  switch (name) {
    case 'allowedOrigins':
      return lines(typed).join('\n')
    case 'port':
      return isPort(typed.trim()) ? String(Number(typed)) : typed.trim()
    case 'proxy':
    case 'extraCaFile':
      return typed.trim()
  }
}

function invalid(field: SettingName, text: string): DraftVerdict {
  return { kind: 'invalid', complaint: { field, text } }
}

function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
