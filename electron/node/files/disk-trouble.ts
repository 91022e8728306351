/** What a disk or the system runs out of, by the system's code: nobody made a mistake, and it may pass. */
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

/** The process or the system has no descriptor, buffer or memory left for now. */
export function isShortage(error: unknown): boolean {
  return ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN', 'ECONNABORTED'].includes(systemCode(error) ?? '')
}
