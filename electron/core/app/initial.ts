/** The state that the app begins with. Pure. */
import type { AppState, CommandLink, Language, LoginItem, Note, Platform } from '../../contract/app'
import type { EditableSettings } from '../../contract/settings'
import type { Now } from '../engine/health'
import { initialState } from '../engine/update'
import type { AppMemory } from '../settings/preferences'
import type { Settings } from '../settings/schema'

export interface Beginning {
  readonly version: string
  readonly pid: number
  readonly now: Now
  readonly platform: Platform
  readonly language: Language
  readonly memory: AppMemory
  readonly settings: Settings
  readonly editable: EditableSettings
  readonly loginItem: LoginItem
  readonly commandLink: CommandLink
  readonly notes: readonly Note[]
  readonly releasesPage: string
}

export function initialAppState(beginning: Beginning): AppState {
  const { version, pid, now, platform, language, memory, settings, editable } = beginning
  const { loginItem, commandLink, notes, releasesPage } = beginning
  return {
    serving: { kind: 'off' },
    engine: initialState({
      version,
      pid,
      host: 'tray',
      nonce: '',
      startedAtMs: now.wallMs,
      startedAtElapsedMs: now.elapsedMs,
      settings: settings.origins,
      skipped: settings.skipped,
      parkMs: 0,
      region: settings.region,
      pick: 'auto',
    }),
    guide: { kind: 'idle' },
    signIn: { kind: 'idle' },
    signInByPhone: false,
    setUp: memory.setUpOver ? 'over' : 'undecided',
    doctor: { kind: 'idle' },
    face: 'status',
    windowOpen: false,
    preferences: memory.preferences,
    language,
    platform,
    loginItem,
    commandLink,
    claude: { kind: 'none' },
    claudeChange: null,
    settings: editable,
    saved: null,
    copiedPort: memory.copiedPort,
    notes,
    releasesPage,
    announced: null,
    planTold: {},
    quitting: false,
  }
}

/** The chosen language; else the first of the person's languages that the app speaks; else English. */
export function languageFor(chosen: 'system' | Language, languages: readonly string[]): Language {
  if (chosen !== 'system') return chosen
  const first = languages
    .map((language) => language.toLowerCase())
    .find((language) => /^(zh|en)\b/.test(language))
  return first?.startsWith('zh') === true ? 'zh-CN' : 'en'
}
