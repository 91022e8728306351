/** The settings that the doctor looks with: those of the person, or others where these make no sense. */
import type { Problem } from '../../contract/problem'
import { toKimiProxyError } from '../../core/basics/errors'
import type { Settings } from '../../core/settings/schema'
import { proxyOf, targetOf } from '../network/target'
import { type Reach, type ReachOptions, reachThrough } from './reach'

export interface ExaminedSettings {
  readonly settings: Settings
  readonly settingsProblem: Problem | null
  readonly reach: Reach
}

/** `current` may throw SETTING_INVALID; `instead` does not. */
export function examinedSettings(
  current: () => Settings,
  instead: () => Settings,
  options: ReachOptions,
): ExaminedSettings {
  try {
    const settings = current()
    for (const url of [settings.upstream, settings.oauthHost]) targetOf(url)
    if (settings.proxy !== null) proxyOf(settings.proxy)
    return { settings, settingsProblem: null, reach: reachThrough(settings, options) }
  } catch (error) {
    const settings = instead()
    const reach = reachThrough({ ...settings, extraCaFile: null }, options)
    return { settings, settingsProblem: toKimiProxyError(error).toProblem(), reach }
  }
}
