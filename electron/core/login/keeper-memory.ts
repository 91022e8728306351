import type { HeldToken } from './held-token'
import { HostPause } from './host-pause'
import { MaybeUsedTokens } from './maybe-used'
import { UsedTokens } from './used-tokens'

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
