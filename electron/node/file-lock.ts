/**
 * kimi-code's lock protocol (proper-lockfile on a sentinel; kimi-facts A.3): the folder `<target>.lock`, its mtime
 * renewed while held, taken over when 5 s stale. Fails closed.
 */
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lock } from 'proper-lockfile'
import { KimiProxyError, systemCode } from '../core/errors'
import type { LockHandle } from '../core/ports'

const STALE_MS = 5_000
const RENEW_MS = 2_500
/** About 35 s of waiting in all: longer than any single refresh may take. */
const RETRIES = { retries: 100, factor: 1.3, minTimeout: 50, maxTimeout: 400, randomize: true }

/** Rejects with LOCK_BUSY when a live process keeps it, with LOCK_FAILED when it cannot be made at all. */
export async function takeLock(target: string): Promise<LockHandle> {
  let compromised = false
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const options = {
      realpath: false,
      stale: STALE_MS,
      update: RENEW_MS,
      // The default throws from a timer and would end the process after a long sleep.
      onCompromised: () => {
        compromised = true
      },
    }
    // Waiting helps against another holder only; the package would wait out a read-only folder too.
    const release = await lock(target, options).catch((error: unknown) => {
      if (systemCode(error) !== 'ELOCKED') throw error
      return lock(target, { ...options, retries: RETRIES })
    })
    const folder = `${target}.lock`
    const own = await stat(folder)
    const isOurs = async () => {
      const now = await stat(folder).catch(() => null)
      // ext4 gives a new folder the number of the one just removed.
      const same = now !== null && now.ino === own.ino && now.birthtimeMs === own.birthtimeMs
      return same && !compromised ? now : null
    }
    return {
      // After a suspension it may still be ours, but from 5 s on anybody may take it this very moment.
      async isHeld() {
        const now = await isOurs()
        return now !== null && Date.now() - now.mtimeMs < STALE_MS
      },
      async release() {
        // Someone else's by now: not ours to remove.
        if ((await isOurs()) !== null) await release().catch(() => undefined)
      },
    }
  } catch (error) {
    throw systemCode(error) === 'ELOCKED' ? busy(target, error) : failed(target, error)
  }
}

function busy(target: string, cause: unknown): KimiProxyError {
  return new KimiProxyError(
    'LOCK_BUSY',
    `Another program has kept the login lock ${target}.lock for too long.`,
    'Close the program that is renewing this login; Kimi Proxy tries again by itself.',
    cause,
  )
}

function failed(target: string, cause: unknown): KimiProxyError {
  return new KimiProxyError(
    'LOCK_FAILED',
    `The login cannot be locked: ${target}.lock cannot be made (${systemCode(cause) ?? 'unknown error'}).`,
    'Give your user the right to write to that folder; Kimi Proxy tries again by itself.',
    cause,
  )
}
