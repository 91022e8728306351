/**
 * How often a renewal may be forced because Kimi answers 401, and which requests wait for it. Pure but for its clock.
 *
 *     closed -> open 1 s -> half-open -> open 2 s -> ... -> open 600 s
 *        ^--------------------'  (a request succeeds)
 *
 * - One such wait counts for all requests: it opens when Kimi refuses a token that was renewed after a 401 and that
 *   no request has had accepted since. Any success closes it.
 * - One counts for each path: it opens with the first, and only a success on that path closes it. A path that goes on
 *   saying 401 while other paths accept the same token is a `suspect`: its 401 is about the path, not about the
 *   token, so nobody waits there, and a renewal is forced for it only when its own wait has ended.
 * - All paths on which nothing has succeeded yet count as one. Paths with an id in them come without end, and a wait
 *   for each would let every new one force a renewal at once.
 * - However often Kimi accepts and refuses by turns, renewals follow each other no faster than `RenewalAllowance` says.
 * - `TokenKeeper` asks for `advice` after a 401 and reports what Kimi refused and accepted.
 */
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import { GrowingWait, RenewalAllowance } from './growing-wait'

/** How long one request may wait in all before it is handed the 401: 1 + 2 + 4 + 8 s, and some time for late timers. */
export const REFUSAL_PATIENCE_MS = 15_500

/** So many refused new tokens in a row make a suspect even of a path that has worked before. */
const SUSPECT_AFTER = 3
/** Paths with an id in them come without end. */
const MOST_PATHS = 256
/** In the place of a path on which nothing has succeeded; a path begins with a slash. */
const STRANGERS = 'strangers'

/** One request that may meet several 401s. */
export interface RefusedRequest {
  /** Without its query. */
  readonly path: string
  /** How long it may still wait in all. `waitOut` takes off what was waited. */
  patienceMs: number
  /** How often it has waited. `waitOut` counts. */
  waits: number
  /** How many 401s it has met. `replacementFor` counts. */
  refusals: number
  /** Its client has left. */
  readonly isGone: () => boolean
}

export type RefusalAdvice =
  | { readonly kind: 'renew' }
  | { readonly kind: 'wait'; readonly waitMs: number }
  | { readonly kind: 'passOn' }

export class RefusalCooldown {
  readonly #clock: Clock
  readonly #forAll: GrowingWait
  readonly #allowance: RenewalAllowance
  /** Paths that refused a new token and have not succeeded since, oldest first; by `#keyOf`. */
  readonly #paths = new Map<string, RefusingPath>()
  /** Paths that have succeeded, the latest success last; `/v1/messages`, which everything here is for, from the start. */
  readonly #proven = new Set(['/v1/messages'])
  /** The last of them. */
  #latest = '/v1/messages'
  readonly #wakers = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#forAll = new GrowingWait(clock)
    this.#allowance = new RenewalAllowance(clock)
  }

  /** True from the first refusal of a new token until a success, also between two waits. */
  get isEngaged(): boolean {
    return this.#forAll.isEngaged
  }

  /** No renewal may be forced yet, for whatever request. */
  get isWaiting(): boolean {
    return this.#forAll.leftMs > 0
  }

  /** Kimi answered 401 to `token` on `path`, and that token was renewed because of a 401. Told again, it counts once. */
  refusedOn(path: string, token: Secret): void {
    const key = this.#keyOf(path)
    const before = this.#paths.get(key)
    if (before?.lastRefused.equals(token)) return
    const wait = before?.wait ?? new GrowingWait(this.#clock)
    wait.open()
    this.#paths.delete(key)
    this.#paths.set(key, { wait, lastRefused: token, lastPath: path, isSuspect: before?.isSuspect ?? false })
    dropOldest(this.#paths)
  }

  /** Kimi refused a new token that nobody has had accepted. Returns the wait until the next renewal in milliseconds. */
  refusedForAll(): number {
    return this.#forAll.open()
  }

  /** Notes the end of a renewal that a 401 on `path` forced. Where it fails, the next is as far away as it was. */
  async watch<T>(renewal: Promise<T>, path: string): Promise<T> {
    try {
      return await renewal
    } catch (error) {
      this.#forAll.repeat()
      this.#paths.get(this.#keyOf(path))?.wait.repeat()
      throw error
    } finally {
      this.#allowance.take()
    }
  }

  /** A request on `path` has succeeded. */
  succeeded(path: string): void {
    const key = this.#keyOf(path)
    if (this.#paths.get(key)?.lastPath === path) this.#paths.delete(key)
    if (path !== this.#latest) this.#prove(path)
    for (const [other, refusing] of this.#paths) {
      if (other === STRANGERS || refusing.wait.count >= SUSPECT_AFTER) refusing.isSuspect = true
    }
    if (!this.#forAll.isEngaged) return
    this.#forAll.close()
    this.wake()
  }

  #prove(path: string): void {
    this.#latest = path
    this.#proven.delete(path)
    this.#proven.add(path)
    dropOldest(this.#proven)
  }

  advice({ path, patienceMs, waits }: RefusedRequest): RefusalAdvice {
    const refusing = this.#paths.get(this.#keyOf(path))
    if (refusing?.isSuspect) return refusing.wait.leftMs > 0 ? { kind: 'passOn' } : { kind: 'renew' }
    const waitMs = Math.max(this.#forAll.leftMs, this.#allowance.leftMs)
    if (waitMs <= 0) return { kind: 'renew' }
    // Where no request ever succeeded the path itself may be what Kimi refuses: one wait shows it.
    const mayWait = waits === 0 || this.#proven.has(path)
    return mayWait && waitMs <= patienceMs ? { kind: 'wait', waitMs } : { kind: 'passOn' }
  }

  #keyOf(path: string): string {
    return this.#proven.has(path) ? path : STRANGERS
  }

  /** Resolves after `waitMs`, or earlier with `wake`, and takes what was waited off the patience of the request. */
  async waitOut(waitMs: number, request: RefusedRequest): Promise<void> {
    const sinceMs = this.#clock.elapsedMs()
    await this.#wait(waitMs)
    request.waits += 1
    request.patienceMs -= this.#clock.elapsedMs() - sinceMs
  }

  #wait(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel()
        this.#wakers.delete(wake)
        resolve()
      }
      const cancel = this.#clock.after(waitMs, wake)
      this.#wakers.add(wake)
    })
  }

  /** There is news for those who wait: another token, a success, the end. */
  wake(): void {
    for (const wake of [...this.#wakers]) wake()
  }
}

interface RefusingPath {
  readonly wait: GrowingWait
  readonly lastRefused: Secret
  readonly lastPath: string
  isSuspect: boolean
}

function dropOldest(entries: Map<string, unknown> | Set<string>): void {
  if (entries.size <= MOST_PATHS) return
  const [oldest] = entries.keys()
  if (oldest !== undefined) entries.delete(oldest)
}
