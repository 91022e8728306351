/**
 * `systemctl --user` with a manager that knows one unit, for tests: it starts what `daemon-reload` has read, with the
 * unit's own environment and no other, and does not restart anything. Its folder ($SYSTEMD_STAND_IN) holds:
 *
 *     calls         what it was asked, a line each
 *     unreachable   made by a test: the manager does not answer
 *     loaded        the unit as it was read
 *     pid           of the process it has started
 */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { readUnit } from './systemd-unit'

const UNIT = 'kimi-proxy.service'
const folder = process.env['SYSTEMD_STAND_IN'] ?? ''
const home = process.env['HOME'] ?? ''
/** A manager's own: it knows nothing of what a shell calls XDG_CONFIG_HOME. */
const config = join(home, '.config', 'systemd')
const units = join(config, 'user')
const unitFile = join(units, UNIT)
const wanted = join(units, 'default.target.wants', UNIT)
const [loaded, pidFile] = [join(folder, 'loaded'), join(folder, 'pid')]

function fail(line: string): never {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

function runningPid(): number {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'))
    process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ') ? 0 : pid
  } catch {
    return 0
  }
}

function show(property: string | undefined): void {
  const pid = runningPid()
  const isThere = existsSync(loaded) || existsSync(unitFile)
  const told = [
    `UnitPath=${config}/user.control ${units} /usr/lib/systemd/user`,
    `MainPID=${pid}`,
    `LoadState=${isThere ? 'loaded' : 'not-found'}`,
    `ActiveState=${pid > 0 ? 'active' : 'inactive'}`,
    `SubState=${pid > 0 ? 'running' : 'dead'}`,
    `UnitFileState=${existsSync(wanted) ? 'enabled' : 'disabled'}`,
  ]
  const asked = property === '--property=UnitPath' ? told.slice(0, 1) : told
  process.stdout.write(`${asked.join('\n')}\n`)
}

function reload(): void {
  if (existsSync(unitFile)) copyFileSync(unitFile, loaded)
  else rmSync(loaded, { force: true })
}

function enable(): void {
  // systemctl does this itself, by its own environment.
  const here = join(process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'systemd', 'user', UNIT)
  if (!existsSync(here)) fail(`Failed to enable unit, unit ${UNIT} does not exist.`)
  mkdirSync(dirname(wanted), { recursive: true })
  rmSync(wanted, { force: true })
  symlinkSync(unitFile, wanted)
}

async function stop(): Promise<void> {
  const pid = runningPid()
  if (pid > 0) process.kill(pid, 'SIGTERM')
  while (runningPid() > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

function start(): void {
  if (!existsSync(loaded)) fail(`Failed to restart ${UNIT}: Unit ${UNIT} not found.`)
  const { command, environment } = readUnit(readFileSync(loaded, 'utf8'))
  const [program = '', ...args] = command
  const env = { HOME: home, PATH: '/usr/bin:/bin', ...environment }
  const child = spawn(program, args, { env, cwd: home, detached: true, stdio: 'ignore' })
  writeFileSync(pidFile, String(child.pid))
  child.unref()
}

async function main([user, verb, ...rest]: readonly string[]): Promise<void> {
  appendFileSync(join(folder, 'calls'), `${[verb, ...rest].join(' ')}\n`)
  if (user !== '--user') fail('this is the manager of a user')
  if (existsSync(join(folder, 'unreachable'))) fail('Failed to connect to bus: No medium found')
  switch (verb) {
    case 'show':
      return show(rest[0])
    case 'daemon-reload':
      return reload()
    case 'enable':
      return enable()
    case 'restart':
      await stop()
      return start()
    case 'disable':
      rmSync(wanted, { force: true })
      return stop()
    case 'reset-failed':
      return
    default:
      fail(`Unknown command verb ${verb}.`)
  }
}

void main(process.argv.slice(2))
