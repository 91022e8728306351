/** `kimi-proxy logout`: takes away Kimi Proxy's own login, after asking, and no other tool's. */
import type { LoginSource } from '../../contract/engine'
import { KimiProxyError } from '../../core/basics/errors'
import { chooseLogin } from '../../core/login/login-choice'
import { LOGIN_NAMES } from '../../core/login/login-problems'
import { UsedTokens } from '../../core/login/used-tokens'
import type { Settings } from '../../core/settings/schema'
import { createSystemClock } from '../../node/basics/clock'
import { forgetOwnLogin } from '../../node/engine/use-login'
import { credentialFiles } from '../../node/login/login-files'
import { hasOwnLogin, removeOwnLogin } from '../../node/login/own-login'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { confirmed } from '../basics/question'

/** 0 removed, or nothing was there; 1 the person said no. */
export async function logout(context: CliContext, { yes }: CliCommand<'logout'>): Promise<number> {
  const settings = loadSettings(context, undefined)
  if (!(await hasOwnLogin(settings, context.paths))) {
    context.print('Kimi Proxy has no login of its own. Nothing was removed.')
    return 0
  }
  if (!yes && !(await isMeant())) {
    context.print('Nothing was removed.')
    return 1
  }
  await removeOwnLogin(settings, context.paths)
  context.print('Removed Kimi Proxy’s own login.')
  const engine = await forgetOwnLogin(context.paths)
  const next = engine === null ? await nextLogin(context, settings) : engine.inUse
  context.print(
    next === null
      ? 'No other Kimi login was found. To sign in again: kimi-proxy login, or kimi login.'
      : `From now on Kimi Proxy uses ${LOGIN_NAMES[next.owner]} (${next.path}).`,
  )
  return 0
}

async function isMeant(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new KimiProxyError(
      'USAGE',
      'logout asks first, and nobody can answer here.',
      'Write kimi-proxy logout --yes.',
    )
  }
  return confirmed('Remove Kimi Proxy’s own login? The logins of other Kimi tools stay. [y/N] ')
}

/** Which one the next start would take. */
async function nextLogin(context: CliContext, settings: Settings): Promise<LoginSource | null> {
  const stores = credentialFiles(settings, context.paths)
  const found = await Promise.all(stores.map(async (store) => ({ store, stored: await store.read() })))
  return chooseLogin(found, [], createSystemClock(), new UsedTokens())?.store.source ?? null
}
