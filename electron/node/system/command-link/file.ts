/** What lies at a path that programs are started from, and ways to replace it by which nothing is lost. */
import { linkSync, lstatSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { systemCode } from '../../../core/basics/errors'
import { readText } from '../../files/text-file'

/** What lies at a path. `stamp` tells it from another that takes its place. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly target: string; readonly stamp: string }
  /** `text` is null for what is no plain file, cannot be read, or is too long to be ours. */
  | { readonly kind: 'file'; readonly text: string | null; readonly stamp: string }

const LONGEST_FILE = 65_536

/** Throws the system's error for anything but a path that is not there. */
export function look(path: string): Found {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return { kind: 'nothing' }
  if (stats.isDirectory()) return { kind: 'folder' }
  const stamp = [stats.dev, stats.ino, stats.mtimeMs, stats.size].join('.')
  if (stats.isSymbolicLink()) {
    return { kind: 'link', target: resolve(dirname(path), readlinkSync(path)), stamp }
  }
  // Never a pipe: reading one would wait for somebody to write.
  const isText = stats.isFile() && stats.size <= LONGEST_FILE
  return { kind: 'file', text: isText ? readText(path) : null, stamp }
}

export interface Kept {
  /** Whether it has kept its old name too. */
  readonly isStillThere: boolean
  undo(): void
}

/** Under a second name, so that the first can be replaced in one step; under that name alone where it cannot have two. */
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

/** Stays where it is when its old place has been taken. */
export function giveBack(taken: string, path: string): void {
  if (look(path).kind === 'nothing') renameSync(taken, path)
}

/** On one line of ours, whatever is in it: a name may hold anything but a slash. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
