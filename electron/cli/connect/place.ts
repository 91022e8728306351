/** Which settings file a command is about, and the engine that it leads to. */
import { homedir } from 'node:os'
import type { Settings } from '../../core/settings/schema'
import { type Scope, settingsPathOf } from '../../node/connect/claude-file'
import type { ConnectOptions } from '../../node/connect/connection'
import { type FoundEngine, findEngine } from '../../node/engine/process'
import { type CliContext, loadSettings } from '../basics/context'
import { offerOf } from '../engine/env'

export interface ConnectPlace {
  readonly options: ConnectOptions
  /** Null where none runs, or none that answers. */
  readonly engine: FoundEngine | null
}

/** `settings`: what our own settings are read with where no engine runs. Throws what that throws. */
export async function placeOf(
  context: CliContext,
  scope: Scope,
  settings: (context: CliContext) => Settings = (own) => loadSettings(own, undefined),
): Promise<ConnectPlace> {
  const { env, paths } = context
  const found = await findEngine(paths)
  const engine = found?.answers === true ? found : null
  const port = engine?.record.port ?? settings(context).port
  const path = settingsPathOf(scope, { env, homeDir: homedir(), projectFolder: process.cwd() })
  const { key, ...rest } = await offerOf(paths)
  // A project's file is shared, also with other people.
  const offer = scope === 'project' || key === undefined ? rest : { ...rest, key }
  const isUsers = scope === 'user'
  return { options: { paths, path, port, env, offer, isUsers, nowMs: Date.now }, engine }
}
