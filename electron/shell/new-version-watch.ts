/**
 * Looks whether there is a newer version, where a feed is set: when the proxy has begun to serve, a day after the last
 * look, and when a person asks. It has no timer: the engine's regular look around is enough. What it finds is told and
 * nothing else: it downloads nothing, starts nothing anew, and opens a page only for a click.
 */
import type { DesktopState } from '../contract/desktop'
import type { NewVersion, Release } from '../contract/new-version'
import { toKimiProxyError } from '../core/errors'
import { isNewLookDue, knownRelease } from '../core/new-version'
import type { Clock, Logger } from '../core/ports'
import { releaseIn } from '../core/release-feed'
import { isNewer } from '../core/version-order'
import { askFeed } from '../node/release-feed'
import type { SystemProxy } from '../node/route'
import type { NetworkSettings } from '../node/upstream'

export interface NewVersionWatchOptions {
  readonly version: string
  readonly clock: Clock
  readonly log: Logger
  readonly systemProxy?: SystemProxy | undefined
  /** Throws SETTING_INVALID. */
  readonly network: () => NetworkSettings
  readonly state: () => DesktopState
  readonly emit: (newVersion: NewVersion) => void
}

export class NewVersionWatch {
  readonly #options: NewVersionWatchOptions
  #lookedAtElapsedMs = 0
  /** Numbered: the answer of a feed that has been replaced meanwhile comes to nothing. */
  #looks = 0

  constructor(options: NewVersionWatchOptions) {
    this.#options = options
  }

  /** What the app does by itself when the state changes. */
  follow(before: DesktopState, after: DesktopState): void {
    if (before.settings.updateFeed.value !== after.settings.updateFeed.value) void this.look()
    else if (before.serving.kind !== 'serving' && after.serving.kind === 'serving') this.tick()
  }

  /** Requests have the network for themselves: while some run, the next tick is soon enough. */
  tick(): void {
    const { engine, serving, newVersion } = this.#options.state()
    if (serving.kind !== 'serving' || engine.traffic.activeRequests > 0) return
    const sinceMs = this.#options.clock.elapsedMs() - this.#lookedAtElapsedMs
    if (isNewLookDue(newVersion, sinceMs)) void this.look()
  }

  /** Never rejects: a failure is told in the state. */
  async look(): Promise<void> {
    const { state, clock, log, emit } = this.#options
    const { newVersion, settings } = state()
    if (newVersion.kind === 'off' || newVersion.kind === 'looking') return
    this.#looks += 1
    const look = this.#looks
    this.#lookedAtElapsedMs = clock.elapsedMs()
    const known = knownRelease(newVersion)
    emit({ kind: 'looking', known })
    const found = await this.#ask(settings.updateFeed.value, known)
    if (look !== this.#looks || state().newVersion.kind !== 'looking') return
    log.info('new version', {
      outcome: found.kind,
      reason: 'problem' in found ? found.problem.message : null,
    })
    emit(found)
  }

  async #ask(feed: string, known: Release | null): Promise<NewVersion> {
    const { version, systemProxy, network, clock } = this.#options
    try {
      const release = releaseIn(await askFeed(feed, network(), { version, systemProxy }), feed)
      const atMs = clock.wallMs()
      if (release === null || !isNewer(release.version, version)) return { kind: 'newest', atMs }
      return { kind: 'available', release, atMs }
    } catch (error) {
      return { kind: 'failed', problem: toKimiProxyError(error).toProblem(), known, atMs: clock.wallMs() }
    }
  }
}
