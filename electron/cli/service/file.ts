/** The file of the service, as it is now. */
import { lstatSync } from 'node:fs'
import type { Say } from '../../core/words/say'
import { readText } from '../../node/files/text-file'

/** Null when there is none; empty when it cannot be read, so that it counts as somebody else's. */
export function serviceFile(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : (readText(path) ?? '')
}

export function foreignFile(say: Say, file: string): string {
  return say('cli.failed', { line: say('service.foreignFile', { file }) })
}
