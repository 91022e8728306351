/**
 * What connecting has changed in a settings file of Claude Code: one small file of ours for each, for its user alone, since
 * what stood there may be a key.
 *
 * A record has the state that was written last, and while another is being written also that one, so that a crash between
 * the two leaves nothing that could not be taken back.
 */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../../core/basics/json'
import type { ChangedKey } from '../../core/connect/connect-text'
import type { Edit } from '../../core/connect/json-text'
import { ensurePrivateFolder, removeFile, writeFileAtomically } from '../files/atomic-file'
import { readJsonFile } from '../files/json-file'
import type { Paths } from '../files/paths'

export interface ConnectedState {
  /** Of the whole file as it was written. */
  readonly hash: string
  readonly baseUrl: string
  readonly keys: readonly ChangedKey[]
  readonly undo: readonly Edit[]
  readonly madeEnv: boolean
  readonly madeFile: boolean
  /** Where a copy of the former file lies; null where there was none. */
  readonly backup: string | null
  /** Wall clock. */
  readonly atMs: number
}

export interface ConnectionRecord {
  /** As it was named. */
  readonly path: string
  /** The last is the newest. */
  readonly states: readonly [ConnectedState, ...ConnectedState[]]
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Null where nothing was connected, or our own file has been spoilt. */
export function readConnection(paths: Paths, target: string): ConnectionRecord | null {
  return recordIn(recordPath(paths, target))
}

export function allConnections({ connectedDir }: Paths): readonly ConnectionRecord[] {
  try {
    const names = readdirSync(connectedDir).filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
    return names.flatMap((name) => recordIn(join(connectedDir, name)) ?? [])
  } catch {
    return []
  }
}

/** Rejects with the system's error. */
export async function writeConnection(paths: Paths, target: string, record: ConnectionRecord): Promise<void> {
  await ensurePrivateFolder(paths.connectedDir)
  await writeFileAtomically(recordPath(paths, target), `${JSON.stringify(record, null, 2)}\n`)
}

/** Rejects with the system's error. */
export async function forgetConnection(paths: Paths, target: string): Promise<void> {
  await removeFile(recordPath(paths, target))
}

function recordPath({ connectedDir }: Paths, target: string): string {
  return join(connectedDir, `${hashOf(target).slice(0, 32)}.json`)
}

function recordIn(path: string): ConnectionRecord | null {
  const json = readJsonFile(path)
  if (!isRecord(json) || typeof json['path'] !== 'string' || !Array.isArray(json['states'])) return null
  const [first, ...more] = json['states'].flatMap((state: unknown) => readState(state) ?? [])
  return first === undefined ? null : { path: json['path'], states: [first, ...more] }
}

function readState(json: unknown): ConnectedState | null {
  if (!isRecord(json) || !Array.isArray(json['keys']) || !Array.isArray(json['undo'])) return null
  const { hash, baseUrl, backup, atMs } = json
  const keys = json['keys'].filter(isChangedKey)
  const undo = json['undo'].filter(isEdit)
  const isWhole = keys.length === json['keys'].length && undo.length === json['undo'].length
  if (!isWhole || typeof hash !== 'string' || typeof baseUrl !== 'string') return null
  return {
    hash,
    baseUrl,
    keys,
    undo,
    madeEnv: json['madeEnv'] === true,
    madeFile: json['madeFile'] === true,
    backup: typeof backup === 'string' ? backup : null,
    atMs: typeof atMs === 'number' ? atMs : 0,
  }
}

function isChangedKey(json: unknown): json is ChangedKey {
  if (!isRecord(json) || typeof json['name'] !== 'string') return false
  const { place, wrote, former } = json
  return (place === undefined || place === 'settings') && isText(wrote) && isText(former)
}

function isEdit(json: unknown): json is Edit {
  if (!isRecord(json) || typeof json['content'] !== 'string') return false
  return Number.isInteger(json['offset']) && Number.isInteger(json['length'])
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}
