/**
 * Which login an engine uses: looks at the files, follows the region of a new login, remembers what a person picked.
 *
 * - `look` and `lookAgain` never reject. `use` rejects with LOGIN_MISSING where there is no login of that kind.
 * - While requests wait for a sign-in, the files are looked at every 2 s.
 * - Made and used by `Engine`.
 */
import type { LoginPick } from '../../contract/engine'
import { systemCode, toKimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import type { TokenKeeper } from '../../core/login/token-keeper'
import { writeLoginPick } from '../login/login-pick'
import type { Hosts } from './hosts'
import type { EngineOptions } from './options'
import type { EngineStore } from './store'

const LOOK_WHILE_WAITED_FOR_MS = 2_000

export interface EngineLoginsOptions {
  readonly options: Pick<EngineOptions, 'paths' | 'log'>
  readonly clock: Clock
  readonly store: EngineStore
  readonly hosts: Hosts
  readonly keeper: TokenKeeper
}

export class EngineLogins {
  readonly #parts: EngineLoginsOptions
  #cancelLook: (() => void) | null = null

  constructor(parts: EngineLoginsOptions) {
    this.#parts = parts
  }

  async look(): Promise<void> {
    const { store, keeper } = this.#parts
    if (store.state.login.kind === 'signedOut') await this.#followRegion()
    await keeper.tend()
  }

  async lookAgain(): Promise<void> {
    await this.#followRegion()
    await this.#parts.keeper.lookAgain()
  }

  async use(pick: LoginPick): Promise<void> {
    const { keeper, options } = this.#parts
    await this.#followRegion()
    await keeper.use(pick)
    // It is in use already; a disk that refuses only means that the next start chooses anew.
    await writeLoginPick(options.paths, pick).catch((error: unknown) =>
      options.log.warn('login-pick-not-remembered', { code: systemCode(error) }),
    )
  }

  /** `count`: how many requests wait. */
  waitedFor(count: () => number): void {
    if (this.#cancelLook !== null || count() === 0) return
    const { clock, store } = this.#parts
    this.#cancelLook = clock.after(LOOK_WHILE_WAITED_FOR_MS, () => {
      this.#cancelLook = null
      if (store.state.login.kind === 'signedOut') void this.look()
      this.waitedFor(count)
    })
  }

  stop(): void {
    this.#cancelLook?.()
  }

  /** A new login may be of the other region than the one so far. */
  async #followRegion(): Promise<void> {
    const { hosts, keeper, store, options } = this.#parts
    try {
      const region = await hosts.follow((stores, auth) => keeper.rehost(stores, auth))
      if (region !== undefined) store.dispatch({ kind: 'rehosted', region })
    } catch (error) {
      options.log.warn('region-not-followed', { code: toKimiProxyError(error).code })
    }
  }
}
