/**
 * A credential file on disk, in place: read without ever throwing, saved atomically with unknown fields, key order
 * and layout kept, locked the way its owner locks it.
 */
import { dirname } from 'node:path'
import type { LoginSource } from '../../contract/engine'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import type { LockHandle } from '../../core/basics/ports'
import type { Secret } from '../../core/basics/secret'
import type { CredentialStore, SaveReservation } from '../../core/login/ports'
import {
  decodeLogin,
  encodeLogin,
  type Login,
  type StoredLogin,
  TOMBSTONE,
} from '../../core/login/stored-login'
import { reason } from '../../core/words/reason'
import { ensurePrivateFolder, LOCKED_FILE, removeFile, reserveFile } from '../files/atomic-file'
import { diskTrouble } from '../files/disk-trouble'
import { type LockTarget, takeLocks } from '../files/file-lock'
import { loadPlainFile, readPlainFile, whyUnreadable } from '../files/text-file'
import { SpareLogin } from './spare-login'

export interface CredentialFileOptions {
  readonly source: LoginSource
  /** The path that is locked for the login, asked for each time, since links change; the lock is the folder `<path>.lock`. */
  readonly lockTargets: () => readonly LockTarget[]
  /** Where a login is kept that the file does not take. */
  readonly spareFolder: string
  readonly settleMs: number
  /** The owner knows kimi-code's tombstone form. */
  readonly tombstones: boolean
  /** The folder is a login folder of ours or of kimi-code's, which both keep at 0700. */
  readonly privateFolder: boolean
}

export class CredentialFile implements CredentialStore {
  readonly source: LoginSource
  readonly settleMs: number
  readonly spare: SpareLogin
  readonly #options: CredentialFileOptions

  constructor(options: CredentialFileOptions) {
    this.source = options.source
    this.settleMs = options.settleMs
    this.spare = new SpareLogin(options.spareFolder, options.source.path, () => this.read())
    this.#options = options
  }

  async read(): Promise<StoredLogin> {
    try {
      return storedIn(await loadPlainFile(this.source.path))
    } catch (error) {
      const code = systemCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
      return { kind: 'unreadable', reason: whyUnreadable(error) }
    }
  }

  /** The folders that are there while somebody holds the lock. */
  get lockFolders(): readonly string[] {
    return this.#options.lockTargets().map(({ path }) => `${path}.lock`)
  }

  lock(): Promise<LockHandle> {
    return takeLocks(this.#options.lockTargets())
  }

  async reserve(): Promise<SaveReservation> {
    const { path } = this.source
    try {
      if (this.#options.privateFolder) await ensurePrivateFolder(dirname(path))
      const file = await reserveFile(path)
      // When it counts, no descriptor may be left to read with, and the unknown fields are to stay all the same.
      const before = await textOf(path, '')
      return {
        discard: file.discard,
        commit: async (login: Login) => {
          try {
            await file.commit(textWith(encodeFilled(login), await textOf(path, before)))
            await this.spare.drop()
          } catch (error) {
            throw saveFailed(path, error)
          }
        },
      }
    } catch (error) {
      throw saveFailed(path, error)
    }
  }

  async markRevoked(refused: Secret): Promise<void> {
    if (!this.#options.tombstones) return
    // A process that slept may wake up and save its answer while this one is at it: the last look is the nearest.
    const isStillThere = () => {
      const now = storedIn(readPlainFile(this.source.path))
      return now.kind === 'login' && now.login.refreshToken.equals(refused)
    }
    try {
      const file = await reserveFile(this.source.path)
      const text = textWith(TOMBSTONE, await textOf(this.source.path, ''))
      await file.commit(text, isStillThere).finally(file.discard)
    } catch {
      // The refusal is remembered in memory too: a tombstone that cannot be written changes nothing.
    }
  }

  /** Takes the file away; there need not be one. Rejects with SIGN_OUT_FAILED. Needs the lock. */
  async remove(): Promise<void> {
    try {
      await removeFile(this.source.path)
      await this.spare.drop()
    } catch (error) {
      const { path } = this.source
      throw new KimiProxyError('SIGN_OUT_FAILED', { path, reason: systemReason(error) }, error)
    }
  }
}

/** `before` with these fields replaced; its layout is kept. */
function textWith(fields: Readonly<Record<string, string | number>>, before: string): string {
  const json = parseJson(before)
  const merged = { ...(isRecord(json) ? json : {}), ...fields }
  const compact = isRecord(json) && !before.trim().includes('\n')
  return compact ? JSON.stringify(merged) : `${JSON.stringify(merged, null, 2)}\n`
}

async function textOf(path: string, unreadable: string): Promise<string> {
  return loadPlainFile(path).catch((error: unknown) => (systemCode(error) === 'ENOENT' ? '' : unreadable))
}

/** Empty words would erase what the file knows. */
function encodeFilled(login: Login): Record<string, string | number> {
  return Object.fromEntries(Object.entries(encodeLogin(login)).filter(([, value]) => value !== ''))
}

function storedIn(text: string): StoredLogin {
  const json = parseJson(text)
  return json === undefined ? { kind: 'invalid', reason: reason('notJson') } : decodeLogin(json)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function saveFailed(path: string, error: unknown): KimiProxyError {
  const values = { path, reason: systemReason(error) }
  const hindrance = diskTrouble(error) ?? HINDRANCES[systemCode(error) ?? ''] ?? null
  return hindrance === null
    ? new KimiProxyError('SAVE_FAILED', values, error)
    : new KimiProxyError(`SAVE_FAILED.${hindrance}`, values, error)
}

const HINDRANCES: Readonly<Record<string, 'denied' | 'locked'>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  [LOCKED_FILE]: 'locked',
}
