/** The file of the service, as it is now. */
import { lstatSync } from 'node:fs'
import { readText } from '../node/text-file'

/** Null when there is none; empty when it cannot be read, so that it counts as somebody else's. */
export function serviceFile(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : (readText(path) ?? '')
}
