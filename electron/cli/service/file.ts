/** The file of the service, as it is now. */
import { lstatSync } from 'node:fs'
import { readText } from '../../node/files/text-file'

/** Null when there is none; empty when it cannot be read, so that it counts as somebody else's. */
export function serviceFile(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : (readText(path) ?? '')
}

export function foreignFile(file: string): string {
  return `kimi-proxy: ${file} was not written by kimi-proxy, and stays as it is. Move it away first.`
}
