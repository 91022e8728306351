/** What a disk or the system runs out of, by the system's code: nobody made a mistake, and it may pass. */
import { constants } from 'node:os'
import { systemCode } from '../../core/basics/errors'

const TROUBLES: Readonly<Record<string, readonly [reason: string, recovery: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space.'],
  EDQUOT: ['the disk quota is used up', 'Free some space.'],
  EROFS: ['the disk is read-only', 'Make it writable.'],
  EIO: ['the disk fails', 'Check the disk.'],
}

/** As a half sentence and what helps; null for all else. */
export function diskTrouble(error: unknown): { readonly reason: string; readonly recovery: string } | null {
  const [reason, recovery] = TROUBLES[systemCode(error) ?? ''] ?? []
  return reason === undefined || recovery === undefined ? null : { reason, recovery }
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
