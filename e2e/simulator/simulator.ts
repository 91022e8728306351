import { Backend } from './backend'
import { type CredentialFile, credentialFile } from './credential-file'
import type { Fault, TokenFault } from './faults'
import type { SimulatorLog } from './log'
import type { Plan } from './plan/plan'
import { createServer, type SimulatorServer } from './server'
import type { DressGrant, OnRotated, ReusePolicy, SimulatorSettings } from './settings'

export interface SimulatorOptions {
  /** Lifetime of access tokens; default 900, as at Kimi. */
  expiresInSeconds?: number
  /** Default `refuse`. */
  reuse?: ReusePolicy
  /** Seconds between polls of a device sign-in; default 5, as at Kimi. */
  deviceIntervalSeconds?: number
  /** Lifetime of a device code in seconds; default 1800, as at Kimi (measured by shunt in 2026-08). */
  deviceLifetimeSeconds?: number
  /** Somebody approves every code at once; default false. */
  approvesDevices?: boolean
  /** PEM key and certificate; default plain http. */
  tls?: { key: string; cert: string }
  /** The wall clock that decides on expiry, in ms; default `Date.now`. Delays are always real time. */
  nowMs?: () => number
  /** Default 0: any free port. */
  port?: number
}

/** Kimi, authentication and API, on 127.0.0.1: what it promises is what ARCHITECTURE ("Facts") holds. */
export class KimiSimulator {
  /** The OAuth host, `http(s)://127.0.0.1:port`. */
  readonly origin: string
  /** The value for `KIMI_PROXY_UPSTREAM`. */
  readonly upstream: string
  readonly log: SimulatorLog
  readonly settings: SimulatorSettings
  readonly plan: Plan
  readonly #backend: Backend
  readonly #server: SimulatorServer

  private constructor(backend: Backend, server: SimulatorServer, origin: string) {
    this.#backend = backend
    this.#server = server
    this.origin = origin
    this.upstream = `${origin}/coding`
    this.log = backend.log
    this.settings = backend.settings
    this.plan = backend.plan
  }

  /** @throws when the port is taken or the TLS material is bad */
  static async start(options: SimulatorOptions = {}): Promise<KimiSimulator> {
    const { expiresInSeconds = 900, reuse = 'refuse', nowMs = Date.now } = options
    const { deviceIntervalSeconds = 5, deviceLifetimeSeconds = 1800, approvesDevices = false } = options
    const devices = { deviceIntervalSeconds, deviceLifetimeSeconds, approvesDevices }
    const settings = { expiresInSeconds, reuse, ...devices }
    const backend = new Backend(settings, nowMs)
    const server = createServer(backend, options.tls ?? null)
    await server.listen(options.port ?? 0)
    return new KimiSimulator(backend, server, server.origin())
  }

  /** The OAuth host as one client reaches it who is to be told from others in the log. */
  door(name: string): string {
    return `${this.origin}/from/${name}`
  }

  /** Moves the simulator's clock ahead, by which windows reset and tokens and codes end. */
  moveTime(byMs: number): void {
    this.#backend.movedMs += byMs
  }

  get onRotated(): OnRotated | null {
    return this.#backend.onRotated
  }

  set onRotated(hook: OnRotated | null) {
    this.#backend.onRotated = hook
  }

  /** Signs a user in: a new login family, as a CLI would have saved it. */
  issueLogin(): CredentialFile {
    return credentialFile(this.#backend.logins.open(), this.#backend.nowMs())
  }

  /** Ends every access token issued so far; the next use answers 401, refreshing still works. */
  revokeAccessTokens(): void {
    this.#backend.logins.endAccessTokens()
  }

  /**
   * Ends the login that `refreshToken` belongs to, or every login: refreshing answers `invalid_grant`, and access
   * tokens die.
   */
  revokeLogins(refreshToken?: string): void {
    this.#backend.logins.endFamilies(refreshToken)
  }

  /** While on, everything under `/coding` answers 401, whatever the token. Refreshing still works. */
  refuseEverything(on: boolean): void {
    this.#backend.refusesEverything = on
  }

  /** The next `times` matching requests meet this fault; faults scripted earlier go first. */
  script(fault: Fault, times = 1): void {
    this.#backend.faults.add(fault, times)
  }

  /** From now on every request for a token meets this fault; null ends it. */
  keepFailing(fault: TokenFault | null): void {
    this.#backend.standingFault = fault
  }

  /** From now on grants have the form that this gives them; null for the usual one. */
  dressGrants(dress: DressGrant | null): void {
    this.#backend.dressGrant = dress
  }

  /** @throws when no device sign-in is waiting under this code; so do the next two */
  approveDevice(userCode: string): void {
    this.#backend.devices.decide(userCode, 'approved')
  }

  denyDevice(userCode: string): void {
    this.#backend.devices.decide(userCode, 'denied')
  }

  expireDevice(userCode: string): void {
    this.#backend.devices.decide(userCode, 'expired')
  }

  /** Closes every socket at once. May be called again. */
  async stop(): Promise<void> {
    this.#backend.stopping.abort()
    await this.#server.stop()
  }
}
