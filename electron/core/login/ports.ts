/** The ports of `core/login`: the credential file, and Kimi's token endpoint. */
import type { LoginSource } from '../../contract/engine'
import type { LockHandle } from '../basics/ports'
import type { Secret } from '../basics/secret'
import type { Login, StoredLogin } from './stored-login'
import type { RefreshAnswer } from './token-answer'

export interface SaveReservation {
  /** Makes the login durable (fsync, rename) or rejects with SAVE_FAILED; unknown fields of the file stay. */
  commit(login: Login): Promise<void>
  /** Gives the room back. Harmless after `commit`. Never rejects. */
  discard(): Promise<void>
}

/** A second place for a login that its own file does not take. */
export interface SpareCopy {
  /** Keeps it where the next start finds it. Rejects where it cannot. */
  keep(login: Login): Promise<void>
  /** The login that was kept aside, as long as the file still holds the login that it was to replace. Never rejects. */
  find(): Promise<Login | null>
  /** Never rejects. */
  drop(): Promise<void>
}

/** One credential file, with the conventions of the tool that owns it. */
export interface CredentialStore {
  readonly source: LoginSource
  /** How long a peer may need to write what it was granted, before a refusal is believed. */
  readonly settleMs: number
  readonly spare: SpareCopy
  /** Never rejects: an unusable file is an answer. */
  read(): Promise<StoredLogin>
  /** Excludes every other program that honours this file's lock. Rejects with LOCK_BUSY or LOCK_FAILED. */
  lock(): Promise<LockHandle>
  /** Takes the room a save will need, so that a full or read-only disk shows before Kimi rotates the token. */
  reserve(): Promise<SaveReservation>
  /**
   * Records a dead login where the owning tool has a form for it, unless the file holds another refresh token than
   * `refused` by then; does nothing elsewhere. Needs the lock.
   */
  markRevoked(refused: Secret): Promise<void>
}

export interface AuthApi {
  /** Which host it asks. */
  readonly host: string
  /** Never rejects: every way it can go is an answer. */
  refresh(refreshToken: Secret): Promise<RefreshAnswer>
}
