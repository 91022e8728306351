/** `kimi-proxy service status`. Looks only. */
import { commandIn, isOwnUnit } from '../../core/service/unit'
import {
  type ServiceView,
  serviceExitCode,
  serviceJson,
  serviceLines,
} from '../../core/views/cli/service-status'
import type { Supervisor } from '../../node/service/supervisor'
import { missingFiles, startsThisProgram } from '../../node/service/unit'
import type { CliContext } from '../basics/context'
import { serviceFile } from './file'

export async function serviceStatus(
  context: CliContext,
  supervisor: Supervisor,
  json: boolean,
): Promise<number> {
  const view = await look(supervisor)
  if (json) context.print(JSON.stringify(serviceJson(view), null, 2))
  else for (const line of serviceLines(context.say, view)) context.print(line)
  return serviceExitCode(view)
}

async function look(supervisor: Supervisor): Promise<ServiceView> {
  const { file } = supervisor
  const text = serviceFile(file)
  if (text === null) return { kind: 'none' }
  if (!isOwnUnit(text)) return { kind: 'foreign', file }
  return {
    kind: 'installed',
    file,
    state: await supervisor.state(),
    command: commandIn(text),
    missing: missingFiles(text),
    isCurrent: startsThisProgram(text),
    sessionNote: await supervisor.sessionNote(),
  }
}
