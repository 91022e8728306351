/** Telling the engine of a home, whoever runs it, which login counts from now on. */
import type { CommandResult } from '../../contract/commands'
import type { LoginPick, LoginSource } from '../../contract/engine'
import type { Paths } from '../files/paths'
import { readLoginPick, writeLoginPick } from '../login/login-pick'
import { commandEngine, findEngine, readState } from './process'

/**
 * Has that login used by the engine of this home, whoever runs it; remembered where none runs. Rejects with the
 * system's error where it cannot even be remembered.
 */
export async function useLogin(paths: Paths, pick: LoginPick): Promise<CommandResult> {
  const engine = await findEngine(paths)
  if (engine?.answers === true) {
    const result = await commandEngine(engine.record, `use/${pick}`)
    if (result !== null) return result
  }
  await writeLoginPick(paths, pick)
  return { ok: true }
}

/**
 * Has our own login, which has just been removed, used no more, and chosen no more where it was. What the engine of this
 * home goes on with; null where none runs.
 */
export async function forgetOwnLogin(paths: Paths): Promise<{ readonly inUse: LoginSource | null } | null> {
  const wasChosen = readLoginPick(paths) === 'own'
  const engine = await findEngine(paths)
  if (engine?.answers !== true) {
    if (wasChosen) await writeLoginPick(paths, 'auto')
    return null
  }
  await commandEngine(engine.record, 'look-again')
  if (wasChosen) await commandEngine(engine.record, 'use/auto')
  const login = (await readState(engine.record))?.state.login
  return { inUse: login?.kind === 'signedIn' ? login.source : null }
}
