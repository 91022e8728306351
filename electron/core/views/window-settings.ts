/** The Settings face. */
import type {
  CommandLink,
  DesktopState,
  Language,
  LoginItem,
  Preferences,
  Setting,
} from '../../contract/desktop'
import type { LoginPick, Region } from '../../contract/state'
import type { Say } from '../words/say'
import { loginWords } from './tray-lines'
import { type ActionView, action, offer } from './window-action'
import { type SettingName, settingText } from './window-draft'
import { type NewVersionRowView, newVersionRow } from './window-new-version'
import { staleCopyNote } from './window-status'
import { folderOf, fromHome } from './window-times'

/** A text field; what is typed into it is the window's own until it is saved. */
export interface FieldView {
  readonly name: SettingName
  readonly label: string
  /** As the state has it. */
  readonly value: string
  readonly hint: string
  /** What wins over it; then it cannot be edited. */
  readonly locked: string | null
  /** Something to know about the present value. */
  readonly warning: string | null
}

/** Applies at once. */
export interface SwitchView {
  readonly name: 'launchAtLogin' | 'commandLink' | 'titleCountdown' | 'notifications'
  readonly label: string
  readonly on: boolean
  readonly enabled: boolean
  readonly hint: string | null
  /** What turns it the other way. */
  readonly toggle: ActionView['command']
  /** What else is to be done so that it holds. */
  readonly remedy: ActionView | null
}

/** One of several; applies at once. */
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

export interface SettingsView {
  readonly kind: 'settings'
  readonly heading: string
  readonly connectionHeading: string
  readonly fields: readonly FieldView[]
  readonly saveLabel: string
  readonly savedLabel: string
  readonly generalHeading: string
  readonly switches: readonly SwitchView[]
  readonly choices: readonly ChoiceView[]
  readonly helpHeading: string
  readonly version: string
  readonly newVersion: NewVersionRowView | null
  readonly help: readonly ActionView[]
}

export function settingsView(state: DesktopState, say: Say, nowMs: number): SettingsView {
  return {
    kind: 'settings',
    heading: say('window.settings'),
    connectionHeading: say('window.connection'),
    fields: fields(state, say),
    saveLabel: say('window.save'),
    savedLabel: say('window.saved'),
    generalHeading: say('window.general'),
    switches: switches(state, say),
    choices: [
      loginView(state, say),
      regionView(state, say),
      languageView(state, say),
      ...(state.platform === 'darwin' ? [] : [trayIconView(state, say)]),
    ],
    helpHeading: say('window.help'),
    version: say('window.version', { version: state.engine.version }),
    newVersion: newVersionRow(state, say, nowMs),
    help: [offer(say, { kind: 'openLog' }), offer(say, { kind: 'openKimi' })],
  }
}

function fields(state: DesktopState, say: Say): readonly FieldView[] {
  const { settings } = state
  const field = (name: SettingName, setting: Setting<unknown>): FieldView => ({
    name,
    label: say(`window.${name}`),
    value: settingText(settings, name),
    hint: say(`window.${name}Hint`),
    locked: setting.lockedBy === null ? null : say('window.lockedBy', { name: setting.lockedBy }),
    warning: name === 'port' ? staleCopyNote(state, say) : null,
  })
  return [
    field('port', settings.port),
    field('proxy', settings.proxy),
    field('extraCaFile', settings.extraCaFile),
    field('allowedOrigins', settings.allowedOrigins),
    field('updateFeed', settings.updateFeed),
  ]
}

function switches(state: DesktopState, say: Say): readonly SwitchView[] {
  const { titleCountdown, notifications } = state.preferences
  const preference = (
    name: 'titleCountdown' | 'notifications',
    on: boolean,
    hint: string | null,
  ): SwitchView => ({
    name,
    label: say(`window.${name}`),
    on,
    enabled: true,
    hint,
    toggle: { kind: 'setPreferences', changes: { [name]: !on } },
    remedy: null,
  })
  return [
    launchView(state, say),
    commandView(state.commandLink, say),
    ...(state.platform === 'darwin' ? [preference('titleCountdown', titleCountdown, null)] : []),
    preference('notifications', notifications, say('window.notificationsHint')),
  ]
}

function launchView({ loginItem, platform }: DesktopState, say: Say): SwitchView {
  const on = loginItem.kind === 'on' || loginItem.kind === 'needsApproval'
  const onWindows = platform === 'win32'
  const openSystem = say(onWindows ? 'window.openWindowsSettings' : 'window.openSystemSettings')
  return {
    name: 'launchAtLogin',
    label: say('do.setLaunchAtLogin'),
    on,
    enabled: loginItem.kind !== 'unavailable',
    hint: launchHint(loginItem, onWindows, say),
    toggle: { kind: 'setLaunchAtLogin', on: !on },
    remedy: loginItem.kind === 'needsApproval' ? action(openSystem, { kind: 'openLoginItemSettings' }) : null,
  }
}

function launchHint(loginItem: LoginItem, onWindows: boolean, say: Say): string | null {
  switch (loginItem.kind) {
    case 'on':
    case 'off':
      return null
    case 'needsApproval':
      return say(onWindows ? 'window.launchDisabledByWindows' : 'window.launchNeedsApproval')
    case 'unavailable':
      return say(
        loginItem.reason === 'development' ? 'window.launchDevelopment' : 'window.launchTranslocated',
      )
    case 'failed':
      return say('window.launchFailed')
  }
}

function commandView(link: CommandLink, say: Say): SwitchView {
  const isPackaged = link.kind === 'unavailable' && link.reason === 'package'
  const on = link.kind === 'installed' || link.kind === 'outdated' || isPackaged
  const install = { kind: 'installCommand' } as const
  return {
    name: 'commandLink',
    label: say('command.label'),
    on,
    enabled: link.kind !== 'unavailable',
    hint: commandHint(link, say),
    toggle: on ? { kind: 'removeCommand' } : install,
    remedy: link.kind === 'outdated' ? action(say('command.again'), install) : null,
  }
}

function commandHint(link: CommandLink, say: Say): string {
  switch (link.kind) {
    case 'absent':
    case 'installed':
    case 'foreign':
      return say(`command.${link.kind}Hint`, { folder: folderOf(link.path) })
    case 'outdated':
      return say('command.outdatedHint')
    case 'blocked':
      return say('command.blockedHint', { path: fromHome(link.path) })
    case 'unavailable':
      return say(COMMAND_UNAVAILABLE[link.reason])
  }
}

const COMMAND_UNAVAILABLE = {
  development: 'window.launchDevelopment',
  translocated: 'window.launchTranslocated',
  package: 'command.packageHint',
} as const

/** Only what was found can be chosen, and what is chosen already. */
function loginView({ engine, settings }: DesktopState, say: Say): ChoiceView {
  const option = (pick: LoginPick, label: string): ChoiceOption => ({
    value: pick,
    label,
    lang: null,
    command: { kind: 'useLogin', pick },
  })
  const isOffered = (owner: LoginPick) =>
    engine.pick === owner || engine.logins.some(({ source, usable }) => source.owner === owner && usable)
  const owners = (['own', 'kimi-code', 'kimi-cli'] as const).filter(isOffered)
  const { lockedBy } = settings.credentials
  return {
    name: 'login',
    label: say('window.useLogin'),
    value: engine.pick,
    locked: lockedBy === null ? null : say('window.lockedBy', { name: lockedBy }),
    options: [
      option('auto', say('window.useLoginAuto')),
      ...owners.map((owner) => option(owner, loginWords(owner, say))),
    ],
  }
}

/** Kimi's two services; both hosts change together. */
function regionView({ settings }: DesktopState, say: Say): ChoiceView {
  const { value, lockedBy } = settings.region
  const option = (region: 'auto' | Region, label: string): ChoiceOption => ({
    value: region,
    label,
    lang: null,
    command: { kind: 'saveSettings', changes: { region } },
  })
  return {
    name: 'region',
    label: say('window.region'),
    value,
    locked: lockedBy === null ? null : say('window.lockedBy', { name: lockedBy }),
    options: [
      option('auto', say('window.regionAuto')),
      option('mainland-cn', say('window.regionMainland')),
      option('global', say('window.regionGlobal')),
    ],
  }
}

function languageView({ preferences }: DesktopState, say: Say): ChoiceView {
  const option = (language: Preferences['language'], label: string): ChoiceOption => ({
    value: language,
    label,
    lang: language === 'system' ? null : language,
    command: { kind: 'setPreferences', changes: { language } },
  })
  return {
    name: 'language',
    label: say('window.language'),
    value: preferences.language,
    locked: null,
    options: [
      option('system', say('window.languageSystem')),
      option('en', say('window.languageEnglish')),
      option('zh-CN', say('window.languageChinese')),
    ],
  }
}

/** No system tells the colour of its panel for sure. */
function trayIconView({ preferences }: DesktopState, say: Say): ChoiceView {
  const option = (trayIcon: Preferences['trayIcon'], label: string): ChoiceOption => ({
    value: trayIcon,
    label,
    lang: null,
    command: { kind: 'setPreferences', changes: { trayIcon } },
  })
  return {
    name: 'trayIcon',
    label: say('window.trayIcon'),
    value: preferences.trayIcon,
    locked: null,
    options: [
      option('auto', say('window.trayIconAuto')),
      option('light', say('window.trayIconLight')),
      option('dark', say('window.trayIconDark')),
    ],
  }
}
