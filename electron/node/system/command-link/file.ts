/** Looks at a path in a folder of programs, and replaces a file there without losing it. */
import { linkSync, lstatSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { systemCode } from '../../../core/basics/errors'
import { readText } from '../../files/text-file'

/** `stamp` differs once another file has taken the place. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly target: string; readonly stamp: string }
  /** `text` is null for a file that is not plain, cannot be read, or is too long to be ours. */
  | { readonly kind: 'file'; readonly text: string | null; readonly stamp: string }

const LONGEST_FILE = 65_536

/** Looks at a path. Throws the system's error, except where nothing is at the path. */
export function look(path: string): Found {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return { kind: 'nothing' }
  if (stats.isDirectory()) return { kind: 'folder' }
  const stamp = [stats.dev, stats.ino, stats.mtimeMs, stats.size].join('.')
  if (stats.isSymbolicLink()) {
    return { kind: 'link', target: resolve(dirname(path), readlinkSync(path)), stamp }
  }
  // A pipe is not read: that would wait until somebody writes into it.
  const isText = stats.isFile() && stats.size <= LONGEST_FILE
  return { kind: 'file', text: isText ? readText(path) : null, stamp }
}

export interface Kept {
  /** Whether the file still has its old name, besides the new one. */
  readonly isStillThere: boolean
  undo(): void
}

/**
 * Gives the file a second name, so that the first can be replaced in one step. A file that cannot have two names loses the
 * first.
 */
export function keepAs(aside: string, path: string): Kept {
  try {
    linkSync(path, aside)
    return { isStillThere: true, undo: () => rmSync(aside, { force: true }) }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error
    renameSync(path, aside)
    return { isStillThere: false, undo: () => giveBack(aside, path) }
  }
}

/** Gives the file its old name back, unless another file has that name now. */
export function giveBack(taken: string, path: string): void {
  if (look(path).kind === 'nothing') renameSync(taken, path)
}

/** The text on one line: a file name may hold anything but a slash. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
