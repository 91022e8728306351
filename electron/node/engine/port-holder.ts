/** Who holds a port: for the one line that says why we cannot have it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../../core/basics/errors'
import { reason } from '../../core/words/reason'
import { isAlive } from '../basics/process-identity'
import { readPlainFile, readText } from '../files/text-file'
import { type Probe, probePort } from './probe'

export type PortHolder =
  /** Ours, but with a home of its own. */
  | { readonly kind: 'kimiProxy'; readonly pid: string }
  /** The script this product replaces. */
  | { readonly kind: 'origin'; readonly pid: number | null; readonly stopCommand: string }
  | { readonly kind: 'program'; readonly name: string | null; readonly pid: number | null }

/** Null when nobody listens there any more. */
export async function findPortHolder(port: number): Promise<PortHolder | null> {
  const probe = await probePort(port, 2_000)
  return probe.kind === 'free' ? null : holderOf(probe, port)
}

export function holderOf(probe: Exclude<Probe, { kind: 'free' }>, port: number): PortHolder {
  switch (probe.kind) {
    case 'kimiProxy':
      return { kind: 'kimiProxy', pid: String(probe.body['pid']) }
    case 'origin':
      return { kind: 'origin', pid: probe.pid, stopCommand: originStopCommand(probe.pid) }
    case 'silent':
    case 'stranger':
      return { kind: 'program', ...(findHolder(port) ?? { name: null, pid: null }) }
  }
}

/** For sentences that say more than whose the port is. */
export function holderWords(holder: PortHolder): Reason {
  switch (holder.kind) {
    case 'kimiProxy':
      return reason('holderKimiProxy', { pid: holder.pid })
    case 'origin':
      return reason('holderOrigin', { stop: holder.stopCommand })
    case 'program': {
      const { name, pid } = holder
      return name === null || pid === null ? reason('holderNameless') : reason('holderProgram', { name, pid })
    }
  }
}

/** Who has the port on [::1]. */
export function holderOnIpv6(port: number): Reason {
  return holderWords({ kind: 'program', ...(findHolder(port, 'ipv6') ?? { name: null, pid: null }) })
}

/** A taken port is more use with the name of its holder. Other errors come back as they are. */
export async function namingHolder(error: KimiProxyError, port: number): Promise<KimiProxyError> {
  if (error.code !== 'PORT_TAKEN') return error
  const holder = await findPortHolder(port)
  if (holder === null) return error
  return takenBy(holder, port, error)
}

/** PORT_TAKEN, naming the holder. */
export function takenBy(holder: PortHolder, port: number, cause?: unknown): KimiProxyError {
  switch (holder.kind) {
    case 'kimiProxy':
      return new KimiProxyError('PORT_TAKEN.kimiProxy', { port, pid: holder.pid }, cause)
    case 'origin': {
      const { pid, stopCommand: stop } = holder
      return pid === null
        ? new KimiProxyError('PORT_TAKEN.origin', { port, stop }, cause)
        : new KimiProxyError('PORT_TAKEN.originPid', { port, pid, stop }, cause)
    }
    case 'program': {
      const { name: program, pid } = holder
      return program === null || pid === null
        ? new KimiProxyError('PORT_TAKEN', { port }, cause)
        : new KimiProxyError('PORT_TAKEN.program', { port, program, pid }, cause)
    }
  }
}

/** Its watchdog would bring it back, so that one has to go first. Its files are only ever read. */
function originStopCommand(pid: number | null): string {
  const pids = [originPid('kimi-watchdog.pid'), pid ?? originPid('kimi-proxy.pid')].filter(
    (known) => known !== null,
  )
  return pids.length === 0 ? 'kimi-proxy.py --stop-all' : `kill ${pids.join(' ')}`
}

function originPid(name: string): number | null {
  try {
    const pid = Number(readPlainFile(join(homedir(), '.local', 'run', name)).trim())
    return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

interface Holder {
  readonly pid: number
  readonly name: string | null
}

type Family = 'any' | 'ipv6'

function findHolder(port: number, family: Family = 'any'): Holder | null {
  try {
    return process.platform === 'linux' ? findInProc(port, family) : findWithLsof(port, family)
  } catch {
    return null
  }
}

/** A line of 150 bytes for each of very many connections. */
const LONGEST_TABLE_BYTES = 67_108_864

/**
 * proc(5): /proc/net/tcp lists listening sockets (state 0A) by inode, /proc/PID/fd who holds them. Whoever listens on
 * every address stands in tcp6.
 */
function findInProc(port: number, family: Family): Holder | null {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = [...(family === 'any' ? ['/proc/net/tcp'] : []), '/proc/net/tcp6']
    // Without IPv6 there is no tcp6.
    .flatMap((table) => readText(table, LONGEST_TABLE_BYTES)?.split('\n') ?? [])
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

function findWithLsof(port: number, family: Family): Holder | null {
  const text = execFileSync(
    'lsof',
    ['-nP', `-i${family === 'ipv6' ? '6' : ''}TCP:${port}`, '-sTCP:LISTEN', '-Fpc'],
    {
      encoding: 'utf8',
      timeout: 2_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const pid = /^p(\d+)$/m.exec(text)?.[1]
  return pid === undefined ? null : { pid: Number(pid), name: /^c(.+)$/m.exec(text)?.[1] ?? null }
}
