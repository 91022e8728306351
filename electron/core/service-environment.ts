/** What a service is told of the shell's variables: a service sees none of them. Pure. */
import type { Environment } from './launch-env'

export interface ServiceEnvironment {
  readonly environment: Readonly<Record<string, string>>
  /** Set in the shell, and not written down: they hold, or may hold, a password. */
  readonly leftOut: readonly string[]
}

/** None of these can hold a secret once the settings have been read without complaint. */
const PLAIN = [
  'KIMI_PROXY_UPSTREAM',
  'KIMI_CODE_OAUTH_HOST',
  'KIMI_OAUTH_HOST',
  'NO_PROXY',
  'no_proxy',
] as const

/** A service is at home in another folder. */
const PATHS = ['KIMI_PROXY_CREDENTIALS', 'KIMI_CODE_HOME', 'KIMI_SHARE_DIR', 'NODE_EXTRA_CA_CERTS'] as const

const PROXIES = ['HTTPS_PROXY', 'https_proxy'] as const

/** Nothing but scheme, host and port. */
const PROXY_WITHOUT_SECRETS = /^(?:https?:\/\/)?(?:\[[0-9a-f:.]+\]|[\w.~-]+)(?::\d+)?\/?$/i

/** `home`: written down where it is not the default one. `absolute`: of a path that may begin with `~/`. */
export function serviceEnvironment(
  env: Environment,
  home: { readonly path: string; readonly isDefault: boolean },
  absolute: (path: string) => string,
): ServiceEnvironment {
  const environment: Record<string, string> = home.isDefault ? {} : { KIMI_PROXY_HOME: home.path }
  for (const name of PLAIN) if (env[name]) environment[name] = env[name]
  for (const name of PATHS) if (env[name]) environment[name] = absolute(env[name])
  const leftOut: string[] = []
  for (const name of PROXIES) {
    const value = env[name]
    if (!value) continue
    if (PROXY_WITHOUT_SECRETS.test(value)) environment[name] = value
    else leftOut.push(name)
  }
  return { environment, leftOut }
}
