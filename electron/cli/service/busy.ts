/** Before a service is started anew or stopped. */
import { type FoundEngine, readState } from '../../node/engine/process'
import type { CliContext } from '../basics/context'

/** Nobody’s answer is cut without a word. True when one of `engines` is at one, and it was said. */
export async function refuseIfBusy(
  context: CliContext,
  engines: readonly (FoundEngine | null)[],
  action: 'install' | 'remove',
): Promise<boolean> {
  const told = await Promise.all(engines.map((engine) => (engine?.answers ? readState(engine.record) : null)))
  const running = told.reduce((sum, each) => sum + (each?.state.traffic.activeRequests ?? 0), 0)
  if (running === 0) return false
  const { say } = context
  context.complain(say('cli.failed', { line: say('service.busy', { count: running, action }) }))
  return true
}
