/** The home folder, and the error that says it cannot be written. */
import { accessSync, constants } from 'node:fs'
import { KimiProxyError, systemReason } from '../../core/basics/errors'
import { diskTrouble } from './disk-trouble'
import { makeFolder } from './make-folder'
import type { Paths } from './paths'

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
