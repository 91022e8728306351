/** Who holds a port, in words: for the one line that says why we cannot have it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Probe, probePort } from './probe'
import { isAlive } from './process-identity'

/** A sentence naming the holder and how to be rid of it; null when nobody listens there any more. */
export async function describeHolder(port: number): Promise<string | null> {
  const probe = await probePort(port, 2_000)
  if (probe.kind === 'free') return null
  return describeProbe(probe, port)
}

export function describeProbe(probe: Exclude<Probe, { kind: 'free' }>, port: number): string {
  switch (probe.kind) {
    case 'kimiProxy':
      return `Port ${port} is used by another Kimi Proxy (PID ${String(probe.body['pid'])}) with a home of its own. Stop that one, or choose another port with --port.`
    case 'origin':
      return describeOrigin(port, probe.pid)
    case 'silent':
    case 'stranger': {
      const holder = findHolder(port)
      const who = holder === null ? 'another program' : `${holder.name} (PID ${holder.pid})`
      return `Port ${port} is used by ${who}. Stop it, or choose another port with --port.`
    }
  }
}

/** Its watchdog would bring it back, so that one has to go first. Its files are only ever read. */
function describeOrigin(port: number, pid: number | null): string {
  const watchdog = originPid('kimi-watchdog.pid')
  const pids = [watchdog, pid ?? originPid('kimi-proxy.pid')].filter((known) => known !== null)
  const named = pid === null ? '' : ` (PID ${pid})`
  const how = pids.length === 0 ? 'kimi-proxy.py --stop-all' : `kill ${pids.join(' ')}`
  return `Port ${port} is used by the old kimi-proxy script${named}. Stop it with: ${how}`
}

function originPid(name: string): number | null {
  try {
    const pid = Number(readFileSync(join(homedir(), '.local', 'run', name), 'utf8').trim())
    return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

interface Holder {
  readonly pid: number
  readonly name: string
}

function findHolder(port: number): Holder | null {
  try {
    return process.platform === 'linux' ? findInProc(port) : findWithLsof(port)
  } catch {
    return null
  }
}

/**
 * proc(5): /proc/net/tcp lists listening sockets (state 0A) by inode, /proc/PID/fd who holds them. Whoever listens on
 * every address stands in tcp6.
 */
function findInProc(port: number): Holder | null {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((table) => linesOf(table))
    .map((row) => row.trim().split(/\s+/))
  const row = rows.find((cells) => cells[1]?.endsWith(`:${hexPort}`) && cells[3] === '0A')
  const inode = row?.[9]
  if (inode === undefined) return null
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && holdsSocket(entry, inode)) {
      return { pid: Number(entry), name: readFileSync(`/proc/${entry}/comm`, 'utf8').trim() }
    }
  }
  return null
}

/** Without IPv6 there is no tcp6. */
function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (fd) => linkOf(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`,
    )
  } catch {
    return false
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function findWithLsof(port: number): Holder | null {
  const text = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
    timeout: 2_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const pid = /^p(\d+)$/m.exec(text)?.[1]
  return pid === undefined ? null : { pid: Number(pid), name: /^c(.+)$/m.exec(text)?.[1] ?? 'a program' }
}
