/** Telling a process from a later one with the same number. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isAlive } from './atomic-file'

/** When a process was started, in whatever form the system tells it; null where it does not. */
export function processMarker(pid: number): string | null {
  try {
    // Field 22, counted after the name, which may hold spaces and brackets (proc(5)).
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
    }
    if (process.platform === 'win32') return null
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim() ||
      null
    )
  } catch {
    return null
  }
}

export interface ProcessIdentity {
  readonly pid: number
  readonly marker: string | null
}

/** Whether the very process that wrote its identity down is still there. Zombies count as gone. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  if (!isAlive(identity.pid) || isZombie(identity.pid)) return false
  return identity.marker === null || processMarker(identity.pid) === identity.marker
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
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
