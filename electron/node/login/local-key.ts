/**
 * The local key: what a client of this computer shows Kimi Proxy in place of a key of Kimi's. Made once per home, in a
 * file that only its user can read, so that another user of the computer cannot spend the quota where the key is required.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { systemCode } from '../../core/basics/errors'
import { Secret } from '../../core/basics/secret'
import { ensureHome, unwritableHome } from '../files/home-folder'
import type { Paths } from '../files/paths'
import { readText } from '../files/text-file'

const PREFIX = 'kimi-proxy-'
const KEY_BYTES = 32
/** Visible ASCII, as a header field takes it; long enough that nobody guesses it. */
const FIT = /^[\x21-\x7e]{16,512}$/

/** Made where there is none, or none that is fit. Throws HOME_UNWRITABLE where it can be neither read nor kept. */
export function localKey(paths: Paths): Secret {
  const known = knownLocalKey(paths)
  if (known !== null) return known
  ensureHome(paths)
  try {
    return make(paths.localKeyFile)
  } catch (error) {
    throw unwritableHome(paths.home, error)
  }
}

/** Null where none was made yet, or none that is fit. Rights that are too wide are taken away. */
export function knownLocalKey({ localKeyFile: path }: Paths): Secret | null {
  const text = readText(path)?.trim() ?? ''
  if (!FIT.test(text)) return null
  keepPrivate(path)
  return new Secret(text)
}

/** What to give a client; nothing where no key can be kept, so that the client goes on with any text. */
export function keyToOffer(paths: Paths): { readonly key?: string } {
  try {
    return { key: localKey(paths).reveal() }
  } catch {
    return {}
  }
}

/**
 * Whether one of the shown keys is that of the home, for a proxy that asks it for each request. The file is read again once it has
 * changed: a person may put another key there. Where none can be kept, nobody has it.
 */
export function localKeyCheck(paths: Paths): (shown: readonly string[]) => boolean {
  let read: { readonly stamp: string | null; readonly key?: string } | null = null
  return (shown) => {
    if (read === null || read.stamp === null || read.stamp !== stampOf(paths.localKeyFile)) {
      const offer = keyToOffer(paths)
      read = { ...offer, stamp: stampOf(paths.localKeyFile) }
    }
    const { key } = read
    return key !== undefined && shown.some((one) => isLocalKey(key, one))
  }
}

/** Changes with the file; null where it cannot be looked at. */
function stampOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [ino, size, mtimeNs, ctimeNs].join()
  } catch {
    return null
  }
}

/** Takes as long for a key that is nearly right as for one that is wrong. */
export function isLocalKey(key: string, shown: string): boolean {
  return timingSafeEqual(digest(key), digest(shown))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Whoever is first in the same moment wins, and no reader sees half a key. */
function make(path: string): Secret {
  const key = new Secret(PREFIX + randomBytes(KEY_BYTES).toString('base64url'))
  const temporary = `${path}.tmp.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporary, `${key.reveal()}\n`, { mode: 0o600, flag: 'wx' })
    return linked(temporary, path) ? key : (replaced(temporary, path) ?? key)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function linked(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path)
    return true
  } catch (error) {
    // Some file systems have no links: there the rename decides, and the last one wins.
    if (systemCode(error) === null) throw error
    return false
  }
}

/** The key that another process has made meanwhile; null where what is there was not fit, or nothing, and is now ours. */
function replaced(temporary: string, path: string): Secret | null {
  const text = readText(path)?.trim() ?? ''
  if (FIT.test(text)) return new Secret(text)
  renameSync(temporary, path)
  return null
}

function keepPrivate(path: string): void {
  // Windows has no such rights; a disk that refuses says so where it matters.
  if (process.platform === 'win32') return
  try {
    const { mode } = statSync(path)
    if ((mode & 0o077) !== 0) chmodSync(path, mode & 0o700)
  } catch {
    // Somebody else's file, or one that has just gone.
  }
}
