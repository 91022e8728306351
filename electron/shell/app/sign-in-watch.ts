/**
 * Looks for a login while the sign-in guide is shown.
 *
 * - While Kimi wants a sign-in, the login files are watched, and looked at every 2 s while the window is open.
 * - Once a login has appeared, its success is shown for a moment, and then `over` is called.
 * - Called by `App` with every new state.
 */
import type { AppState } from '../../contract/app'
import type { Clock } from '../../core/basics/ports'
import { FolderWatch } from '../../node/files/folder-watch'

export interface SignInHandlers {
  /** The login files of the engine that runs now. */
  loginPaths(): readonly string[]
  lookForLogin(): void
  /** The success has been shown for long enough. */
  over(): void
}

/** How long a success is shown before the window closes. */
export const SUCCESS_MS = 4_000
/** The files are looked at besides being watched, because not every file system reports changes. */
const LOOK_EVERY_MS = 2_000

export class SignInWatch {
  readonly #clock: Clock
  readonly #handlers: SignInHandlers
  #watch: FolderWatch | null = null
  #cancel: (() => void) | null = null

  constructor(clock: Clock, handlers: SignInHandlers) {
    this.#clock = clock
    this.#handlers = handlers
  }

  /** Call with every new state. */
  follow(before: AppState, after: AppState): void {
    if (before.guide.kind === after.guide.kind && before.windowOpen === after.windowOpen) return
    this.#cancel?.()
    this.#cancel = null
    switch (after.guide.kind) {
      case 'guiding':
        this.#watch ??= new FolderWatch(this.#handlers.loginPaths(), this.#clock, () =>
          this.#handlers.lookForLogin(),
        )
        if (after.windowOpen) this.#lookSoon()
        return
      case 'done':
        this.#endWatch()
        this.#cancel = this.#clock.after(SUCCESS_MS, () => this.#handlers.over())
        return
      case 'idle':
        this.#endWatch()
    }
  }

  close(): void {
    this.#cancel?.()
    this.#endWatch()
  }

  #endWatch(): void {
    this.#watch?.close()
    this.#watch = null
  }

  #lookSoon(): void {
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, () => {
      this.#handlers.lookForLogin()
      this.#lookSoon()
    })
  }
}
