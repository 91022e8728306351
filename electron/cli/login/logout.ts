/** `kimi-proxy logout`: takes away Kimi Proxy's own login, after asking, and no other tool's. */

import type { LoginSource } from '../../contract/engine'
import { KimiProxyError } from '../../core/basics/errors'
import { UsedTokens } from '../../core/login/keeper-memory'
import { chooseLogin } from '../../core/login/login-choice'
import type { Settings } from '../../core/settings/schema'
import type { Say } from '../../core/words/say'
import { createSystemClock } from '../../node/basics/clock'
import { forgetOwnLogin } from '../../node/engine/use-login'
import { credentialFiles } from '../../node/login/login-files'
import { hasOwnLogin, removeOwnLogin } from '../../node/login/own-login'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { confirmed } from '../basics/question'

/** 0 removed, or nothing was there; 1 the person said no. */
export async function logout(context: CliContext, { yes }: CliCommand<'logout'>): Promise<number> {
  const { say } = context
  const settings = loadSettings(context, undefined)
  if (!(await hasOwnLogin(settings, context.paths))) {
    context.print(say('cli.logoutNothing'))
    return 0
  }
  if (!yes && !(await isMeant(say))) {
    context.print(say('cli.logoutCancelled'))
    return 1
  }
  await removeOwnLogin(settings, context.paths)
  context.print(say('cli.logoutDone'))
  const engine = await forgetOwnLogin(context.paths)
  const next = engine === null ? await nextLogin(context, settings) : engine.inUse
  context.print(
    next === null
      ? say('cli.logoutNoOther')
      : say('cli.logoutNext', { owner: say(`loginOf.${next.owner}`), path: next.path }),
  )
  return 0
}

async function isMeant(say: Say): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new KimiProxyError('USAGE.logoutAsks', {})
  }
  return confirmed(`${say('cli.logoutQuestion')} `)
}

/** Which one the next start would take. */
async function nextLogin(context: CliContext, settings: Settings): Promise<LoginSource | null> {
  const stores = credentialFiles(settings, context.paths)
  const found = await Promise.all(stores.map(async (store) => ({ store, stored: await store.read() })))
  return chooseLogin(found, [], createSystemClock(), new UsedTokens())?.store.source ?? null
}
