/** Small JSON files of the home folder, each written whole. */

import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isRecord } from '../../core/basics/json'
import { writeFileAtomically } from './atomic-file'
import { makeFolder } from './home-folder'
import { readPlainFile } from './text-file'

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
