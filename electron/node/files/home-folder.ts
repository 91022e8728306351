/** Folders of ours: made for their user alone, and the error that says the home folder cannot be written. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { diskTrouble } from './disk-trouble'
import type { Paths } from './paths'

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

/** Throws HOME_UNWRITABLE when nothing can be written there: known at once, and not after waiting for a lock. */
export function ensureHome({ home }: Paths): void {
  try {
    makeFolder(home)
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unwritableHome(home, error)
  }
}

export function unwritableHome(home: string, cause: unknown): KimiProxyError {
  const values = { path: home, reason: systemReason(cause) }
  const trouble = diskTrouble(cause)
  return trouble === null
    ? new KimiProxyError('HOME_UNWRITABLE', values, cause)
    : new KimiProxyError(`HOME_UNWRITABLE.${trouble}`, values, cause)
}
