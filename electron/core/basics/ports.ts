/** What the core needs from outside. Adapters live in `node/`, hand-moved fakes in `testing/`. */
import type { LoginSource } from '../../contract/engine'
import type { Login, StoredLogin } from '../login/stored-login'
import type { RefreshAnswer } from '../login/token-answer'
import type { Secret } from './secret'

export interface Clock {
  /** Unix time as the system believes it; it may jump. */
  wallMs(): number
  /** Time passed since some fixed moment. Never jumps when the clock is set; goes on while the machine sleeps. */
  elapsedMs(): number
  /** Calls back once; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void
}

/** Resolves after `delayMs` of the given clock. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}

export interface LockHandle {
  /** False once another process may have taken the lock over (after this one was suspended). */
  isHeld(): Promise<boolean>
  /** Never rejects. */
  release(): Promise<void>
}

export interface SaveReservation {
  /** Makes the login durable (fsync, rename) or rejects with SAVE_FAILED; unknown fields of the file stay. */
  commit(login: Login): Promise<void>
  /** Gives the room back. Harmless after `commit`. Never rejects. */
  discard(): Promise<void>
}

/** One credential file, with the conventions of the tool that owns it. */
export interface CredentialStore {
  readonly source: LoginSource
  /** How long a peer may need to write what it was granted, before a refusal is believed. */
  readonly settleMs: number
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

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Never throws and never blocks the caller. Secrets and queries do not belong into fields. */
export interface Logger {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
