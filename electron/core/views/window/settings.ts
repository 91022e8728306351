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

/** A text field. It is saved when it is left, or with Return. */
export interface FieldView {
  readonly name: FieldName
  readonly input: Form<never, never>['input']
  readonly label: string
  /** The value in the state. */
  readonly value: string
  readonly hint: string
  /** Whether what the person has come here to mend is this field. */
  readonly isWanted: boolean
  /** Names what overrides the setting; the field then cannot be edited. Null where nothing does. */
  readonly locked: string | null
  /** A warning about the present value. */
  readonly warning: string | null
}

/** A setting that is on or off, and changes at once. */
export interface SwitchView {
  readonly name: 'launchAtLogin' | 'commandLink' | 'notifications'
  readonly label: string
  readonly on: boolean
  readonly enabled: boolean
  readonly hint: string | null
  /** The command that turns the switch the other way. */
  readonly toggle: ActionView['command']
  /** A further step that the person has to take before the setting has an effect. */
  readonly remedy: ActionView | null
}

/** What few people need: closed, unless something in it has to be mended. */
export interface AdvancedView {
  readonly label: string
  readonly isWanted: boolean
  readonly fields: readonly FieldView[]
}

/** The line that says what was saved last. `undo`: null where nothing is to be undone. */
export interface SavedView {
  readonly text: string
  readonly undo: ActionView | null
}

export interface SettingsView {
  readonly kind: 'settings'
  readonly heading: string
  readonly advanced: AdvancedView
  readonly saved: SavedView
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
    advanced: advancedView(state, say),
    saved: savedView(state, say),
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

function savedView({ saved }: AppState, say: Say): SavedView {
  if (saved === null) return { text: say('settings.atOnce'), undo: null }
  const name = say(`window.${saved}`)
  const spoken = say('settings.undoSpoken', { name })
  return {
    text: say('settings.saved', { name }),
    undo: action(say('settings.undo'), { kind: 'undoSetting' }, { spoken }),
  }
}

function advancedView(state: AppState, say: Say): AdvancedView {
  const { serving } = state
  const isInvalid = serving.kind === 'cannotStart' && serving.problem.code === 'SETTING_INVALID'
  const isTaken = serving.kind === 'portTaken'
  return {
    label: say('settings.advanced'),
    isWanted: isInvalid || isTaken,
    fields: fields(state, isTaken ? 'port' : null, say),
  }
}

function fields(state: AppState, wanted: FieldName | null, say: Say): readonly FieldView[] {
  const { settings } = state
  return FIELD_NAMES.map((name) => ({
    name,
    isWanted: name === wanted,
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
  const { notifications } = preferences
  return [
    launchView(state, say),
    commandView(state.commandLink, say),
    {
      name: 'notifications',
      label: say('window.notifications'),
      on: notifications,
      enabled: true,
      hint: say('window.notificationsHint'),
      toggle: { kind: 'setPreferences', changes: { notifications: !notifications } },
      remedy: null,
    },
  ]
}

export function launchView({ loginItem, platform }: AppState, say: Say): SwitchView {
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
