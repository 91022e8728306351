/** Which logins lie on this machine for the hosts in use, as the files say it. */
import type { FoundLogin } from '../contract/state'
import { chooseLogin, foundLogins } from '../core/login-choice'
import type { Clock } from '../core/ports'
import type { Settings } from '../core/settings'
import { UsedTokens } from '../core/used-tokens'
import { credentialFiles } from './logins'
import type { Paths } from './paths'

/** Never rejects. What a running engine has learnt about them (refused, say) is not known here. */
export async function surveyLogins(settings: Settings, paths: Paths, clock: Clock): Promise<FoundLogin[]> {
  const candidates = await Promise.all(
    credentialFiles(settings, paths).map(async (store) => ({ store, stored: await store.read() })),
  )
  return foundLogins(candidates, (one) => chooseLogin([one], [], clock, new UsedTokens()) !== null)
}
