/** A sign-in with a code, put together for these settings; used unchanged by app and command line. */
import type { DeviceSignIn } from '../contract/sign-in'
import { DeviceSignInRun } from '../core/device-sign-in'
import type { Clock } from '../core/ports'
import type { Settings } from '../core/settings'
import { namedLoginInUse } from '../core/sign-in-problems'
import { readAccount } from './account-api'
import { createDeviceApi } from './auth-api'
import { createIdentity } from './client-identity'
import { newOwnLogin } from './own-login'
import type { Paths } from './paths'
import type { SystemProxy } from './route'
import { targetOf } from './target'
import { createAgent, trustFrom } from './upstream'

export interface SignInOptions {
  readonly settings: Settings
  readonly paths: Paths
  readonly version: string
  readonly clock: Clock
  /** As the engine is given it. */
  readonly systemProxy?: SystemProxy | undefined
  /** See `DeviceSignInPorts`. */
  use(): Promise<void>
  emit(state: DeviceSignIn): void
}

/** Throws SETTING_INVALID, and LOGIN_NAMED where a login of our own would never be used. */
export function createSignIn(options: SignInOptions): DeviceSignInRun {
  const { settings, paths, version, clock, systemProxy, use, emit } = options
  const { oauthHost, upstream, extraCaFile, credentials } = settings
  if (credentials !== null) throw namedLoginInUse(credentials)
  const trust = trustFrom(extraCaFile)
  const identity = createIdentity(paths, version)
  const hostAt = (url: string) => {
    const target = targetOf(url)
    return { target, agent: createAgent(target, settings, trust, { systemProxy, clock }), identity }
  }
  const api = hostAt(upstream)
  return new DeviceSignInRun({
    api: createDeviceApi({ ...hostAt(oauthHost), oauthHost }),
    clock,
    login: newOwnLogin(settings, paths),
    use,
    account: (accessToken) => readAccount(api, accessToken),
    emit,
  })
}
