/**
 * The real systemd, as the manager of a user's services, in namespaces of its own: it takes the machine for one that was
 * booted with systemd, and has a control group to itself. Needs root and the right to mount.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { until } from '../../electron/testing/until'

const SYSTEMD = '/lib/systemd/systemd'

/**
 * Named by its first argument; the process itself becomes the manager. systemd moves every process that it finds at the
 * root of its tree, so it is not started unless that tree is seen to be its own: without the group just made, which the
 * machine's tree holds, and with no processes but these.
 */
const START = `set -e
mount -t tmpfs none /run
mkdir -p /run/systemd/system /run/tree
mount -t cgroup2 none /run/tree
mkdir "/run/tree/$1"
echo $$ > "/run/tree/$1/cgroup.procs"
exec unshare --mount --cgroup sh -c '
  set -e
  umount /run/tree
  umount -R /sys/fs/cgroup
  mount -t cgroup2 none /sys/fs/cgroup
  test ! -e "/sys/fs/cgroup/$1"
  test "$(wc -l < /sys/fs/cgroup/cgroup.procs)" -le 3
  exec ${SYSTEMD} --user' sh "$1"`

const CLEAN = `mount -t tmpfs none /run
mkdir /run/tree
mount -t cgroup2 none /run/tree
find "/run/tree/$1" -depth -type d -exec rmdir {} ';'`

const PROBE = 'mount -t tmpfs none /run && mkdir /run/tree && mount -t cgroup2 none /run/tree'

/** Null where it can be had, else why not. */
export function whyNoManager(): string | null {
  if (process.env['KIMI_PROXY_SYSTEMD'] === undefined) return 'KIMI_PROXY_SYSTEMD is not set'
  if (process.platform !== 'linux' || !existsSync(SYSTEMD)) return 'systemd is not installed'
  if (process.getuid?.() !== 0) return 'only root may start a systemd of its own'
  const { status } = spawnSync('unshare', ['--mount', '--cgroup', 'sh', '-c', PROBE], { stdio: 'ignore' })
  return status === 0 ? null : 'control groups cannot be mounted here'
}

/** Ready for `systemctl --user` with this environment. Ends with `stop`. */
export async function startManager(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<{ stop: () => Promise<void> }> {
  const name = basename(folder)
  const child = spawn('unshare', ['--mount', 'sh', '-c', START, 'sh', name], { env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  const stop = async () => {
    if (isAlive(child)) child.kill('SIGTERM')
    await ended
    spawnSync('unshare', ['--mount', 'sh', '-c', CLEAN, 'sh', name], { stdio: 'ignore' })
  }
  const socket = join(env['XDG_RUNTIME_DIR'] ?? '', 'systemd', 'private')
  await until('systemd answers', () => {
    if (!isAlive(child)) throw new Error(`systemd ended at once: ${child.exitCode ?? child.signalCode}`)
    return existsSync(socket)
  })
  return { stop }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
