/** Folders of ours: made for their user alone, and the error that says the home folder cannot be written. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { reason } from '../../core/words/reason'
import { diskTrouble } from './disk-trouble'
import type { Paths } from './paths'

/**
 * Makes a folder, and those above it, by default for its user alone; one that is there stays as it is. Throws the system's error.
 * Node's own `recursive` says ENOENT of a read-only disk (Node 20), and never returns where the folder above is there and the system
 * answers ENOENT all the same, as below /proc.
 */
export function makeFolder(path: string, mode = 0o700): void {
  try {
    makeOne(path, mode)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path), mode)
    makeOne(path, mode)
  }
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
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
  const isInTheWay = ['EEXIST', 'ENOTDIR'].includes(systemCode(cause) ?? '')
  const values = { path: home, reason: isInTheWay ? reason('noFolder') : systemReason(cause) }
  const trouble = diskTrouble(cause)
  return trouble === null
    ? new KimiProxyError('HOME_UNWRITABLE', values, cause)
    : new KimiProxyError(`HOME_UNWRITABLE.${trouble}`, values, cause)
}
