/** A sign-in with a code, put together for these settings; used unchanged by app and command line. */
import type { DeviceSignIn } from '../../contract/login'
import type { Clock } from '../../core/basics/ports'
import { DeviceSignInRun } from '../../core/login/device-sign-in'
import { namedLoginInUse } from '../../core/login/login-problems'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { createIdentity } from '../network/client-identity'
import { createAgent } from '../network/connections'
import { targetOf } from '../network/target'
import { trustFrom } from '../network/trust'
import type { SystemProxy } from '../network/way'
import { readAccount } from './account-api'
import { newOwnLogin } from './own-login'
import { createDeviceApi } from './token-api'

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
