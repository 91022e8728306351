/** The lists of the Settings face: one of several, chosen, applies at once. */
import type { DesktopState, Language } from '../../../contract/app'
import type { LoginPick } from '../../../contract/engine'
import type { Say } from '../../words/say'
import { loginWords } from '../status-lines'
import type { ActionView } from './action'

export interface ChoiceView {
  readonly name: 'login' | 'region' | 'language' | 'trayIcon'
  readonly label: string
  readonly value: string
  /** What wins over it; then it cannot be chosen. */
  readonly locked: string | null
  readonly options: readonly ChoiceOption[]
}

export interface ChoiceOption {
  readonly value: string
  readonly label: string
  /** The language of the label, where it is not that of the window. */
  readonly lang: Language | null
  readonly command: ActionView['command']
}

export function choices(state: DesktopState, say: Say): readonly ChoiceView[] {
  const everywhere = [loginView(state, say), regionView(state, say), languageView(state, say)]
  return state.platform === 'darwin' ? everywhere : [...everywhere, trayIconView(state, say)]
}

/** Says what wins over a setting. */
export function lockedWords(lockedBy: string | null, say: Say): string | null {
  return lockedBy === null ? null : say('window.lockedBy', { name: lockedBy })
}

interface Choice<Value extends string> extends Pick<ChoiceView, 'name' | 'label' | 'locked'> {
  readonly value: Value
  readonly options: readonly (readonly [value: Value, label: string, lang?: Language])[]
  /** What choosing one does. */
  command(value: Value): ActionView['command']
}

function choiceView<Value extends string>({ options, command, ...choice }: Choice<Value>): ChoiceView {
  return {
    ...choice,
    options: options.map(([value, label, lang = null]) => ({ value, label, lang, command: command(value) })),
  }
}

/** Only what was found can be chosen, and what is chosen already. */
function loginView({ engine, settings }: DesktopState, say: Say): ChoiceView {
  const isOffered = (owner: LoginPick) =>
    engine.pick === owner || engine.logins.some(({ source, usable }) => source.owner === owner && usable)
  const owners = (['own', 'kimi-code', 'kimi-cli'] as const).filter(isOffered)
  return choiceView<LoginPick>({
    name: 'login',
    label: say('window.useLogin'),
    value: engine.pick,
    locked: lockedWords(settings.credentials.lockedBy, say),
    options: [
      ['auto', say('window.useLoginAuto')],
      ...owners.map((owner) => [owner, loginWords(owner, say)] as const),
    ],
    command: (pick) => ({ kind: 'useLogin', pick }),
  })
}

/** Kimi's two services; both hosts change together. */
function regionView({ settings }: DesktopState, say: Say): ChoiceView {
  return choiceView({
    name: 'region',
    label: say('window.region'),
    value: settings.region.value,
    locked: lockedWords(settings.region.lockedBy, say),
    options: [
      ['auto', say('window.regionAuto')],
      ['mainland-cn', say('window.regionMainland')],
      ['global', say('window.regionGlobal')],
    ],
    command: (region) => ({ kind: 'saveSettings', changes: { region } }),
  })
}

function languageView({ preferences }: DesktopState, say: Say): ChoiceView {
  return choiceView({
    name: 'language',
    label: say('window.language'),
    value: preferences.language,
    locked: null,
    options: [
      ['system', say('window.languageSystem')],
      ['en', say('window.languageEnglish'), 'en'],
      ['zh-CN', say('window.languageChinese'), 'zh-CN'],
    ],
    command: (language) => ({ kind: 'setPreferences', changes: { language } }),
  })
}

/** No system tells the colour of its panel for sure. */
function trayIconView({ preferences }: DesktopState, say: Say): ChoiceView {
  return choiceView({
    name: 'trayIcon',
    label: say('window.trayIcon'),
    value: preferences.trayIcon,
    locked: null,
    options: [
      ['auto', say('window.trayIconAuto')],
      ['light', say('window.trayIconLight')],
      ['dark', say('window.trayIconDark')],
    ],
    command: (trayIcon) => ({ kind: 'setPreferences', changes: { trayIcon } }),
  })
}
