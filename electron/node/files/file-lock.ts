/**
 * kimi-code's lock protocol (proper-lockfile on a sentinel; ARCHITECTURE, fact 3): the folder `<target>.lock`, its mtime
 * renewed while held, taken over when 5 s stale. Fails closed.
 */
import fs, { lstatSync, readdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lock } from 'proper-lockfile'
import { KimiProxyError, systemCode, systemReason, toKimiProxyError } from '../../core/basics/errors'
import type { LockHandle } from '../../core/basics/ports'
import { makeFolder } from './home-folder'

/** Without a sign of life for that long, anybody may take it over. */
export const STALE_MS = 5_000
const RENEW_MS = 2_500
/** Some file systems keep whole or even seconds only. */
const TIME_SLACK_MS = 2_500
/** About 35 s of waiting in all: longer than any single refresh may take. */
const RETRIES = { retries: 100, factor: 1.3, minTimeout: 50, maxTimeout: 400, randomize: true }

/** Rejects with LOCK_BUSY when a live process keeps it, with LOCK_FAILED when it cannot be made at all. */
export async function takeLock(target: string): Promise<LockHandle> {
  try {
    makeFolder(dirname(target))
    refuseWhatIsNoLock(`${target}.lock`)
    return await new FolderLock(target).take()
  } catch (error) {
    throw systemCode(error) === 'ELOCKED' ? busy(target, error) : failed(target, error)
  }
}

/** Everybody's lock is an empty folder: what is none can neither be had nor taken over, however long anybody waits. */
function refuseWhatIsNoLock(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (found.isDirectory() && namesIn(path).length === 0) return
  const code = found.isDirectory() ? 'ENOTEMPTY' : 'ENOTDIR'
  throw Object.assign(new Error('something else lies in the place of the lock'), { code })
}

/** None where it has just been given back. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** `shared`: taken where it can be made; where not, the others have to do. */
export interface LockTarget {
  readonly path: string
  readonly shared?: true
}

/** All of them, in an order that is the same for everybody. Rejects as `takeLock` does, and then keeps none. */
export async function takeLocks(targets: readonly LockTarget[]): Promise<LockHandle> {
  const held: LockHandle[] = []
  const release = async () => {
    for (const handle of held.toReversed()) await handle.release()
  }
  try {
    for (const { path, shared } of targets.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
      const handle = await takeLock(path).catch((error: unknown) => {
        if (shared === true && toKimiProxyError(error).code === 'LOCK_FAILED') return null
        throw error
      })
      if (handle !== null) held.push(handle)
    }
  } catch (error) {
    await release()
    throw error
  }
  const isHeld = async () => (await Promise.all(held.map((handle) => handle.isHeld()))).every(Boolean)
  return { isHeld, release }
}

class FolderLock {
  readonly #target: string
  #compromised = false
  #renewedAtMs = Date.now()

  constructor(target: string) {
    this.#target = target
  }

  /** Rejects with the error of the package or of the system. */
  async take(): Promise<LockHandle> {
    const options = {
      realpath: false,
      stale: STALE_MS,
      update: RENEW_MS,
      // The default throws from a timer and would end the process after a long sleep.
      onCompromised: () => {
        this.#compromised = true
      },
      fs: { ...fs, utimes: this.#utimes },
    }
    // Waiting helps against another holder only; the package would wait out a read-only folder too.
    const release = await lock(this.#target, options).catch((error: unknown) => {
      if (systemCode(error) !== 'ELOCKED') throw error
      return lock(this.#target, { ...options, retries: RETRIES })
    })
    return {
      // After a suspension it may still be ours, but from 5 s on anybody may take it this very moment.
      isHeld: async () => (await this.#isOurs()) && Date.now() - this.#renewedAtMs < STALE_MS,
      release: async () => {
        // Someone else's by now: not ours to remove; the package finds out by itself and lets go.
        if (await this.#isOurs()) await release().catch(() => undefined)
      },
    }
  }

  /** The function by which the package renews the lock. */
  #utimes = (path: string, atime: Date, mtime: Date, callback: fs.NoParamCallback): void => {
    this.#renewedAtMs = mtime.getTime()
    fs.utimes(path, atime, mtime, callback)
  }

  /** Taken over it was at the earliest 5 s after we last renewed it, so its time tells whose it is. */
  async #isOurs(): Promise<boolean> {
    const found = await stat(`${this.#target}.lock`).catch(() => null)
    return !this.#compromised && found !== null && Math.abs(found.mtimeMs - this.#renewedAtMs) < TIME_SLACK_MS
  }
}

function busy(target: string, cause: unknown): KimiProxyError {
  return new KimiProxyError('LOCK_BUSY', { lock: `${target}.lock` }, cause)
}

function failed(target: string, cause: unknown): KimiProxyError {
  return new KimiProxyError('LOCK_FAILED', { lock: `${target}.lock`, reason: systemReason(cause) }, cause)
}
