/**
 * Looks for an engine of this home that the command line runs, beside the app's own supervisor: such an engine is never
 * fought. While it serves it is looked at every 5 s, and once it has ended the app serves in its place.
 */
import type { Serving } from '../contract/serving'
import type { Clock } from '../core/ports'
import { endOtherEngine, findOtherEngine } from './other-engine'
import type { Paths } from './paths'
import type { SupervisorLoop } from './supervisor-loop'

const LOOK_EVERY_MS = 5_000

export class OtherWatch {
  readonly #loop: SupervisorLoop
  readonly #paths: Paths
  readonly #clock: Clock
  #looking: Promise<void> | null = null
  #cancel: () => void = () => undefined

  constructor(loop: SupervisorLoop, paths: Paths, clock: Clock) {
    this.#loop = loop
    this.#paths = paths
    this.#clock = clock
  }

  /** To be called with every change of what is served. */
  follow({ kind }: Serving): void {
    this.#cancel()
    if (kind === 'elsewhere') this.#lookSoon()
  }

  /** Something says that such an engine may have been started or ended. Never rejects: a failure is in the log. */
  look(): Promise<void> {
    this.#looking ??= this.#loop
      .inOrder(async () => {
        if (this.#loop.serving.kind === 'serving') return
        await this.#loop.looked(await findOtherEngine(this.#paths))
      })
      .catch(() => undefined)
      .finally(() => {
        this.#looking = null
      })
    return this.#looking
  }

  /** Ends it. Rejects with OTHER_ENGINE when it does not go and nothing proves that it is ours. */
  end(): Promise<void> {
    return this.#loop.inOrder(async () => {
      try {
        await endOtherEngine(this.#paths)
      } finally {
        if (this.#loop.serving.kind !== 'serving') await this.#loop.looked(await findOtherEngine(this.#paths))
      }
    })
  }

  close(): void {
    this.#cancel()
  }

  #lookSoon(): void {
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, () => {
      void this.look().then(() => {
        // What looks the same changes nothing, so nobody calls `follow`.
        this.#cancel()
        if (this.#loop.serving.kind === 'elsewhere') this.#lookSoon()
      })
    })
  }
}
