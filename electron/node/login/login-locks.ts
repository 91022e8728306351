/**
 * Which locks stand for a login file: those of everybody who uses it, by whatever name.
 *
 * - The whole path is resolved first: links to the file, and to any folder above it.
 * - `credentials/X.json` takes kimi-code's lock `oauth/X.lock` (ARCHITECTURE, fact 3). kimi-code itself does not resolve
 *   its paths: the lock that stands beside its slot as it is named is taken too, where that is another one.
 * - Any other file: one in our home, and one that engines with other homes take as well.
 */
import { createHash } from 'node:crypto'
import { readlinkSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { LockTarget } from '../files/file-lock'
import type { Paths } from '../files/paths'

/** `slot`: what the owner of the file locks, if it is a slot of kimi-code's or of ours. */
export function lockTargets(path: string, paths: Paths, slot: string | null): readonly LockTarget[] {
  const real = realPath(path)
  const byName = basename(dirname(real)) === 'credentials' ? slotLock(real) : null
  const known = [...new Set([byName, slot === null ? null : realPath(slot)])].filter((one) => one !== null)
  return [...known.map((target) => ({ path: target })), ...(byName === null ? ourLocks(real, paths) : [])]
}

/** The path that kimi-code locks for a slot of that path. */
export function slotLock(path: string): string {
  return join(dirname(dirname(path)), 'oauth', basename(path, '.json'))
}

export function ourLocks(real: string, paths: Paths): readonly LockTarget[] {
  const user = process.getuid?.() ?? 'user'
  return [
    { path: join(paths.locksDir, nameFor(real)) },
    { path: join(realPath(tmpdir()), `kimi-proxy-locks-${user}`, nameFor(identityOf(real))), shared: true },
  ]
}

function nameFor(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** The same for all names of one file. */
function identityOf(real: string): string {
  const found = statSync(real, { throwIfNoEntry: false, bigint: true })
  return found !== undefined && found.nlink > 1n ? `${found.dev}:${found.ino}` : real
}

/** By links of either kind. */
export function isSameFile(one: string, other: string): boolean {
  if (realPath(one) === realPath(other)) return true
  try {
    const [here, there] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })]
    return here.ino !== 0n && here.ino === there.ino && here.dev === there.dev
  } catch {
    return false
  }
}

export function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path)
  return below !== '' && !below.startsWith('..') && !isAbsolute(below)
}

/** Longer chains are loops. */
const MOST_LINKS = 40

/** The path without symbolic links; where nothing exists yet, that of the nearest folder that does. */
export function realPath(path: string, links = 0): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    if (parent === path) return path
    const here = join(realPath(parent), basename(path))
    const target = links < MOST_LINKS ? linkOf(here) : null
    return target === null ? here : realPath(resolve(dirname(here), target), links + 1)
  }
}

/** A link to what is not there yet still says where that will be. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
