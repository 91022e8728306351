/**
 * A login that was granted and that its own file does not take (it is write-protected, its disk is full): kept in our
 * home, in a file named by the one it belongs to, until that one takes it.
 *
 * - A spare login counts as long as the file holds the login of which a hash is noted in it, or a tombstone.
 * - Written by `LoginShelf` when a save has failed, found again by the next start.
 */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { KimiProxyError } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import type { SpareCopy } from '../../core/login/ports'
import { decodeLogin, encodeLogin, type Login, type StoredLogin } from '../../core/login/stored-login'
import { ensurePrivateFolder, writeFileAtomically } from '../files/atomic-file'
import { readText } from '../files/text-file'

export class SpareLogin implements SpareCopy {
  readonly #path: string
  readonly #ofPath: string
  readonly #read: () => Promise<StoredLogin>

  /** `read`: what the file itself holds. */
  constructor(folder: string, ofPath: string, read: () => Promise<StoredLogin>) {
    this.#path = join(folder, `${basename(ofPath, '.json')}-${hashOf(ofPath).slice(0, 16)}.json`)
    this.#ofPath = ofPath
    this.#read = read
  }

  async keep(login: Login): Promise<void> {
    const replaces = stateOf(await this.#read())
    if (replaces === null) {
      throw new KimiProxyError('SAVE_FAILED.unreadable', { path: this.#ofPath })
    }
    const record = { file: this.#ofPath, replaces, login: encodeLogin(login) }
    await ensurePrivateFolder(dirname(this.#path))
    await writeFileAtomically(this.#path, `${JSON.stringify(record, null, 2)}\n`)
  }

  async find(): Promise<Login | null> {
    const record = recordAt(this.#path)
    if (record === null) return null
    const now = stateOf(await this.#read())
    if (now === record.replaces || now === TOMBSTONED) return record.login
    // Unreadable: it may be readable, and the same, later.
    if (now !== null) await this.drop()
    return null
  }

  async drop(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => undefined)
  }
}

export interface SpareRecord {
  /** The file that did not take it. */
  readonly file: string
  readonly replaces: string
  readonly login: Login
}

/** Every spare login in that folder, whether or not it still counts, with its path. */
export function spareRecords(folder: string): readonly (SpareRecord & { readonly path: string })[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name)
    const record = name.endsWith('.json') ? recordAt(path) : null
    return record === null ? [] : [{ ...record, path }]
  })
}

const TOMBSTONED = 'tombstone'

/** A hash that tells a file's login from another; null where the file cannot be read. */
function stateOf(stored: StoredLogin): string | null {
  switch (stored.kind) {
    case 'login':
      return hashOf(stored.login.refreshToken.reveal())
    case 'revoked':
      return TOMBSTONED
    case 'missing':
      return 'missing'
    case 'invalid':
    case 'unreadable':
      return null
  }
}

function recordAt(path: string): SpareRecord | null {
  const json = parseJson(readText(path))
  if (!isRecord(json)) return null
  const { file, replaces } = json
  const stored = decodeLogin(json['login'])
  if (typeof file !== 'string' || typeof replaces !== 'string' || stored.kind !== 'login') return null
  return { file, replaces, login: stored.login }
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
