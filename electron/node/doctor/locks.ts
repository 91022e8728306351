/** Finds out who holds the lock of a login right now. Takes no lock and removes none. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { LockFacts } from '../../core/doctor/locks'
import type { Settings } from '../../core/settings/schema'
import { STALE_MS } from '../files/file-lock'
import type { Paths } from '../files/paths'
import { everyCredentialFile } from '../login/login-files'

export async function lockFacts(
  settings: Settings,
  paths: Paths,
  shorten: (path: string) => string,
): Promise<LockFacts[]> {
  const ofLogins = everyCredentialFile(settings, paths).flatMap((file) => file.lockFolders)
  const folders = new Set([...ofLogins, ...(await ownLocks(paths.locksDir))])
  const cliLock = join(settings.kimiShareDir ?? join(homedir(), '.kimi'), 'credentials', 'kimi-code.lock')
  const found = await Promise.all([
    ...[...folders].map((path) => folderLock(path, shorten(path))),
    flockOf(cliLock, shorten(cliLock)),
  ])
  return found.filter((lock) => lock !== null)
}

async function ownLocks(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.endsWith('.lock')).map((name) => join(folder, name))
}

/** kimi-code's lock, and ours: a folder whose time is renewed while the lock is held (ARCHITECTURE, fact 3). */
async function folderLock(path: string, shown: string): Promise<LockFacts | null> {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  return Date.now() - found.mtimeMs < STALE_MS
    ? { kind: 'held', path: shown, holder: null }
    : { kind: 'left', path: shown }
}

/**
 * kimi-cli's lock: flock(2) on a file that stays. Only Linux reports the holder (proc(5), /proc/locks), by the file's
 * number. On other systems, and for a holder in another container, nothing can be said.
 */
async function flockOf(path: string, shown: string): Promise<LockFacts | null> {
  const [file, table] = await Promise.all([
    stat(path).catch(() => null),
    readFile('/proc/locks', 'utf8').catch(() => ''),
  ])
  if (file === null) return null
  const row = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((cells) => cells[1] === 'FLOCK' && cells[5]?.split(':')[2] === String(file.ino))
  if (row === undefined) return null
  const pid = Number(row[4])
  return { kind: 'held', path: shown, holder: pid > 0 ? pid : null }
}
