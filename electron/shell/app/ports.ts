/**
 * The system around the app, as the app uses it. Electron's implementations are in the other folders of `shell`; tests have
 * hand-made ones.
 */
import type { CommandInstalled, CommandLink, LoginItem } from '../../contract/app'
import type { Notice } from '../../core/views/notice'
import type { Question } from '../../core/views/question'

export interface SettingsStore {
  read(): Readonly<Record<string, unknown>>
  /** `undefined` removes a key. Throws SETTINGS_UNSAVED when the file cannot be written; then nothing has changed. */
  patch(changes: Readonly<Record<string, unknown>>): void
}

export interface LoginItemPort {
  /** The system's own answer, asked for at each call. */
  status(): LoginItem
  /** Call `status` for the outcome. */
  set(on: boolean): void
  /** Opens the page of the system's settings where the person can allow launch at login. */
  openSettings(): void
}

export interface CommandLinkPort {
  /** Looks at the disk at each call. */
  status(): CommandLink
  /**
   * `seen`: the file that the person was asked about; any other file that is not ours is left alone. Returns null where
   * nothing lasting can be put there. Throws COMMAND_BLOCKED, COMMAND_CHANGED and COMMAND_UNWRITABLE; then nothing has
   * changed.
   */
  install(seen: CommandLink): CommandInstalled | null
  /** Removes our own command only and returns its path; null as above. Throws COMMAND_CHANGED and COMMAND_UNWRITABLE. */
  remove(): string | null
}

export interface SystemServices {
  notify(notice: Notice): void
  /** True to proceed. */
  ask(question: Question): Promise<boolean>
  copy(text: string): void
  openWindow(): void
  /** Shows the window without taking the focus from another program. */
  presentWindow(): void
  closeWindow(): void
  openTerminal(): Promise<boolean>
  openLog(): void
  openKimi(): void
  /** Opens a page of the short list in `shell/system/links.ts`, and no other. */
  openReleases(page: string): void
  /** Opens a page of Kimi's, or one of the sign-in host where both are on this computer, and no other. */
  openSignInPage(page: string, oauthHost: string): void
  about(): void
  /** While on, the system is asked not to suspend the app. */
  holdAwake(on: boolean): void
  /** Ends the process. The caller has brought everything to its end. */
  exit(): void
}
