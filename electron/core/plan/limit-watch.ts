/**
 * Keeps in the state which limit of the plan Kimi refuses requests for, and until when.
 *
 *     none -> reached (end not known) -> reached (end known)
 *      ^------------'----------------------'   (Kimi serves a message, or the end has passed)
 *
 * No refusal says when it ends; the usages do. They are asked for anew, and a request that was refused waits a moment for them.
 */

import type { LimitName, PlanState, QuotaState } from '../../contract/plan'
import type { Clock } from '../basics/ports'
import { isOver } from './left'
import { quotaKnown, resetOf } from './quota'

/** How long a refusal is held back for the usages. */
const USAGES_PATIENCE_MS = 4_000

export interface LimitWatchOptions {
  readonly clock: Clock
  readonly plan: () => PlanState
  readonly tell: (change: Pick<PlanState, 'limitReached'>) => void
  /** Asks for the usages, now or within `patienceMs`, and not too often. */
  readonly look: (patienceMs: number) => void
  /** Asks for them where that is no hurry. */
  readonly askSoon: () => void
  /** Kimi serves again: what waits for the end of a limit need not wait longer. */
  readonly over: () => void
}

export class LimitWatch {
  readonly #options: LimitWatchOptions
  readonly #waiting = new Set<() => void>()
  /** The file of the login in use. */
  #login: string | null = null

  constructor(options: LimitWatchOptions) {
    this.#options = options
  }

  /** Kimi has refused a request for this limit. When it ends, wall clock; null where that does not become known soon. */
  async reached(name: LimitName): Promise<number | null> {
    const sinceMs = this.#sinceOf(name)
    const known = this.#mark(name, sinceMs)
    this.#options.askSoon()
    if (known !== null || wasLookedAt(this.#options.plan().quota, sinceMs)) return known
    this.#options.look(USAGES_PATIENCE_MS / 2)
    await this.#nextLook()
    return this.#mark(name, sinceMs)
  }

  /** Kimi has begun to answer a message. */
  served(): void {
    if (this.#options.plan().limitReached === null) return
    this.#options.tell({ limitReached: null })
    this.#options.over()
  }

  /** A login was found, or found again: a limit of another one says nothing about it. */
  loginFound(path: string): void {
    const before = this.#login
    this.#login = path
    if (before !== null && before !== path) this.served()
  }

  /** The usages have been looked at. */
  looked(): void {
    for (const wake of this.#waiting) wake()
    const { limitReached } = this.#options.plan()
    if (limitReached !== null) this.#mark(limitReached.name, limitReached.sinceMs)
  }

  #sinceOf(name: LimitName): number {
    const nowMs = this.#options.clock.wallMs()
    const { limitReached } = this.#options.plan()
    return limitReached?.name === name && !isOver(limitReached, nowMs) ? limitReached.sinceMs : nowMs
  }

  #mark(name: LimitName, sinceMs: number): number | null {
    const { plan, clock, tell } = this.#options
    const { quota, limitReached } = plan()
    const known = quotaKnown(quota)
    const resetsAtMs = known === null ? null : resetOf(known.quota, name, clock.wallMs())
    const isNew =
      limitReached?.name !== name ||
      limitReached.sinceMs !== sinceMs ||
      limitReached.resetsAtMs !== resetsAtMs
    if (isNew) tell({ limitReached: { name, sinceMs, resetsAtMs } })
    return resetsAtMs
  }

  #nextLook(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        this.#waiting.delete(done)
        resolve()
      }
      const cancel = this.#options.clock.after(USAGES_PATIENCE_MS, done)
      this.#waiting.add(done)
    })
  }
}

/** After the limit was met: asked again, Kimi would tell no more. */
function wasLookedAt(quota: QuotaState, sinceMs: number): boolean {
  return quota.kind === 'known' && quota.atMs > sinceMs
}
