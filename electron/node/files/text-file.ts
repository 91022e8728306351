/**
 * Small files of ours and of the tools beside us, read with bounds: a pipe in a file's place would keep us waiting for
 * ever, and a giant one would fill the memory.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Reason } from '../../contract/problem'
import { systemReason } from '../../core/basics/errors'
import { reason, reasonWords } from '../../core/words/reason'

/** More than any file holds that we read whole. */
const LONGEST_BYTES = 1_048_576

/** Without the second flag the open itself waits for somebody to write into a pipe. Windows has neither. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** The path leads to something that is no plain file, or to one too large to be read whole. */
class UnfitFile extends Error {
  readonly reason: Reason

  constructor(why: Reason) {
    // For stack traces and the log.
    super(reasonWords('en', why))
    this.reason = why
  }
}

/** A plain file's text. Throws the system's error, or one whose reason `whyUnreadable` tells. */
export function readPlainFile(path: string, longestBytes = LONGEST_BYTES): string {
  const fd = openSync(path, READ)
  try {
    refuseUnfit(fstatSync(fd), longestBytes)
    const chunks: Buffer[] = []
    for (let size = 0; ; ) {
      const chunk = Buffer.allocUnsafe(65_536)
      const read = readSync(fd, chunk)
      if (read === 0) return textOf(chunks)
      chunks.push(chunk.subarray(0, read))
      size += read
      refuseTooLarge(size, longestBytes)
    }
  } finally {
    closeSync(fd)
  }
}

/** The same without holding up anything else: for disks that may be far away. Rejects like `readPlainFile` throws. */
export async function loadPlainFile(path: string, longestBytes = LONGEST_BYTES): Promise<string> {
  return (await loadPlainBytes(path, longestBytes)).toString('utf8')
}

/** The same as bytes, which need not be UTF-8. */
export async function loadPlainBytes(path: string, longestBytes = LONGEST_BYTES): Promise<Buffer> {
  const file = await open(path, READ)
  try {
    refuseUnfit(await file.stat(), longestBytes)
    return await allOf(file, longestBytes)
  } finally {
    await file.close()
  }
}

async function allOf(file: FileHandle, longestBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for (let size = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536))
    if (bytesRead === 0) return Buffer.concat(chunks)
    chunks.push(buffer.subarray(0, bytesRead))
    size += bytesRead
    refuseTooLarge(size, longestBytes)
  }
}

/** Null for a file that cannot be read, for whatever reason. */
export function readText(path: string, longestBytes = LONGEST_BYTES): string | null {
  try {
    return readPlainFile(path, longestBytes)
  } catch {
    return null
  }
}

/** Why a file could not be read. */
export function whyUnreadable(error: unknown): Reason {
  return error instanceof UnfitFile ? error.reason : systemReason(error)
}

function refuseUnfit(stats: Stats, longestBytes: number): void {
  if (!stats.isFile()) throw new UnfitFile(reason('notAFile'))
  refuseTooLarge(stats.size, longestBytes)
}

function refuseTooLarge(size: number, longestBytes: number): void {
  if (size > longestBytes) throw new UnfitFile(reason('tooLarge', { size: longestBytes / 1_048_576 }))
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8')
}
