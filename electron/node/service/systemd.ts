/** systemd's manager of this user's services (systemctl(1), `--user`; loginctl(1) for lingering). */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../../core/basics/errors'
import type { ServiceState } from '../../core/service/state'
import { SYSTEMD_UNIT, systemdUnit } from '../../core/service/unit'
import { reason } from '../../core/words/reason'
import type { Supervisor } from './supervisor'
import type { SystemAnswer, SystemCommand } from './system-command'

const ASKED = ['LoadState', 'ActiveState', 'SubState', 'UnitFileState', 'MainPID'] as const

/**
 * The first of `folders` that the manager reads. The manager's XDG_CONFIG_HOME may differ from the shell's, and a unit
 * elsewhere is not found (systemd.unit(5), "Unit File Load Path"). Where the manager does not answer, the first of
 * `folders`.
 */
export async function configFolderOf(run: SystemCommand, folders: readonly string[]): Promise<string> {
  const answer = await run('systemctl', ['--user', 'show', '--property=UnitPath'])
  const told = answer.kind === 'ended' ? ` ${answer.stdout.trim().replace(/^UnitPath=/, '')} ` : ''
  return folders.find((folder) => told.includes(` ${unitFolder(folder)} `)) ?? folders[0] ?? ''
}

function unitFolder(configFolder: string): string {
  return join(configFolder, 'systemd', 'user')
}

/** `configFolder`: as in the XDG Base Directory Specification. `uid`: the user whose services these are. */
export function systemdSupervisor(run: SystemCommand, configFolder: string, uid: number): Supervisor {
  const folder = unitFolder(configFolder)
  const systemctl = async (...args: readonly string[]) => run('systemctl', ['--user', ...args])
  return {
    name: 'systemd',
    file: join(folder, SYSTEMD_UNIT),
    textFor: async (unit) => systemdUnit(unit),
    state: async () => stateIn(await systemctl('show', SYSTEMD_UNIT, `--property=${ASKED.join(',')}`)),
    async start() {
      orThrow(await systemctl('daemon-reload'))
      orThrow(await systemctl('enable', SYSTEMD_UNIT))
      orThrow(await systemctl('restart', SYSTEMD_UNIT))
    },
    async stop() {
      orThrow(await systemctl('disable', '--now', SYSTEMD_UNIT))
    },
    async forget() {
      // Removes what `enable` made, in case the manager could not be asked.
      rmSync(join(folder, 'default.target.wants', SYSTEMD_UNIT), { force: true })
      await systemctl('daemon-reload')
      // Without this, a service that had failed would be listed for ever.
      await systemctl('reset-failed', SYSTEMD_UNIT)
    },
    startByHand: ['systemctl --user daemon-reload', `systemctl --user enable --now ${SYSTEMD_UNIT}`],
    async sessionNote() {
      const answer = await run('loginctl', ['show-user', String(uid), '--property=Linger'])
      const off = answer.kind === 'ended' && /^Linger=no$/m.test(answer.stdout)
      return off ? 'service.noteLinger' : null
    },
  }
}

function stateIn(answer: SystemAnswer): ServiceState {
  if (answer.kind === 'missing') return { kind: 'unreachable', reason: reason('noSystemctl') }
  if (!answer.ok) return { kind: 'unreachable', reason: firstLine(answer.stderr) }
  const told = Object.fromEntries(answer.stdout.split('\n').map(property))
  if (told['LoadState'] === 'not-found') return { kind: 'absent' }
  const atStart = told['UnitFileState'] === 'enabled'
  switch (told['ActiveState']) {
    case 'active':
    case 'reloading':
      return { kind: 'running', atStart, pid: Number(told['MainPID']) || null }
    case 'activating':
      return { kind: 'restarting', atStart }
    default:
      return { kind: 'stopped', atStart }
  }
}

function property(line: string): readonly [name: string, value: string] {
  const at = line.indexOf('=')
  return [line.slice(0, at), line.slice(at + 1)]
}

/** Throws SERVICE_FAILED with the command's own message, where it failed. */
export function orThrow(answer: SystemAnswer): void {
  if (answer.kind === 'ended' && answer.ok) return
  const why = answer.kind === 'missing' ? reason('commandMissing') : firstLine(answer.stderr)
  throw new KimiProxyError('SERVICE_FAILED', { reason: why })
}

export function firstLine(text: string): Reason {
  const line = text.split('\n').find((each) => each.trim() !== '')
  return line === undefined
    ? reason('noReasonGiven')
    : reason('said', { words: line.trim().replace(/\.$/, '') })
}
