/** Finds the supervisor of services that this system has. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../core/settings/launch-env'
import { DRAIN_MS, RENEWAL_WAIT_MS } from '../engine/options'
import { isOnPath } from '../system/on-path'
import { launchdSupervisor } from './launchd'
import type { Supervisor } from './supervisor'
import { systemCommand } from './system-command'
import { configFolderOf, systemdSupervisor } from './systemd'

/** How long a stop may take. A kill in the middle of a renewal would cost the login. */
export const STOP_SECONDS = Math.ceil((DRAIN_MS + RENEWAL_WAIT_MS) / 1000) + 7

/** Null where no supervisor is known: on Windows, or on a Linux without systemd. */
export async function findSupervisor(
  env: Environment,
  platform: NodeJS.Platform,
): Promise<Supervisor | null> {
  const uid = process.getuid?.() ?? 0
  const limitMs = (STOP_SECONDS + 15) * 1000
  if (platform === 'darwin') {
    const run = systemCommand(env, limitMs)
    return launchdSupervisor(run, { homeDir: homedir(), uid, stopMs: limitMs })
  }
  if (platform !== 'linux' || !isOnPath('systemctl', env)) return null
  // `su` and `sudo` leave out the variable that names the manager's folder (pam_systemd(8)).
  const runtime = env['XDG_RUNTIME_DIR'] || `/run/user/${uid}`
  const runWith = (config: string | undefined) =>
    systemCommand({ ...env, XDG_RUNTIME_DIR: runtime, XDG_CONFIG_HOME: config }, limitMs)
  const folders = [env['XDG_CONFIG_HOME'], join(homedir(), '.config')].flatMap((folder) => folder || [])
  const config = await configFolderOf(runWith(undefined), folders)
  // `enable` is done by systemctl itself, in the folder that its environment names.
  return systemdSupervisor(runWith(config), config, uid)
}
