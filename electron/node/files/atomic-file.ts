/**
 * Writing a file so that a reader sees the old or the new content whole, also after a power cut: a temporary file
 * beside it, fsync, rename, fsync of the folder. A file that has further names, or cannot be replaced, is written over
 * in place.
 */

import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { chmod, type FileHandle, open, readdir, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode } from '../../core/basics/errors'
import { isAlive } from '../basics/process-identity'
import { makeFolder } from './home-folder'

/** Enough for any credential file; written ahead so that a full disk shows before it matters. */
const RESERVED_BYTES = 16_384
/** No file that is read again is larger (`text-file.ts`). */
const MOST_RESERVED_BYTES = 2_097_152

/** The code of a file that would stay as it is whatever is done: known before anything is lost by it. */
export const LOCKED_FILE = 'LOCKED_FILE'
/** The system's codes for a file that is immutable, append-only, running, or mounted read-only. */
const LOCKED_CODES: readonly (string | null)[] = ['EPERM', 'ETXTBSY']

/** The temporary files this process is at. In a container a killed predecessor had the same process id. */
const inUse = new Set<string>()

export interface ReservedFile {
  /**
   * Puts `text` in place of the target, if `isRight` still says so when all that is left to do is the rename. Rejects
   * with the system's error; the target is then as it was.
   */
  commit(text: string, isRight?: () => boolean): Promise<void>
  /** Removes what was reserved. Never rejects. */
  discard(): Promise<void>
}

/**
 * `keepsMode`: for a file of another program, whose users and rights stay as they are. Rejects with the system's error
 * (ENOSPC, EACCES, EROFS …) when the target could not be written.
 */
export async function reserveFile(path: string, keepsMode = false): Promise<ReservedFile> {
  const target = await realpath(path).catch(() => path)
  const before = await stat(target).catch(() => null)
  if (before?.isFile() === true) await refuseLocked(target, before)
  await sweep(target)
  const temporary = join(
    dirname(target),
    `${basename(target)}.tmp.${process.pid}.${randomBytes(4).toString('hex')}`,
  )
  inUse.add(temporary)
  const handle = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
    inUse.delete(temporary)
    throw error
  })
  const discard = async () => {
    await handle.close().catch(() => undefined)
    await rm(temporary, { force: true }).catch(() => undefined)
    inUse.delete(temporary)
  }
  try {
    const wanted = Math.max(RESERVED_BYTES, 2 * (before?.size ?? 0))
    await writeAll(handle, Buffer.alloc(Math.min(MOST_RESERVED_BYTES, wanted)))
    await handle.sync()
    await keepOwner(handle, before)
    if (keepsMode && before !== null) await handle.chmod(before.mode & 0o777)
  } catch (error) {
    await discard()
    throw error
  }
  return {
    commit: async (text, isRight = () => true) => {
      await fill(handle, text)
      if (isRight()) await putInPlace(temporary, target, text)
    },
    discard,
  }
}

export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const reserved = await reserveFile(path)
  try {
    await reserved.commit(text)
  } finally {
    await reserved.discard()
  }
}

/** Gone for good, with what a killed process may have left beside it. Rejects with the system's error. */
export async function removeFile(path: string): Promise<void> {
  await sweep(path)
  await rm(path, { force: true })
  await syncFolder(dirname(path))
}

/** A folder only its user may enter, also when it existed with looser rights, unless it is somebody else's. */
export async function ensurePrivateFolder(path: string): Promise<void> {
  makeFolder(path)
  const { mode } = await stat(path)
  // Only ever taken away: a folder made read-only stays so.
  if ((mode & 0o077) !== 0) await chmod(path, mode & 0o700).catch(() => undefined)
}

/** A write may take less than it was given, without an error, on a disk that is nearly full. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, at)
    at += bytesWritten
  }
}

async function fill(handle: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  await writeAll(handle, bytes)
  await handle.truncate(bytes.length)
  await handle.sync()
}

/** Rejects where neither a rename nor a write would change the file; nothing is changed to find out. */
async function refuseLocked(target: string, before: Stats): Promise<void> {
  try {
    await (await open(target, 'r+')).close()
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EROFS') throw error
    if (LOCKED_CODES.includes(code) || (code === 'EACCES' && (await isOthersInStickyFolder(target, before))))
      throw Object.assign(new Error('the file is locked', { cause: error }), { code: LOCKED_FILE })
  }
}

/** As in /tmp, where only its owner can replace a file. */
async function isOthersInStickyFolder(target: string, { uid }: Stats): Promise<boolean> {
  const folder = await stat(dirname(target)).catch(() => null)
  const own = process.getuid?.()
  return folder !== null && (folder.mode & 0o1000) !== 0 && uid !== own && folder.uid !== own
}

/** No call in here is awaited: after the last look at the target nothing else of this process gets a turn. */
async function putInPlace(temporary: string, target: string, text: string): Promise<void> {
  // A rename would leave the other names of a file with what it held before.
  if (!hasOtherNames(target) || !overwritten(target, text)) {
    try {
      renameSync(temporary, target)
    } catch (error) {
      // Such as a single file that is mounted into a container.
      if (!overwritten(target, text)) throw error
    }
  }
  await syncFolder(dirname(target))
}

function hasOtherNames(target: string): boolean {
  const found = statSync(target, { throwIfNoEntry: false })
  return found?.isFile() === true && found.nlink > 1
}

/** False where the file is not there, is none, or cannot be written. */
function overwritten(target: string, text: string): boolean {
  try {
    if (!statSync(target).isFile()) return false
    const fd = openSync(target, 'r+')
    try {
      const bytes = Buffer.from(text)
      // Blanks over what is left of a longer text: a reader finds whole JSON at each moment.
      const blanks = Buffer.alloc(Math.max(0, fstatSync(fd).size - bytes.length), ' ')
      const all = Buffer.concat([bytes, blanks])
      for (let at = 0; at < all.length; ) at += writeSync(fd, all, at, all.length - at, at)
      ftruncateSync(fd, bytes.length)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    return true
  } catch {
    return false
  }
}

/** Run as root beside a tool that is not, a new file would lock that tool out of its own login. */
async function keepOwner(handle: FileHandle, before: Stats | null): Promise<void> {
  if (before === null || process.getuid === undefined || before.uid === process.getuid()) return
  await handle.chown(before.uid, before.gid).catch(() => undefined)
}

/** Not every system lets a folder be synced; then the rename is as durable as it gets. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close().catch(() => undefined)
}

/** Removes what a killed process of ours, or this one when it could not, left beside `target`. */
async function sweep(target: string): Promise<void> {
  const prefix = `${basename(target)}.tmp.`
  const names = await readdir(dirname(target)).catch(() => [])
  for (const name of names) {
    if (!name.startsWith(prefix)) continue
    const pid = Number(/^(\d+)\.[0-9a-f]{8}$/.exec(name.slice(prefix.length))?.[1])
    const path = join(dirname(target), name)
    const leftover = pid === process.pid ? !inUse.has(path) : Number.isInteger(pid) && !isAlive(pid)
    if (leftover) await rm(path, { force: true }).catch(() => undefined)
  }
}
