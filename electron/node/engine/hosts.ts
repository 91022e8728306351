/**
 * The two hosts in use, API and sign-in: where requests go, over which connections, and the login files for these hosts.
 *
 * - `destination` and `stores` are asked for anew each time: they change when the region does.
 * - `follow` goes over to the hosts that the settings name now; what is being answered by the former ones ends there.
 * - Made and used by `Engine`.
 */
import type { Region } from '../../contract/engine'
import type { Clock } from '../../core/basics/ports'
import type { AuthApi, CredentialStore } from '../../core/login/ports'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { credentialFiles } from '../login/login-files'
import { createAuthApi } from '../login/token-api'
import { createIdentity } from '../network/client-identity'
import { createAgent } from '../network/connections'
import type { KimiHost } from '../network/kimi-request'
import { targetOf } from '../network/target'
import { trustFrom } from '../network/trust'
import type { RouteOptions, SystemProxy } from '../network/way'
import type { Destination } from '../proxy/attempt-terms'

export interface HostsOptions {
  readonly settings: Settings
  /** The settings as they are now: another login may be of another region. */
  readonly currentSettings?: () => Settings
  readonly paths: Paths
  readonly version: string
  readonly systemProxy?: SystemProxy | undefined
  readonly clock: Clock
}

export class Hosts {
  readonly #options: HostsOptions
  readonly #way: RouteOptions
  /** The settings whose hosts are in use. */
  #settings: Settings
  /** Where requests go now. */
  destination: Destination
  /** The same API for questions of our own, whose connections do not take the place of those that requests wait for. */
  api: Omit<KimiHost, 'timeoutMs'>
  #stores: readonly CredentialStore[]
  #auth: AuthApi

  /** Throws SETTING_INVALID for a CA file that cannot be used. */
  constructor(options: HostsOptions) {
    const { settings, paths, systemProxy, clock } = options
    this.#options = options
    this.#way = { systemProxy, clock }
    this.#settings = settings
    this.#stores = credentialFiles(settings, paths)
    const { destination, api, auth } = this.#connect(settings)
    this.destination = destination
    this.api = api
    this.#auth = auth
  }

  get auth(): AuthApi {
    return this.#auth
  }

  /** In order of preference. */
  get stores(): readonly CredentialStore[] {
    return this.#stores
  }

  /**
   * Goes over to the hosts that the settings name now. `handOver` gets their login files and sign-in host before the
   * first request can go there. Returns the region to report, or undefined where nothing has changed. Rejects with
   * SETTING_INVALID; then the former hosts stay in use.
   */
  async follow(
    handOver: (stores: readonly CredentialStore[], auth: AuthApi) => Promise<void>,
  ): Promise<Region | null | undefined> {
    const settings = this.#options.currentSettings?.() ?? this.#settings
    const { oauthHost, upstream: base } = this.#settings
    if (settings.oauthHost === oauthHost && settings.upstream === base) return undefined
    const { destination, api, auth } = this.#connect(settings)
    this.#settings = settings
    this.#stores = credentialFiles(settings, this.#options.paths)
    this.#auth = auth
    await handOver(this.#stores, auth)
    this.destination.agent.dropIdle()
    this.destination = destination
    this.api = api
    return settings.region
  }

  #connect(settings: Settings): Pick<Hosts, 'destination' | 'api' | 'auth'> {
    const { paths, version } = this.#options
    const trust = trustFrom(settings.extraCaFile)
    const target = targetOf(settings.upstream)
    const authTarget = targetOf(settings.oauthHost)
    const identity = createIdentity(paths, version)
    return {
      destination: { target, agent: createAgent(target, settings, trust, this.#way) },
      api: { target, agent: createAgent(target, settings, trust, this.#way), identity },
      auth: createAuthApi({
        target: authTarget,
        agent: createAgent(authTarget, settings, trust, this.#way),
        identity,
      }),
    }
  }
}
