import type { Platform } from '../../contract/app'

/** The system this runs on, as far as its habits differ. */
export const PLATFORM: Platform =
  process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
