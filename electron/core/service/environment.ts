/** What a service is told of the shell's variables: a service sees none of them. Pure. */

import { terminalLanguage } from '../basics/terminal-language'
import type { Environment } from '../settings/launch-env'
import { SETTING_KEYS, SETTINGS } from '../settings/table'
import { tidied } from '../settings/variable'

export interface ServiceEnvironment {
  readonly environment: Readonly<Record<string, string>>
  /** Variables that are set in the shell and not written down, because they hold or may hold a password. */
  readonly leftOut: readonly string[]
}

/** `home`: written down where it is not the default. `absolute`: makes a path absolute that may begin with `~/`. */
export function serviceEnvironment(
  env: Environment,
  home: { readonly path: string; readonly isDefault: boolean },
  absolute: (path: string) => string,
): ServiceEnvironment {
  const environment: Record<string, string> = home.isDefault ? {} : { KIMI_PROXY_HOME: home.path }
  // A service has no locale. What it answers to clients is read by the person who installs it.
  if (terminalLanguage(env) !== 'en') environment['KIMI_PROXY_LANG'] = terminalLanguage(env)
  const leftOut: string[] = []
  for (const key of SETTING_KEYS) {
    const { kind, env: variables = [] } = SETTINGS[key]
    for (const name of variables) {
      const value = tidied(env[name] ?? '')
      if (!value || kind.inService === undefined) continue
      const told = kind.inService(value, absolute)
      if (told === null) leftOut.push(name)
      else environment[name] = told
    }
  }
  return { environment, leftOut }
}
