import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemCode } from '../../core/basics/errors'

/**
 * Makes a folder, and those above it, for its user alone; one that is there stays as it is. Throws the system's error:
 * with `recursive`, Node 20 says ENOENT of a read-only disk.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' && dirname(path) !== path) {
      makeFolder(dirname(path))
      makeFolder(path)
    } else if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}
