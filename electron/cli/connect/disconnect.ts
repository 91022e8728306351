/** `kimi-proxy disconnect`: takes back what connecting changed in Claude Code's settings. */
import { carryOutDisconnection, lookAtConnections, planDisconnection } from '../../node/connect/connection'
import type { CliCommand } from '../basics/command'
import { type CliContext, settingsOrInstead } from '../basics/context'
import { isMeant } from './connect'
import { placeOf } from './place'

/** 0 disconnected, nothing to do, or with `--dry-run` shown; 1 the person said no. */
export async function disconnect(context: CliContext, command: CliCommand<'disconnect'>): Promise<number> {
  const { say, print, paths } = context
  const { options } = await placeOf(
    context,
    command.scope,
    (own) => settingsOrInstead(own, undefined).settings,
  )
  const { path } = options
  const plan = await planDisconnection(options)
  if (plan === null) {
    print(say('connect.not', { path }))
  } else {
    print(say('connect.change', { path }))
    for (const line of plan.diff) print(`  ${line}`)
    if (plan.left.length > 0) print(say('connect.left', { names: plan.left.join(', ') }))
    if (command.dryRun) {
      print(say('connect.dry'))
      return 0
    }
    if (!command.yes && !(await isMeant(context, 'disconnect'))) {
      print(say('connect.dry'))
      return 1
    }
    await carryOutDisconnection(options, plan)
    print(plan.isExact ? say('connect.undone', { path }) : say('connect.undoneOurs', { path }))
  }
  for (const connection of await lookAtConnections(paths)) {
    if (connection.kind === 'connected') print(say('connect.elsewhere', { path: connection.path }))
  }
  return 0
}
