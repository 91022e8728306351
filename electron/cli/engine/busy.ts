/** Before an engine is started anew or stopped. */
import type { Say } from '../../core/words/say'
import { type FoundEngine, readState } from '../../node/engine/process'
import type { CliContext } from '../basics/context'
import { confirmed } from '../basics/question'

/** Nobody’s answer is cut without a word. True when one of `engines` is at one, and it was said. */
export async function refuseIfBusy(
  context: CliContext,
  engines: readonly (FoundEngine | null)[],
  command: 'service install' | 'service remove' | 'stop' | 'restart',
): Promise<boolean> {
  const running = await requestsOf(engines)
  if (running === 0) return false
  const { say, complain } = context
  complain(say('cli.failed', { line: say('cli.busyWait', { busy: busy(say, running), command }) }))
  return true
}

/** Whether a person at the terminal wants `engine` stopped all the same; without one, as `refuseIfBusy`. */
export async function mayStop(
  context: CliContext,
  engine: FoundEngine | null,
  command: 'stop' | 'restart' = 'stop',
): Promise<boolean> {
  if (!process.stdin.isTTY) return !(await refuseIfBusy(context, [engine], command))
  const { say } = context
  const running = await requestsOf([engine])
  if (running === 0 || (await confirmed(`${say('cli.busyQuestion', { busy: busy(say, running) })} `)))
    return true
  context.print(say('cli.busyKept'))
  return false
}

async function requestsOf(engines: readonly (FoundEngine | null)[]): Promise<number> {
  const told = await Promise.all(engines.map((engine) => (engine?.answers ? readState(engine.record) : null)))
  return told.reduce((sum, each) => sum + (each?.state.traffic.activeRequests ?? 0), 0)
}

function busy(say: Say, count: number): string {
  return count === 1 ? say('cli.busyOne') : say('cli.busy', { count })
}
