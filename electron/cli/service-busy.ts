/** Before a service is started anew or stopped. */
import { findEngine, readState } from '../node/engine-process'
import type { CliContext } from './context'

/** Nobody’s answer is cut without a word. True when there is one, and it was said. */
export async function refuseIfBusy(context: CliContext, action: 'install' | 'remove'): Promise<boolean> {
  const found = await findEngine(context.paths)
  const told = found?.answers ? await readState(found.record) : null
  const running = told?.state.traffic.activeRequests ?? 0
  if (running === 0) return false
  const answers = running === 1 ? '1 request' : `${running} requests`
  context.complain(
    `kimi-proxy: It serves ${answers} at the moment, which would be cut. Wait, or write kimi-proxy service ${action} --yes.`,
  )
  return true
}
