/**
 * The app's own login: signing in with a code on Kimi's page, and signing out.
 *
 * - Sign-ins run one at a time; their progress is part of the state, and a success is shown for a moment.
 * - A granted login that cannot be saved is never given up: `begin` and `cancel` leave it alone, `close` tries once more.
 * - Called by the intents, and by `App` on each new state and at its end.
 */

import type { AppState } from '../../contract/app'
import type { CommandResult } from '../../contract/commands'
import type { DeviceSignIn } from '../../contract/login'
import { toKimiProxyError } from '../../core/basics/errors'
import type { Clock, Logger } from '../../core/basics/ports'
import type { DeviceSignInRun } from '../../core/login/device-sign-in'
import type { Settings } from '../../core/settings/schema'
import { forgetOwnLogin, useLogin } from '../../node/engine/use-login'
import type { Paths } from '../../node/files/paths'
import { createSignIn } from '../../node/login/create-sign-in'
import { writeLoginPick } from '../../node/login/login-pick'
import { removeOwnLogin } from '../../node/login/own-login'
import type { SystemProxy } from '../../node/network/way'
import type { InProcessHost } from '../../node/supervise/in-process-host'
import type { SystemServices } from './ports'
import { SUCCESS_MS } from './sign-in-watch'

export interface OwnLoginOptions {
  readonly paths: Paths
  readonly version: string
  readonly clock: Clock
  readonly systemProxy?: SystemProxy | undefined
  readonly log: Logger
  readonly services: Pick<SystemServices, 'copy' | 'openSignInPage'>
  readonly engine: Pick<InProcessHost, 'use' | 'lookAgain'>
  state(): AppState
  /** Throws SETTING_INVALID. */
  settings(): Settings
  tell(signIn: DeviceSignIn): void
  /** The success has been shown for long enough. */
  over(): void
}

export class OwnLogin {
  readonly #options: OwnLoginOptions
  #current: { readonly run: DeviceSignInRun; readonly oauthHost: string } | null = null
  #cancelSuccess: () => void = () => undefined
  /** The first code of a sign-in opens its page; a code that replaces an expired one finds the page open already. */
  #opensPage = false

  constructor(options: OwnLoginOptions) {
    this.#options = options
  }

  /**
   * Begins a new sign-in, unless the present one is granted and not saved yet. Its page opens once there is a code, unless
   * it is to be scanned with a phone. Throws SETTING_INVALID or LOGIN_NAMED.
   */
  begin(byPhone: boolean): void {
    if (this.#current?.run.cancel() === false) return
    this.#cancelSuccess()
    const { paths, version, clock, systemProxy } = this.#options
    const settings = this.#options.settings()
    const run: DeviceSignInRun = createSignIn({
      settings,
      paths,
      version,
      clock,
      systemProxy,
      use: () => this.#use(),
      // A sign-in that was cancelled may still report once.
      emit: (state) => this.#current?.run === run && this.#tell(state),
    })
    this.#current = { run, oauthHost: settings.oauthHost }
    this.#opensPage = !byPhone
    void run.run()
  }

  /** Ends the sign-in under way, or clears how the last one ended. */
  cancel(): void {
    this.#cancelSuccess()
    this.#current?.run.cancel()
  }

  copyCode(): void {
    const { signIn } = this.#options.state()
    if (signIn.kind === 'waiting') this.#options.services.copy(signIn.userCode)
  }

  openPage(): void {
    const { signIn } = this.#options.state()
    if (signIn.kind !== 'waiting' || this.#current === null) return
    this.#options.services.openSignInPage(signIn.page, this.#current.oauthHost)
  }

  /** Signs out of our own login only. Rejects with SIGN_OUT_FAILED, LOCK_BUSY or LOCK_FAILED. */
  async signOut(): Promise<void> {
    const { paths, engine, settings, state } = this.#options
    await removeOwnLogin(settings(), paths)
    this.#options.log.info('signed-out', {})
    if (state().serving.kind === 'elsewhere') await forgetOwnLogin(paths)
    await engine.lookAgain()
    if (state().engine.pick === 'own') await engine.use('auto')
  }

  /** Cancels the sign-in once a login has appeared in another way: there is nothing left to approve. */
  follow(before: AppState, after: AppState): void {
    if (before.guide.kind !== 'guiding' || after.guide.kind === 'guiding') return
    const isOpen = after.signIn.kind === 'asking' || after.signIn.kind === 'waiting'
    if (isOpen && after.serving.kind === 'serving') this.cancel()
  }

  /** For the end of the app: tries once more to save a granted login. */
  async close(): Promise<void> {
    this.#cancelSuccess()
    await this.#current?.run.close()
  }

  #tell(state: DeviceSignIn): void {
    const code = 'problem' in state ? (state.problem?.code ?? null) : null
    this.#options.log.info('sign-in', { state: state.kind, code })
    this.#options.tell(state)
    if (state.kind === 'waiting' && this.#opensPage) {
      this.#opensPage = false
      this.openPage()
    }
    if (state.kind !== 'signedIn') return
    this.#cancelSuccess = this.#options.clock.after(SUCCESS_MS, () => this.#options.over())
  }

  /** Makes the engine that serves use the new login. An engine that cannot do so now will do it at its next start. */
  async #use(): Promise<void> {
    const { paths, engine, log, state } = this.#options
    const elsewhere = state().serving.kind === 'elsewhere'
    try {
      const result: CommandResult = await (elsewhere ? useLogin(paths, 'own') : engine.use('own'))
      if (result.ok) return
      log.warn('own-login-not-used-yet', { code: result.problem.code })
      await writeLoginPick(paths, 'own')
    } catch (error) {
      log.warn('own-login-not-used-yet', { code: toKimiProxyError(error).code })
    }
  }
}
