/** Everything a person can ask for, by menu, button or flag. Imports only the contract. */
import type { Face, Note, Preferences } from './app'
import type { LoginPick } from './engine'
import type { Problem } from './problem'
import type { EditedKey, SettingsChanges } from './settings'

/** The commands of an engine. */
export type EngineCommand =
  | { readonly kind: 'refresh' }
  | { readonly kind: 'stop' }
  /** Uses that login from now on; refused where there is none. */
  | { readonly kind: 'use'; readonly pick: LoginPick }
  /** A login was written or removed: look at the files now. */
  | { readonly kind: 'lookAgain' }
  /** Refused while a stop would lose a renewed login that is nowhere on disk. */
  | { readonly kind: 'secure' }

/** The commands of the tray app. `atOnce`: without asking whether running answers may be cut. */
export type Command =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop'; readonly atOnce: boolean }
  | { readonly kind: 'refresh' }
  /** Tries again after the supervisor gave up. */
  | { readonly kind: 'retry' }
  /** Ends the engine of the command line. */
  | { readonly kind: 'stopOther' }
  /** Ends the engine of the command line and starts the app's own. */
  | { readonly kind: 'takeOver' }
  | { readonly kind: 'openWindow'; readonly face: Face }
  | { readonly kind: 'closeWindow' }
  /** `shell`: lines for the terminal. `json`: for Claude Code's settings.json. */
  | { readonly kind: 'copySettings'; readonly form: 'shell' | 'json' }
  | { readonly kind: 'copyBaseUrl' }
  /** Puts what leads Claude Code here into its settings, as the change in the state shows it; refused where the file is no longer so. */
  | { readonly kind: 'connectClaude' }
  /** Takes that back in the same way. */
  | { readonly kind: 'disconnectClaude' }
  | { readonly kind: 'copySignInCommand' }
  | { readonly kind: 'useLogin'; readonly pick: LoginPick }
  /** Looks for what is wrong; what it finds comes with the state. */
  | { readonly kind: 'runDoctor' }
  /** Copies the doctor's last findings as text. */
  | { readonly kind: 'copyReport' }
  /** Begins a sign-in with a code anew, in the window and in the browser. */
  | { readonly kind: 'signIn' }
  /** Does so with a code to scan, and without the browser. */
  | { readonly kind: 'signInByPhone' }
  /** Ends it, or puts away how it ended. */
  | { readonly kind: 'cancelSignIn' }
  | { readonly kind: 'copySignInCode' }
  /** In the system's browser. */
  | { readonly kind: 'openSignInPage' }
  /** Removes the app's own login, after asking. */
  | { readonly kind: 'signOut' }
  | { readonly kind: 'openTerminal' }
  | { readonly kind: 'openLog' }
  /** Kimi's own page, where plans are. */
  | { readonly kind: 'openKimi' }
  /** The project's page with all its versions, in the system's browser. */
  | { readonly kind: 'openReleases' }
  | { readonly kind: 'setLaunchAtLogin'; readonly on: boolean }
  | { readonly kind: 'openLoginItemSettings' }
  /** Puts `kimi-proxy` where terminals find it; asks where something else lies there. */
  | { readonly kind: 'installCommand' }
  | { readonly kind: 'removeCommand' }
  | { readonly kind: 'setPreferences'; readonly changes: Partial<Preferences> }
  | { readonly kind: 'saveSettings'; readonly changes: SettingsChanges }
  /** Gives the setting that was changed last its former value. */
  | { readonly kind: 'undoSetting' }
  | { readonly kind: 'dismissNote'; readonly note: Note['kind'] }
  /** Ends the first run, whatever of it has been done. */
  | { readonly kind: 'finishSetUp' }
  | { readonly kind: 'about' }
  | { readonly kind: 'quit' }

/** `declined`: the person was asked whether requests may be cut, and said no, so that nothing was done. */
export type CommandResult =
  | { readonly ok: true; readonly declined?: true }
  | { readonly ok: false; readonly problem: Problem; readonly field?: EditedKey }
