/** The Settings face. */
import type { AppState, CommandLink, LoginItem } from '../../../contract/app'
import type { FieldName } from '../../../contract/settings'
import type { Form } from '../../settings/kinds'
import { FIELD_NAMES, WINDOW } from '../../settings/table'
import type { Say } from '../../words/say'
import { folderOf, fromHome } from '../times'
import { type ActionView, action, offer } from './action'
import { type ChoiceView, choices, lockedWords } from './choices'
import { settingText } from './draft'
import { staleCopyNote } from './status'

/** A text field. Typed text stays in the window until it is saved. */
export interface FieldView {
  readonly name: FieldName
  readonly input: Form<never, never>['input']
  readonly label: string
  /** The value in the state. */
  readonly value: string
  readonly hint: string
  /** Names what overrides the setting; the field then cannot be edited. Null where nothing does. */
  readonly locked: string | null
  /** A warning about the present value. */
  readonly warning: string | null
}

/** A setting that is on or off, and changes at once. */
export interface SwitchView {
  readonly name: 'launchAtLogin' | 'commandLink' | 'titleCountdown' | 'notifications'
  readonly label: string
  readonly on: boolean
  readonly enabled: boolean
  readonly hint: string | null
  /** The command that turns the switch the other way. */
  readonly toggle: ActionView['command']
  /** A further step that the person has to take before the setting has an effect. */
  readonly remedy: ActionView | null
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
  readonly help: readonly ActionView[]
}

export function settingsView(state: AppState, say: Say): SettingsView {
  return {
    kind: 'settings',
    heading: say('window.settings'),
    connectionHeading: say('window.connection'),
    fields: fields(state, say),
    saveLabel: say('window.save'),
    savedLabel: say('window.saved'),
    generalHeading: say('window.general'),
    switches: switches(state, say),
    choices: choices(state, say),
    helpHeading: say('window.help'),
    version: say('window.version', { version: state.engine.version }),
    help: [
      offer(say, { kind: 'openLog' }),
      offer(say, { kind: 'openKimi' }),
      ...(state.releasesPage === '' ? [] : [offer(say, { kind: 'openReleases' })]),
    ],
  }
}

function fields(state: AppState, say: Say): readonly FieldView[] {
  const { settings } = state
  return FIELD_NAMES.map((name) => ({
    name,
    input: WINDOW[name].kind.input,
    label: say(`window.${name}`),
    value: settingText(settings, name),
    hint: say(`window.${name}Hint`),
    locked: lockedWords(settings[name].lockedBy, say),
    warning: name === 'port' ? staleCopyNote(state, say) : null,
  }))
}

function switches(state: AppState, say: Say): readonly SwitchView[] {
  const { preferences } = state
  const preference = (name: 'titleCountdown' | 'notifications', hint: string | null): SwitchView => ({
    name,
    label: say(`window.${name}`),
    on: preferences[name],
    enabled: true,
    hint,
    toggle: { kind: 'setPreferences', changes: { [name]: !preferences[name] } },
    remedy: null,
  })
  return [
    launchView(state, say),
    commandView(state.commandLink, say),
    ...(state.platform === 'darwin' ? [preference('titleCountdown', null)] : []),
    preference('notifications', say('window.notificationsHint')),
  ]
}

function launchView({ loginItem, platform }: AppState, say: Say): SwitchView {
  // What the system does not allow yet has no effect, so it is off.
  const on = loginItem.kind === 'on'
  const onWindows = platform === 'win32'
  const openSystem = say(onWindows ? 'window.openWindowsSettings' : 'window.openSystemSettings')
  return {
    name: 'launchAtLogin',
    label: say(onWindows ? 'tray.launchOnWindows' : 'do.setLaunchAtLogin'),
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
