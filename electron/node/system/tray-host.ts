/** Whether a Linux desktop shows tray icons at all (freedesktop.org, StatusNotifierItem). */
import { execFile } from 'node:child_process'
import type { Environment } from '../../core/settings/launch-env'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const LIMIT_MS = 3_000

/**
 * False only when the session bus says that no program shows tray icons. Where the bus cannot be asked, the answer is true.
 */
export function hasTrayHost(env: Environment): Promise<boolean> {
  const args = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${WATCHER}`,
  ]
  return new Promise((resolve) => {
    execFile('dbus-send', args, { timeout: LIMIT_MS, env: { ...env } }, (error, stdout) => {
      resolve(error !== null || !/boolean\s+false/.test(stdout))
    })
  })
}
