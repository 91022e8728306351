/** The engine of this home that another process runs: the command line's, as the app sees it. */
import type { OtherEngine } from '../../contract/serving'
import { KimiProxyError } from '../../core/basics/errors'
import type { Paths } from '../files/paths'
import { findEngine, readState, stopEngine, stopWatchdog, whyNotToStop } from './process'
import { readRunFile } from './run-file'
import { findWatchdog } from './watchdog-file'

/** Null when there is none. */
export async function findOtherEngine(paths: Paths): Promise<OtherEngine | null> {
  const found = await findEngine(paths)
  if (found === null || found.record.pid === process.pid) return null
  const { record, answers } = found
  const told = answers ? await readState(record) : null
  return {
    pid: record.pid,
    port: record.port,
    answers: told !== null,
    activeRequests: told?.state.traffic.activeRequests ?? 0,
    watched: findWatchdog(paths.watchdogFile) !== null,
  }
}

/** Ends it, its watchdog first; does nothing where there is none. Rejects with OTHER_ENGINE when it cannot be proved to be ours and does not go, with SAVE_FAILED when it must not. */
export async function endOtherEngine(paths: Paths): Promise<void> {
  // By now the one of this very process may serve, which a late click does not mean.
  if (readRunFile(paths.runFile)?.pid === process.pid) return
  const running = await findEngine(paths)
  const problem = running === null ? null : await whyNotToStop(running)
  if (problem !== null) throw new KimiProxyError(problem)
  const watchdog = await stopWatchdog(paths)
  const engine = await stopEngine(paths)
  if (engine.kind === 'refused') throw new KimiProxyError(engine.problem)
  const left = engine.kind === 'unproven' ? engine : watchdog.kind === 'unproven' ? watchdog : null
  if (left === null) return
  throw new KimiProxyError('OTHER_ENGINE.endless', { pid: left.pid })
}
