/** `kimi-proxy connect`: shows what it would change in Claude Code's settings, asks, changes it, and tries it. */
import { KimiProxyError } from '../../core/basics/errors'
import { variablesIn } from '../../core/connect/connect-text'
import { hasStatusLine } from '../../core/connect/own-settings'
import { readClaudeFile } from '../../node/connect/claude-file'
import { type ConnectPlan, carryOutConnection, planConnection } from '../../node/connect/connection'
import type { CliCommand } from '../basics/command'
import type { CliContext } from '../basics/context'
import { confirmed } from '../basics/question'
import { type ConnectPlace, placeOf } from './place'
import { preflight } from './preflight'

/**
 * 0 connected, or with `--dry-run` shown; 1 the person said no; 2 connected, but something leads Claude Code elsewhere or
 * the message failed. With `--check` 2 also where nothing could be tried.
 */
export async function connect(context: CliContext, command: CliCommand<'connect'>): Promise<number> {
  const { say, print } = context
  const place = await placeOf(context, command.scope)
  const options = { ...place.options, statusLine: command.statusLine }
  if (command.check) return (await looked(context, place)) === 'good' ? 0 : 2
  const plan = await planConnection(options)
  if (plan.diff.length === 0) {
    print(say('connect.already', { path: options.path }))
  } else {
    showChange(context, options.path, plan, command.scope === 'project')
    if (command.dryRun) {
      print(say('connect.dry'))
      return 0
    }
    if (!command.yes && !(await isMeant(context, 'connect'))) {
      print(say('connect.dry'))
      return 1
    }
    const backup = await carryOutConnection(options, plan)
    print(say('connect.done'))
    if (backup !== null) print(say('connect.backup', { path: backup }))
    if (!hasStatusLine(plan.text)) print(say('connect.statusLine'))
  }
  if (command.dryRun) return 0
  return (await preflight(context, place, variablesIn(plan.text))) === 'bad' ? 2 : 0
}

async function looked(context: CliContext, place: ConnectPlace) {
  const file = await readClaudeFile(place.options.path).catch(() => null)
  const text = file?.text ?? null
  return preflight(context, place, text === null ? {} : variablesOf(text))
}

/** None of a text that cannot be read. */
function variablesOf(text: string): Readonly<Record<string, string>> {
  try {
    return variablesIn(text)
  } catch {
    return {}
  }
}

function showChange(
  { say, print }: CliContext,
  path: string,
  { diff, changedBack }: ConnectPlan,
  isShared: boolean,
): void {
  if (changedBack.length > 0) print(say('connect.changedBack', { path, names: changedBack.join(', ') }))
  print(say('connect.change', { path }))
  for (const line of diff) print(`  ${line}`)
  if (isShared) print(say('connect.project'))
}

/** Throws USAGE where nobody can be asked. */
export async function isMeant({ say }: CliContext, command: 'connect' | 'disconnect'): Promise<boolean> {
  if (!process.stdin.isTTY) throw new KimiProxyError('USAGE.connectAsks', { command })
  return confirmed(`${command === 'connect' ? say('connect.question') : say('connect.questionBack')} `)
}
