/**
 * The one state of the tray app: its engine's state and what only an app has. Tray, window and notices are views of
 * it. It travels to the window whole, so it is plain data and holds no secret. Imports the contract only.
 */
import type { DoctorState } from './doctor'
import type { EngineState } from './engine'
import type { DeviceSignIn } from './login'
import type { PlanTold } from './plan-notices'
import type { Problem } from './problem'
import type { Serving } from './serving'
import type { EditableSettings, EditedKey } from './settings'

export type Language = 'en' | 'zh-CN'
/** The systems whose habits differ. */
export type Platform = 'darwin' | 'win32' | 'linux'

export interface Preferences {
  readonly language: 'system' | Language
  /** The text beside the icon, on macOS only: "12m" of the token, or "62%" of the 5-hour limit. */
  readonly menuBarTitle: 'off' | 'token' | 'fiveHours'
  readonly notifications: boolean
  /** For which panel the icon is drawn; not on macOS, which colours it by itself. */
  readonly trayIcon: 'auto' | 'light' | 'dark'
}

/** What is saved as soon as it is changed in Settings. */
export type SavedName = EditedKey | keyof Preferences

/** Launch at login, by the system's own answer. `needsApproval`: the system wants the person to allow it there. */
export type LoginItem =
  | { readonly kind: 'on' }
  | { readonly kind: 'off' }
  | { readonly kind: 'needsApproval' }
  | { readonly kind: 'unavailable'; readonly reason: 'development' | 'translocated' }
  | { readonly kind: 'failed' }

/**
 * The command `kimi-proxy` in the person's own folder of programs, as it lies on the disk.
 *
 *     absent  --install--> installed --remove--> absent
 *     foreign --install, once it was asked about--> installed
 *     outdated (ours, to where the app was before) --start of the app, install--> installed
 *     blocked (a folder), unavailable: nothing can be done from here
 */
export type CommandLink =
  /** `package`: the system's package has brought the command for everybody. */
  | { readonly kind: 'unavailable'; readonly reason: 'development' | 'translocated' | 'package' }
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'installed'; readonly path: string }
  | { readonly kind: 'outdated'; readonly path: string }
  | {
      readonly kind: 'foreign'
      readonly path: string
      /** Where it leads; null for what is no link. */
      readonly target: string | null
      /** Tells it from another that has taken its place. */
      readonly stamp: string
    }
  | { readonly kind: 'blocked'; readonly path: string }

/**
 * Whether Claude Code's own settings (of the user) lead here.
 *
 *     none --connect--> connected --disconnect--> none
 *     connected --another program--> changed          connected --another port of ours--> otherPort
 *     changed, otherPort --connect--> connected
 */
export type ClaudeConnection =
  | { readonly kind: 'none' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'otherPort' }
  /** `names`: the variables that another program has changed. */
  | { readonly kind: 'changed'; readonly names: readonly string[] }

/**
 * What a person may change in Claude Code's settings now: the very change that `connectClaude` or `disconnectClaude` makes.
 *
 *     offered --connectClaude, disconnectClaude--> made --the other of the two--> made --the face is left--> offered
 */
export interface ClaudeChange {
  /** The settings file. */
  readonly path: string
  /** One for each line, with "+ " or "- " before it; keys are hidden. Empty where nothing would change. */
  readonly lines: readonly string[]
  /** Why the file can't be changed; null where it can. */
  readonly problem: Problem | null
  /** What has just been made, and can be undone in one step. */
  readonly made: 'connect' | 'disconnect' | null
}

/**
 * The first run: one page with everything that there is to set up.
 *
 *     undecided --login and Claude Code's settings have been looked at--> open --finishSetUp--> over
 *         |                                                                |
 *         '--signed in and connected already--> over <--both are done and the window is closed--'
 *
 * The app remembers `over` for ever.
 */
export type SetUp = 'undecided' | 'open' | 'over'

/** The outcome of installing the command. */
export interface CommandInstalled {
  readonly path: string
  /** Where the link led that was replaced. */
  readonly ledTo: string | null
  /** Where the file is now that was in its place. */
  readonly keptAs: string | null
  /** Whether the app's own PATH names the folder; a terminal may have another. */
  readonly onPath: boolean
}

/**
 * The guide through a sign-in, for as long as Kimi wants one.
 *
 *     idle -> guiding -> done -> idle       (done: a login has appeared; the window says so and closes)
 */
export type SignInGuide =
  | { readonly kind: 'idle' }
  | { readonly kind: 'guiding'; readonly copied: boolean; readonly terminalOpened: boolean }
  | { readonly kind: 'done' }

/** The face that the person has opened; the sign-in face takes the place of `status` on its own. */
export type Face = 'status' | 'requests' | 'claude' | 'doctor' | 'settings'

/** Something to be known once, shown until it is put away. */
export type Note =
  | { readonly kind: 'settingsKeptAside'; readonly path: string }
  | { readonly kind: 'settingsUnreadable'; readonly path: string }
  | { readonly kind: 'unexpectedError' }
  | { readonly kind: 'relaunched' }
  | ({ readonly kind: 'commandInstalled' } & CommandInstalled)
  | { readonly kind: 'commandRemoved'; readonly path: string }

/** The troubles that a person should hear of although no window is open. */
export type Trouble = 'signIn' | 'gaveUp' | 'cannotStart'

/** The subject of a notice. */
export type Announcement = Trouble | 'recovered'

export interface AppState {
  readonly serving: Serving
  /** Of the app's own engine, as it is or was last; who serves at all is in `serving`. */
  readonly engine: EngineState
  readonly guide: SignInGuide
  readonly signIn: DeviceSignIn
  /** Whether the person signs in on a phone, so that no browser opens here. */
  readonly signInByPhone: boolean
  readonly setUp: SetUp
  readonly doctor: DoctorState
  readonly face: Face
  readonly windowOpen: boolean
  readonly preferences: Preferences
  /** The preference, with `system` resolved. */
  readonly language: Language
  readonly platform: Platform
  readonly loginItem: LoginItem
  readonly commandLink: CommandLink
  readonly claude: ClaudeConnection
  /** Null until the settings have been looked at. */
  readonly claudeChange: ClaudeChange | null
  readonly settings: EditableSettings
  /** The setting that was changed last and can be undone; null once it was undone or the person has left Settings. */
  readonly saved: SavedName | null
  /** The port in the Claude Code settings that were copied last; null when none were. */
  readonly copiedPort: number | null
  readonly notes: readonly Note[]
  /** The page with all versions of the app; empty where the build was given no public home. */
  readonly releasesPage: string
  /** The trouble that a notice has told of and that is not over yet, so that each trouble and each recovery is told once. */
  readonly announced: Trouble | null
  /** What notices have told of the plan's limits. */
  readonly planTold: PlanTold
  readonly quitting: boolean
}
