/**
 * The models of the login in use, as Kimi lists them.
 *
 * - Kimi is asked when somebody wants to know, and not again for ten minutes.
 * - Nobody waits long: where Kimi does not tell in time, the last list counts, and before the first the known models.
 * - Made with the engine's parts; the control endpoint asks it.
 */
import type { Clock } from '../../core/basics/ports'
import type { TokenKeeper } from '../../core/login/token-keeper'
import { type KimiModel, KNOWN_MODELS } from '../../core/settings/models'
import type { Paths } from '../files/paths'
import { readModels } from '../login/models-api'
import { createIdentity } from '../network/client-identity'
import type { Destination } from '../proxy/attempt-terms'

const FRESH_MS = 600_000
/** Claude Code's start waits for it. */
const PATIENCE_MS = 3_000
const ASK_LIMIT_MS = 8_000

export interface ModelsOptions {
  readonly clock: Clock
  readonly keeper: Pick<TokenKeeper, 'token'>
  readonly destination: () => Destination
  readonly paths: Paths
  readonly version: string
}

interface Listed {
  readonly models: readonly KimiModel[]
  readonly destination: Destination
  readonly atMs: number
}

export class Models {
  readonly #options: ModelsOptions
  #listed: Listed | null = null
  #asking: Promise<void> | null = null

  constructor(options: ModelsOptions) {
    this.#options = options
  }

  /** Never rejects. */
  async read(): Promise<readonly KimiModel[]> {
    if (!this.#isFresh()) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
      })
      await this.#patiently(this.#asking)
    }
    const destination = this.#options.destination()
    return this.#listed?.destination === destination ? this.#listed.models : KNOWN_MODELS
  }

  #isFresh(): boolean {
    const { clock, destination } = this.#options
    const listed = this.#listed
    return listed?.destination === destination() && clock.elapsedMs() - listed.atMs < FRESH_MS
  }

  async #ask(): Promise<void> {
    const { keeper, destination, paths, version, clock } = this.#options
    const token = await keeper.token().catch(() => null)
    if (token === null) return
    const asked = destination()
    const identity = createIdentity(paths, version)
    const models = await readModels({ ...asked, identity, timeoutMs: ASK_LIMIT_MS }, token)
    if (models !== null) this.#listed = { models, destination: asked, atMs: clock.elapsedMs() }
  }

  #patiently(asking: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(PATIENCE_MS, resolve)
      void asking.then(() => {
        cancel()
        resolve()
      })
    })
  }
}
