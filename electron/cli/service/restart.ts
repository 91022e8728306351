/** `kimi-proxy restart` where the system's supervisor runs the engine. */
import { findSupervisor } from '../../node/service/find'
import type { CliContext } from '../basics/context'
import { tellOutcome } from './install'

/** 0 it runs again, 1 not. Rejects with SERVICE_FAILED. */
export async function restartService(context: CliContext): Promise<number> {
  const supervisor = await findSupervisor(context.env, process.platform)
  if (supervisor === null) {
    context.complain(context.say('cli.failed', { line: context.say('service.noSystemd') }))
    return 1
  }
  await supervisor.start()
  return tellOutcome(context, supervisor)
}
