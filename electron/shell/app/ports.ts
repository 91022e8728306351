/** What the app needs of the system around it. Electron's side is in the other files here, hand-made ones in tests. */
import type { CommandInstalled, CommandLink, LoginItem } from '../../contract/app'
import type { Notice } from '../../core/views/notice'
import type { Question } from '../../core/views/question'

export interface SettingsStore {
  read(): Readonly<Record<string, unknown>>
  /** `undefined` takes a key out. Throws SETTINGS_UNSAVED when it cannot be written; then nothing has changed. */
  patch(changes: Readonly<Record<string, unknown>>): void
}

export interface LoginItemPort {
  /** The system's own answer, asked anew each time. */
  status(): LoginItem
  /** What came of it is told by `status`. */
  set(on: boolean): void
  /** Opens the page of the system's settings where it can be allowed. */
  openSettings(): void
}

export interface CommandLinkPort {
  /** A look at the disk, each time. */
  status(): CommandLink
  /**
   * `seen`: what a person knows of; anything else that is not ours is left alone. Null where nothing lasting can be
   * put there. Throws COMMAND_BLOCKED, COMMAND_CHANGED and COMMAND_UNWRITABLE; then nothing has changed.
   */
  install(seen: CommandLink): CommandInstalled | null
  /** Where it was, null as above; removes nothing but our own. Throws COMMAND_CHANGED and COMMAND_UNWRITABLE. */
  remove(): string | null
}

export interface Surroundings {
  notify(notice: Notice): void
  /** True to proceed. */
  ask(question: Question): Promise<boolean>
  copy(text: string): void
  openWindow(): void
  /** Shows it where it takes the focus from nobody. */
  presentWindow(): void
  closeWindow(): void
  openTerminal(): Promise<boolean>
  openLog(): void
  openKimi(): void
  /** Only a page of the short list in `shell/system/links.ts`; anything else comes to nothing. */
  openReleases(page: string): void
  /** Only a page of Kimi's, or one of the sign-in host where both are on this computer; anything else comes to nothing. */
  openSignInPage(page: string, oauthHost: string): void
  about(): void
  /** While on, the system is asked not to suspend the app. */
  holdAwake(on: boolean): void
  /** Ends the process; everything has been brought to its end. */
  exit(): void
}
