/** `kimi-proxy service`: the proxy under the system's own supervisor, for machines without a desktop. */
import { rmSync } from 'node:fs'
import { isOwnUnit } from '../../core/service/unit'
import { stopEngine } from '../../node/engine/process'
import { findSupervisor } from '../../node/service/find'
import type { Supervisor } from '../../node/service/supervisor'
import { engineOfService } from '../../node/service/unit'
import type { ServiceCommand } from '../basics/command'
import type { CliContext } from '../basics/context'
import { refuseIfBusy } from '../engine/busy'
import { foreignFile, serviceFile } from './file'
import { install } from './install'
import { serviceStatus } from './status'

/** Throws SETTING_INVALID before anything is written, and SERVICE_FAILED with what the system said. */
export async function service(context: CliContext, command: ServiceCommand): Promise<number> {
  const supervisor = await findSupervisor(context.env, process.platform)
  if (supervisor === null) {
    const { say } = context
    const none = say(process.platform === 'win32' ? 'service.noWindows' : 'service.noSystemd')
    context.complain(say('cli.failed', { line: none }))
    return 1
  }
  switch (command.action) {
    case 'install':
      return install(context, supervisor, command)
    case 'remove':
      return remove(context, supervisor, command.yes)
    case 'status':
      return serviceStatus(context, supervisor, command.json)
  }
}

/** 0 removed, or none was there; 1 not. */
async function remove(context: CliContext, supervisor: Supervisor, yes: boolean): Promise<number> {
  const { file } = supervisor
  const text = serviceFile(file)
  if (text === null) {
    context.print(context.say('service.removedNothing'))
    return 0
  }
  if (!isOwnUnit(text)) {
    context.complain(foreignFile(context.say, file))
    return 1
  }
  const { paths, engine } = await engineOfService(text)
  if (!yes && (await refuseIfBusy(context, [engine], 'service remove'))) return 1
  const { kind } = await supervisor.state()
  if (kind !== 'unreachable' && kind !== 'absent') await supervisor.stop()
  rmSync(file, { force: true })
  await supervisor.forget()
  // Where the manager could not be asked, its engine still runs; an end in good order is not undone.
  if ((await engineOfService(text)).engine !== null) await stopEngine(paths)
  context.print(context.say('service.removed', { file }))
  return 0
}
