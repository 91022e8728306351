/** Which logins lie on this machine for the hosts in use, as the files say it. */
import type { FoundLogin } from '../../contract/engine'
import type { Clock } from '../../core/basics/ports'
import { chooseLogin, foundLogins } from '../../core/login/login-choice'
import { UsedTokens } from '../../core/login/used-tokens'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { credentialFiles } from './login-files'

/** Never rejects. What a running engine has learnt about them (refused, say) is not known here. */
export async function surveyLogins(settings: Settings, paths: Paths, clock: Clock): Promise<FoundLogin[]> {
  const candidates = await Promise.all(
    credentialFiles(settings, paths).map(async (store) => ({ store, stored: await store.read() })),
  )
  return foundLogins(candidates, (one) => chooseLogin([one], [], clock, new UsedTokens()) !== null)
}
