/** Small JSON files of the home folder, each written whole. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isRecord } from '../../core/basics/json'
import { writeFileAtomically } from './atomic-file'
import { readPlainFile } from './text-file'

export async function writeRunFile(path: string, record: object): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
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
