/** Which supervisor of services this system has. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../core/settings/launch-env'
import { DRAIN_MS, RENEWAL_WAIT_MS } from '../engine/options'
import { isOnPath } from '../system/on-path'
import { launchdSupervisor } from './launchd'
import type { Supervisor } from './supervisor'
import { systemCommand } from './system-command'
import { configFolderOf, systemdSupervisor } from './systemd'

/** A stop that is killed in the middle of a renewal would cost the login. */
export const STOP_SECONDS = Math.ceil((DRAIN_MS + RENEWAL_WAIT_MS) / 1000) + 7

/** Null where there is none that we know: Windows, or a Linux without systemd. */
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
  // `su` and `sudo` leave out where the manager is to be found (pam_systemd(8)).
  const runtime = env['XDG_RUNTIME_DIR'] || `/run/user/${uid}`
  const runWith = (config: string | undefined) =>
    systemCommand({ ...env, XDG_RUNTIME_DIR: runtime, XDG_CONFIG_HOME: config }, limitMs)
  const folders = [env['XDG_CONFIG_HOME'], join(homedir(), '.config')].flatMap((folder) => folder || [])
  const config = await configFolderOf(runWith(undefined), folders)
  // `enable` is systemctl's own doing, in the folder that it takes from its environment.
  return systemdSupervisor(runWith(config), config, uid)
}
