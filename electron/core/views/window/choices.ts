/** The lists of the Settings face: a person chooses one option, and it applies at once. */
import type { AppState, Language } from '../../../contract/app'
import type { LoginPick } from '../../../contract/engine'
import type { Say } from '../../words/say'
import { loginWords } from '../status-lines'
import type { ActionView } from './action'

export interface ChoiceView {
  readonly name: 'login' | 'region' | 'language' | 'menuBarTitle' | 'trayIcon'
  readonly label: string
  readonly value: string
  /** Names what overrides the setting; the list then cannot be changed. Null where nothing does. */
  readonly locked: string | null
  readonly options: readonly ChoiceOption[]
}

export interface ChoiceOption {
  readonly value: string
  readonly label: string
  /** The language of the label, where that differs from the window's. */
  readonly lang: Language | null
  readonly command: ActionView['command']
}

export function choices(state: AppState, say: Say): readonly ChoiceView[] {
  const everywhere = [loginView(state, say), regionView(state, say), languageView(state, say)]
  return [...everywhere, state.platform === 'darwin' ? titleView(state, say) : trayIconView(state, say)]
}

/** The sentence that names what overrides a setting. */
export function lockedWords(lockedBy: string | null, say: Say): string | null {
  return lockedBy === null ? null : say('window.lockedBy', { name: lockedBy })
}

interface Choice<Value extends string> extends Pick<ChoiceView, 'name' | 'label' | 'locked'> {
  readonly value: Value
  readonly options: readonly (readonly [value: Value, label: string, lang?: Language])[]
  /** The command that chooses this option. */
  command(value: Value): ActionView['command']
}

function choiceView<Value extends string>({ options, command, ...choice }: Choice<Value>): ChoiceView {
  return {
    ...choice,
    options: options.map(([value, label, lang = null]) => ({ value, label, lang, command: command(value) })),
  }
}

/** Offers the logins that were found, and the one that is chosen already. */
function loginView({ engine, settings }: AppState, say: Say): ChoiceView {
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

/** Kimi's two services. Choosing one changes the API host and the sign-in host together. */
function regionView({ settings }: AppState, say: Say): ChoiceView {
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

function languageView({ preferences }: AppState, say: Say): ChoiceView {
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

/** The text beside the icon, which only a menu bar has room for. */
function titleView({ preferences }: AppState, say: Say): ChoiceView {
  return choiceView({
    name: 'menuBarTitle',
    label: say('window.menuBarTitle'),
    value: preferences.menuBarTitle,
    locked: null,
    options: [
      ['off', say('window.menuBarTitleOff')],
      ['token', say('window.menuBarTitleToken')],
      ['fiveHours', say('limits.fiveHours')],
    ],
    command: (menuBarTitle) => ({ kind: 'setPreferences', changes: { menuBarTitle } }),
  })
}

/** The colour of the panel is a setting, because no system reports it reliably. */
function trayIconView({ preferences }: AppState, say: Say): ChoiceView {
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
