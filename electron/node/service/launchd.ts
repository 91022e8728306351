/**
 * launchd, for this user's agents (launchctl(1), launchd.plist(5)).
 *
 * - A Mac that is only reached by SSH has no domain `gui/<uid>`: bootstrapping there fails with 125, "Domain does not
 *   support specified action".
 * - The domain `user/<uid>` exists after any login and takes agents of the session `Background` (Mic92/sops-nix#966,
 *   geldata/gel-cli#740).
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServiceState } from '../../core/service/state'
import { LAUNCHD_LABEL, type LaunchdSession, launchdPlist, launchdSession } from '../../core/service/unit'
import { reason } from '../../core/words/reason'
import { readText } from '../files/text-file'
import type { Supervisor } from './supervisor'
import type { SystemAnswer, SystemCommand } from './system-command'
import { firstLine, orThrow } from './systemd'

interface Options {
  readonly homeDir: string
  readonly uid: number
  /** How long a stop may take. */
  readonly stopMs: number
}

export function launchdSupervisor(run: SystemCommand, { homeDir, uid, stopMs }: Options): Supervisor {
  const file = join(homeDir, 'Library', 'LaunchAgents', `${LAUNCHD_LABEL}.plist`)
  const launchctl = (...args: readonly string[]) => run('launchctl', args)
  const domainOf = (session: LaunchdSession) => `${session === 'Aqua' ? 'gui' : 'user'}/${uid}`
  const domain = () => domainOf(launchdSession(readText(file) ?? ''))
  const target = () => `${domain()}/${LAUNCHD_LABEL}`

  /** `bootout` may answer before the job has ended, and until then a second job of this name is refused. */
  const untilGone = async (job: string) => {
    const endAt = performance.now() + stopMs
    while (isOk(await launchctl('print', job)) && performance.now() < endAt) await delay(200)
  }
  const unload = async () => {
    const job = target()
    if (!isOk(await launchctl('print', job))) return
    const answer = await launchctl('bootout', job)
    await untilGone(job)
    if (isOk(await launchctl('print', job))) orThrow(answer)
  }

  return {
    name: 'launchd',
    file,
    async textFor(unit, current) {
      // An agent that was installed without a desktop keeps its session, because it would start in both sessions otherwise.
      const stays = current !== null && launchdSession(current) === 'Background'
      const session = !stays && isOk(await launchctl('print', domainOf('Aqua'))) ? 'Aqua' : 'Background'
      return launchdPlist(unit, session)
    },
    async state() {
      const answer = await launchctl('print', target())
      if (answer.kind === 'missing' || answer.ok) return stateIn(answer)
      const reach = await launchctl('print', domain())
      return isOk(reach) ? { kind: 'absent' } : stateIn(reach)
    },
    async start() {
      await unload()
      // The service may be disabled, and that outlives its file.
      await launchctl('enable', target())
      orThrow(await launchctl('bootstrap', domain(), file))
    },
    stop: unload,
    forget: async () => undefined,
    get startByHand() {
      return [`launchctl bootstrap ${domain()} '${file}'`]
    },
    sessionNote: async () => 'service.noteLogin',
  }
}

function isOk(answer: SystemAnswer): boolean {
  return answer.kind === 'ended' && answer.ok
}

/**
 * Only these two words of the output are read, since launchctl says that its output is no API. Where they are missing, the
 * service counts as stopped.
 */
function stateIn(answer: SystemAnswer): ServiceState {
  if (answer.kind === 'missing') return { kind: 'unreachable', reason: reason('noLaunchctl') }
  if (!answer.ok) return { kind: 'unreachable', reason: firstLine(answer.stderr) }
  const pid = Number(/^\s*pid = (\d+)$/m.exec(answer.stdout)?.[1])
  const word = /^\s*state = (.+)$/m.exec(answer.stdout)?.[1]?.trim()
  if (word === 'running') return { kind: 'running', atStart: true, pid: pid || null }
  return word === 'spawn scheduled'
    ? { kind: 'restarting', atStart: true }
    : { kind: 'stopped', atStart: true }
}
