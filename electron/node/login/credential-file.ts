/**
 * A credential file on disk, in place: read without ever throwing, saved atomically with unknown fields, key order
 * and layout kept, locked the way its owner locks it.
 */
import { readFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
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
import { ensurePrivateFolder, removeFile, reserveFile } from '../files/atomic-file'
import { takeLock } from '../files/file-lock'

export interface CredentialFileOptions {
  readonly source: LoginSource
  /** The file that stands for the login in locking; the lock is the folder `<lockTarget>.lock`. */
  readonly lockTarget: string
  readonly settleMs: number
  /** The owner knows kimi-code's tombstone form. */
  readonly tombstones: boolean
  /** The folder is a login folder of ours or of kimi-code's, which both keep at 0700. */
  readonly privateFolder: boolean
}

export class CredentialFile implements CredentialStore {
  readonly source: LoginSource
  readonly settleMs: number
  readonly #options: CredentialFileOptions

  constructor(options: CredentialFileOptions) {
    this.source = options.source
    this.settleMs = options.settleMs
    this.#options = options
  }

  async read(): Promise<StoredLogin> {
    let text: string
    try {
      // A pipe or device would keep us waiting for ever.
      if (!(await stat(this.source.path)).isFile()) return { kind: 'unreadable', reason: reason('notAFile') }
      text = await readFile(this.source.path, 'utf8')
    } catch (error) {
      const code = systemCode(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
      return { kind: 'unreadable', reason: systemReason(error) }
    }
    return storedIn(text)
  }

  /** The folder that is there while somebody holds the lock. */
  get lockFolder(): string {
    return `${this.#options.lockTarget}.lock`
  }

  lock(): Promise<LockHandle> {
    return takeLock(this.#options.lockTarget)
  }

  async reserve(): Promise<SaveReservation> {
    const { path } = this.source
    try {
      if (this.#options.privateFolder) await ensurePrivateFolder(dirname(path))
      const file = await reserveFile(path)
      return {
        discard: file.discard,
        commit: async (login: Login) => {
          try {
            await file.commit(await this.#textWith(encodeFilled(login)))
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
      const now = storedIn(readFileSync(this.source.path, 'utf8'))
      return now.kind === 'login' && now.login.refreshToken.equals(refused)
    }
    try {
      const file = await reserveFile(this.source.path)
      await file.commit(await this.#textWith(TOMBSTONE), isStillThere).finally(file.discard)
    } catch {
      // The refusal is remembered in memory too: a tombstone that cannot be written changes nothing.
    }
  }

  /** Takes the file away; there need not be one. Rejects with SIGN_OUT_FAILED. Needs the lock. */
  async remove(): Promise<void> {
    try {
      await removeFile(this.source.path)
    } catch (error) {
      const { path } = this.source
      throw new KimiProxyError('SIGN_OUT_FAILED', { path, reason: systemReason(error) }, error)
    }
  }

  /** The file's own JSON with these fields replaced; its layout is kept. */
  async #textWith(fields: Readonly<Record<string, string | number>>): Promise<string> {
    const before = await readFile(this.source.path, 'utf8').catch(() => '')
    const json = parseJson(before)
    const merged = { ...(isRecord(json) ? json : {}), ...fields }
    const compact = isRecord(json) && !before.trim().includes('\n')
    return compact ? JSON.stringify(merged) : `${JSON.stringify(merged, null, 2)}\n`
  }
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
  return new KimiProxyError('SAVE_FAILED', { path, reason: systemReason(error) }, error)
}
