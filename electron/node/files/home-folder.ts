/** The home folder, and the error that says it cannot be written. */
import { accessSync, constants } from 'node:fs'
import { KimiProxyError, systemCode } from '../../core/basics/errors'
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
  const trouble = diskTrouble(cause)
  const reason = trouble?.reason ?? systemCode(cause) ?? 'unknown error'
  return new KimiProxyError(
    'HOME_UNWRITABLE',
    `The folder ${home} cannot be written (${reason}).`,
    trouble?.recovery ?? 'Give your user the right to write there, or name another with KIMI_PROXY_HOME.',
    cause,
    `${home}: ${reason}`,
  )
}
