/** What a disk or the system runs out of, by the system's code: nobody made a mistake, and it may pass. */
import { constants } from 'node:os'
import { systemCode } from '../../core/basics/errors'

/** Each has a way out of its own: the variants of HOME_UNWRITABLE and SAVE_FAILED. */
export type DiskTrouble = 'full' | 'readOnly' | 'failing'

const TROUBLES: Readonly<Record<string, DiskTrouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'readOnly',
  EIO: 'failing',
}

/** Null for all else. */
export function diskTrouble(error: unknown): DiskTrouble | null {
  return TROUBLES[systemCode(error) ?? ''] ?? null
}

const SHORTAGES = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN', 'ECONNABORTED'] as const

/** The process or the system has no descriptor, buffer or memory left for now. */
export function isShortage(error: unknown): boolean {
  const code = systemCode(error)
  if (code !== 'ERR_SYSTEM_ERROR') return SHORTAGES.some((one) => one === code)
  // Some calls of Node's tell the number only (os.networkInterfaces, as tried with Node 20).
  const { errno } = Object.assign({ errno: 0 }, error)
  return SHORTAGES.some((one) => constants.errno[one] === Math.abs(errno))
}
