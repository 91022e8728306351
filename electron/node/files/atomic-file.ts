/**
 * Writing a file so that a reader sees the old or the new content whole, also after a power cut: a temporary file
 * beside it, fsync, rename, fsync of the folder.
 */
import { randomBytes } from 'node:crypto'
import { renameSync } from 'node:fs'
import { chmod, type FileHandle, mkdir, open, readdir, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode } from '../../core/basics/errors'
import { isAlive } from '../basics/process-identity'

/** Enough for any credential file; written ahead so that a full disk shows before it matters. */
const RESERVED_BYTES = 16_384

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

/** Rejects with the system's error (ENOSPC, EACCES, EROFS …) when the target could not be written. */
export async function reserveFile(path: string): Promise<ReservedFile> {
  const target = await realpath(path).catch(() => path)
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
    const before = await stat(target).catch(() => null)
    await writeAll(handle, Buffer.alloc(Math.max(RESERVED_BYTES, 2 * (before?.size ?? 0))))
    await handle.sync()
    await keepOwner(handle, target)
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
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { mode } = await stat(path)
  // Only ever taken away: a folder made read-only stays so.
  if ((mode & 0o077) !== 0) await chmod(path, mode & 0o700).catch(() => undefined)
}

/** One write may take less than it was given, without an error: on a disk that is nearly full. */
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

async function putInPlace(temporary: string, target: string, text: string): Promise<void> {
  try {
    // Not awaited: between the last look at the target and this nothing else gets a turn.
    renameSync(temporary, target)
  } catch (error) {
    // A single file mounted into a container cannot be replaced, only overwritten.
    if (systemCode(error) !== 'EBUSY') throw error
    await overwrite(target, text)
  }
  await syncFolder(dirname(target))
}

async function overwrite(target: string, text: string): Promise<void> {
  const handle = await open(target, 'r+')
  try {
    await fill(handle, text)
  } finally {
    await handle.close()
  }
}

/** Run as root beside a tool that is not, a new file would lock that tool out of its own login. */
async function keepOwner(handle: FileHandle, target: string): Promise<void> {
  const before = await stat(target).catch(() => null)
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
