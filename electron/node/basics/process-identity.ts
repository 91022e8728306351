/** Telling a process from a later one with the same number. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { systemCode } from '../../core/basics/errors'

/** When a process was started, in whatever form the system tells it; null where it does not. */
export function processMarker(pid: number): string | null {
  try {
    switch (process.platform) {
      case 'linux':
        return statFields(pid)[STARTED_AT] ?? null
      case 'win32':
        return ask('powershell', [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`,
        ])
      default:
        return ask('ps', ['-o', 'lstart=', '-p', String(pid)])
    }
  } catch {
    return null
  }
}

/** In a fixed time zone and language, so that the answer stays the same when the person travels. */
function ask(command: string, args: readonly string[]): string | null {
  const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' }
  const text = execFileSync(command, args, { encoding: 'utf8', timeout: 5_000, env, windowsHide: true })
  return text.trim() || null
}

/** Fields 3, 20 and 22 of proc(5)'s stat, counted from behind the name, which may hold spaces and brackets. */
const STATE = 0
const THREADS = 17
const STARTED_AT = 19

function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

export interface ProcessIdentity {
  readonly pid: number
  readonly marker: string | null
}

/**
 * Whether the very process that wrote its identity down is still there. Zombies count as gone, once their last
 * thread has ended: until then their port is still taken.
 */
export function isSameProcess(identity: ProcessIdentity): boolean {
  if (!isAlive(identity.pid) || isZombie(identity.pid)) return false
  return identity.marker === null || processMarker(identity.pid) === identity.marker
}

function isZombie(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return false
    const fields = statFields(pid)
    return fields[STATE] === 'Z' && Number(fields[THREADS]) <= 1
  } catch {
    return false
  }
}

/** Sends a signal to that very process. Without a marker nothing proves which it is, so nothing is sent. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (identity.marker === null || !isSameProcess(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch {
    return false
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
