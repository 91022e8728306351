/** `kimi-proxy status` and `kimi-proxy use`: whose login, and which one from now on. */

import type { LoginPick } from '../../contract/engine'
import { KimiProxyError } from '../../core/basics/errors'
import { noSuchLogin } from '../../core/login/login-problems'
import type { Settings } from '../../core/settings/schema'
import { type ChangedConnection, type LoginsView, loginLines, statusJson } from '../../core/views/cli/logins'
import { quotaStatusLines } from '../../core/views/cli/quota'
import { cliStatus, type EngineView } from '../../core/views/cli/status'
import { createSystemClock } from '../../node/basics/clock'
import { VERSION } from '../../node/basics/version'
import { lookAtConnections } from '../../node/connect/connection'
import { commandEngine, findEngine } from '../../node/engine/process'
import { ensureHome } from '../../node/files/home-folder'
import { surveyLogins } from '../../node/login/login-files'
import { readLoginPick, writeLoginPick } from '../../node/login/login-pick'
import { unknownKeysIn } from '../../node/settings/settings-file'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings, settingsOrInstead } from '../basics/context'
import { settingsLines } from '../basics/settings-lines'
import { lookAround, printStatus } from '../engine/commands'

/** As `--check`, exit code included, and what logins there are. */
export async function status(context: CliContext, { json }: CliCommand<'status'>): Promise<number> {
  const { engine, watchdog } = await lookAround(context, undefined)
  const { lines, exitCode } = cliStatus(context.say, engine, watchdog, planLines(context, engine))
  const logins = await loginsView(context)
  const unknown = unknownKeysIn(context.paths.settingsFile)
  if (json) {
    const settings = { problem: settingsOrInstead(context, undefined).problem, unknown }
    const told = statusJson(VERSION, logins, engine, watchdog, settings, await changedConnections(context))
    context.print(JSON.stringify(told, null, 2))
  } else {
    const all = [
      ...lines,
      ...settingsLines(context),
      ...loginLines(context.say, logins, engine),
      ...(await changedLines(context)),
    ]
    printStatus(context, all, exitCode)
  }
  return exitCode
}

function planLines({ say }: CliContext, engine: EngineView): readonly string[] {
  return engine.kind === 'answering' ? quotaStatusLines(say, engine.state.plan, engine.now.wallMs) : []
}

/** Where another program has changed what connecting wrote. */
async function changedLines(context: CliContext): Promise<readonly string[]> {
  return (await changedConnections(context)).map(({ path, names }) =>
    context.say('connect.changedBack', { path, names: names.join(', ') }),
  )
}

async function changedConnections({ paths }: CliContext): Promise<readonly ChangedConnection[]> {
  return (await lookAtConnections(paths)).flatMap((one) => (one.kind === 'changed' ? [one] : []))
}

async function loginsView(context: CliContext): Promise<LoginsView> {
  const { settings } = settingsOrInstead(context, undefined)
  const found = await surveyLogins(settings, context.paths, createSystemClock())
  return { region: settings.region, pick: readLoginPick(context.paths), found }
}

/** Changes the running engine at once, and what the next one begins with. */
export async function use(context: CliContext, { pick }: CliCommand<'use'>): Promise<number> {
  const { say } = context
  const settings = loadSettings(context, undefined)
  if (settings.credentials !== null) {
    throw new KimiProxyError('USAGE.credentialsNamed', {})
  }
  ensureHome(context.paths)
  const running = await findEngine(context.paths)
  if (running === null) await pickForLater(context, settings, pick)
  else await pickNow(running.record, pick)
  context.print(pick === 'auto' ? say('cli.loginAuto') : say('cli.loginPicked', { pick }))
  return 0
}

async function pickForLater({ paths }: CliContext, settings: Settings, pick: LoginPick): Promise<void> {
  const found = await surveyLogins(settings, paths, createSystemClock())
  if (pick !== 'auto' && !found.some(({ source, usable }) => source.owner === pick && usable)) {
    throw noSuchLogin(pick)
  }
  await writeLoginPick(paths, pick)
}

async function pickNow(record: Parameters<typeof commandEngine>[0], pick: LoginPick): Promise<void> {
  const result = await commandEngine(record, `use/${pick}`)
  if (result === null) {
    throw new KimiProxyError('OTHER_ENGINE.mute', { pid: record.pid })
  }
  if (!result.ok) throw new KimiProxyError(result.problem)
}
