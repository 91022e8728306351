/** The run file: how a later command finds the engine of a home, proves that it is ours, and may control it. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { EngineHost } from '../../contract/engine'
import { isRecord } from '../../core/login/stored-login'
import { makeFolder } from '../basics/make-folder'
import { type ProcessIdentity, processMarker } from '../basics/process-identity'
import { writeFileAtomically } from '../files/atomic-file'
import { readPlainFile } from '../files/text-file'

export interface RunRecord extends ProcessIdentity {
  readonly port: number
  readonly startedAtMs: number
  /** Shown in `/health`: whoever answers with it is the engine this record speaks of. */
  readonly nonce: string
  /** What control requests must carry. */
  readonly secret: string
  readonly host: EngineHost
}

export function newRunRecord(port: number, host: EngineHost, startedAtMs: number): RunRecord {
  return {
    pid: process.pid,
    marker: processMarker(process.pid),
    port,
    startedAtMs,
    nonce: randomBytes(12).toString('hex'),
    secret: randomBytes(32).toString('hex'),
    host,
  }
}

/** Null when there is none, or when it makes no sense. */
export function readRunFile(path: string): RunRecord | null {
  const json = readJsonFile(path)
  if (!isRecord(json)) return null
  const { pid, marker, port, startedAtMs, nonce, secret, host } = json
  if (!Number.isInteger(pid) || typeof pid !== 'number' || pid < 1 || typeof port !== 'number') return null
  if (typeof nonce !== 'string' || typeof secret !== 'string') return null
  if (host !== 'cli' && host !== 'watchdog' && host !== 'service' && host !== 'tray') return null
  return {
    pid,
    marker: typeof marker === 'string' ? marker : null,
    port,
    startedAtMs: typeof startedAtMs === 'number' ? startedAtMs : 0,
    nonce,
    secret,
    host,
  }
}

export async function writeRunFile(path: string, record: object): Promise<void> {
  makeFolder(dirname(path))
  await writeFileAtomically(path, `${JSON.stringify(record, null, 2)}\n`)
}

/** Removes it only while it still speaks of this process. */
export async function removeOwnFile(path: string): Promise<void> {
  const json = readJsonFile(path)
  if (isRecord(json) && json['pid'] === process.pid) await rm(path, { force: true }).catch(() => undefined)
}

/** Undefined when it cannot be read or is no JSON. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readPlainFile(path))
  } catch {
    return undefined
  }
}
