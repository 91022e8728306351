/**
 * What the keeping of a login remembers of its tokens and hosts.
 *
 * - In memory only, and handed from one keeper to the next of the same process.
 * - Used by `TokenKeeper` and `core/login/renewal.ts`.
 */
import type { Secret } from '../basics/secret'
import type { HeldToken } from './held-token'
import { HostPause } from './host-pause'

/** After two unreadable answers a third try will hardly end better: it is made rarely, and only because no other way is left. */
const REST_MS = 600_000

/**
 * Refresh tokens that Kimi may have rotated: it said 2xx, and nothing of its answer could be read. Such a token is tried
 * once more; after a second answer of that kind only every 10 min. Times are those of `Clock.elapsedMs`.
 */
export class MaybeUsedTokens {
  readonly #entries = new Map<string, { readonly untilMs: number }>()

  note(token: Secret, nowMs: number): void {
    const key = token.reveal()
    this.#entries.set(key, { untilMs: this.#entries.has(key) ? nowMs + REST_MS : nowMs })
  }

  /** How long it is not sent. */
  leftMs(token: Secret, nowMs: number): number {
    return Math.max(0, (this.#entries.get(token.reveal())?.untilMs ?? nowMs) - nowMs)
  }

  /** A readable answer has come. */
  forget(token: Secret): void {
    this.#entries.delete(token.reveal())
  }
}

const REMEMBERED = 512

/**
 * Refresh tokens that must not be sent again: those an answer has rotated, and those Kimi has refused. In memory
 * only, bounded, oldest forgotten first.
 */
export class UsedTokens {
  readonly #values = new Set<string>()

  add(token: Secret): void {
    this.#values.add(token.reveal())
    const [oldest] = this.#values
    if (this.#values.size > REMEMBERED && oldest !== undefined) this.#values.delete(oldest)
  }

  has(token: Secret): boolean {
    return this.#values.has(token.reveal())
  }
}

/** What must outlive a keeper: an engine that is started again must not send a dead token, nor lose an unsaved one. */
export class KeeperMemory {
  /** Refresh tokens that a received answer has rotated. */
  readonly rotated = new UsedTokens()
  /** Refresh tokens that Kimi has refused. */
  readonly refused = new UsedTokens()
  readonly refusedAccess = new UsedTokens()
  readonly maybeUsed = new MaybeUsedTokens()
  readonly #pauses = new Map<string, HostPause>()
  /** Granted, but not on disk yet; by the path of its file. */
  readonly unsaved = new Map<string, HeldToken>()
  /** The unsaved logins that are nowhere on disk, not even beside their file. */
  readonly loose = new Set<string>()

  /** How long that sign-in host is left in peace. */
  pauseOf(host: string): HostPause {
    const pause = this.#pauses.get(host) ?? new HostPause()
    this.#pauses.set(host, pause)
    return pause
  }
}
