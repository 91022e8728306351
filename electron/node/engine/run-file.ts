/** The run file: how a later command finds the engine of a home, proves that it is ours, and may control it. */

import { randomBytes } from 'node:crypto'
import type { EngineHost } from '../../contract/engine'
import { isRecord } from '../../core/basics/json'
import { type ProcessIdentity, processMarker } from '../basics/process-identity'
import { readJsonFile } from '../files/json-file'

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
