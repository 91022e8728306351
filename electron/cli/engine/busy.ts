/** Before an engine is started anew or stopped. */
import { counted } from '../../core/basics/counted'
import { type FoundEngine, readState } from '../../node/engine/process'
import type { CliContext } from '../basics/context'
import { confirmed } from '../basics/question'

/** Nobody’s answer is cut without a word. True when one of `engines` is at one, and it was said. */
export async function refuseIfBusy(
  context: CliContext,
  engines: readonly (FoundEngine | null)[],
  command: 'service install' | 'service remove' | '--stop',
): Promise<boolean> {
  const running = await requestsOf(engines)
  if (running === 0) return false
  context.complain(`kimi-proxy: ${busy(running)} Wait, or write kimi-proxy ${command} --yes.`)
  return true
}

/** Whether a person at the terminal wants `engine` stopped all the same; without one, as `refuseIfBusy`. */
export async function mayStop(context: CliContext, engine: FoundEngine | null): Promise<boolean> {
  if (!process.stdin.isTTY) return !(await refuseIfBusy(context, [engine], '--stop'))
  const running = await requestsOf([engine])
  if (running === 0 || (await confirmed(`${busy(running)} Stop it all the same? [y/N] `))) return true
  context.print('Nothing was stopped.')
  return false
}

async function requestsOf(engines: readonly (FoundEngine | null)[]): Promise<number> {
  const told = await Promise.all(engines.map((engine) => (engine?.answers ? readState(engine.record) : null)))
  return told.reduce((sum, each) => sum + (each?.state.traffic.activeRequests ?? 0), 0)
}

function busy(running: number): string {
  return `It serves ${counted(running, 'request')} at the moment, which would be cut.`
}
