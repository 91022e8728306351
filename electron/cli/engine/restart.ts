/** `kimi-proxy restart`: the engine anew, with the settings of now. */
import { endOtherEngine } from '../../node/engine/other'
import { type FoundEngine, findEngine, readState } from '../../node/engine/process'
import { findWatchdog } from '../../node/engine/watchdog-file'
import type { CliCommand, StartOptions } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { mayStop } from './busy'
import { start } from './commands'
import { watchdog } from './watchdog'

/**
 * Port and `--park` stay as the engine was started with them, unless others are given. `restartService`: where the system runs the engine.
 * Rejects before anything is stopped where the settings make no sense, and as `endOtherEngine` does.
 */
export async function restart(
  context: CliContext,
  { port, park, yes }: CliCommand<'restart'>,
  restartService: () => Promise<number>,
): Promise<number> {
  const likely = loadSettings(context, port).port
  const { complain, say, paths } = context
  const running = await findEngine(paths, likely)
  if (running?.record.host === 'tray') {
    complain(say('cli.failed', { line: say('cli.restartInApp', { pid: running.record.pid }) }))
    return 1
  }
  if (!yes && !(await mayStop(context, running, 'restart'))) return 1
  if (running?.record.host === 'service') return restartService()
  const options = await asBefore(running, { port, park })
  const isWatched = findWatchdog(paths.watchdogFile) !== null
  await endOtherEngine(paths)
  return isWatched
    ? watchdog(context, { kind: 'watchdog', ...options, foreground: false })
    : start(context, options)
}

async function asBefore(running: FoundEngine | null, { port, park }: StartOptions): Promise<StartOptions> {
  const told = running?.answers ? await readState(running.record) : null
  if (running === null || told === null) return { port, park }
  const { settings, parkMs } = told.state
  const wasNamed = settings.some(({ name, source }) => name === 'port' && source === '--port')
  return { port: port ?? (wasNamed ? running.record.port : undefined), park: park || parkMs > 0 }
}
