/** Credential files in memory: one `MemoryFile` for each file, and a `MemoryStore` for every program that uses it. */
import type { LoginOwner, LoginSource } from '../contract/engine'
import { KimiProxyError } from '../core/basics/errors'
import { isRecord } from '../core/basics/json'
import type { LockHandle } from '../core/basics/ports'
import type { CredentialStore, SaveReservation, SpareCopy } from '../core/login/ports'
import { decodeLogin, encodeLogin, type Login, type StoredLogin, TOMBSTONE } from '../core/login/stored-login'
import { reason } from '../core/words/reason'

export type FileContent =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'unreadable' }

export class MemoryFile {
  content: FileContent
  /** What was kept beside this content. */
  spare: { readonly login: Login; readonly beside: FileContent } | null = null
  #holder: LockHandle | null = null
  readonly #waiting: (() => void)[] = []

  /** `json`: the parsed content of the file; without it the file is missing. */
  constructor(json?: unknown) {
    this.content = json === undefined ? { kind: 'missing' } : { kind: 'json', value: json }
  }

  put(json: unknown): void {
    this.content = { kind: 'json', value: json }
  }

  /** The parsed JSON object; empty when the file holds none. */
  get fields(): Record<string, unknown> {
    return this.content.kind === 'json' && isRecord(this.content.value) ? this.content.value : {}
  }

  get isLocked(): boolean {
    return this.#holder !== null
  }

  /** Gives the lock to the next that waits, as happens to a holder that was suspended or killed, after the stale time. */
  takeOver(): void {
    this.#holder = null
    this.#waiting.shift()?.()
  }

  /** Resolves once no other holds the lock; first come, first served. A test uses this to play another program. */
  lock(): Promise<LockHandle> {
    const handle: LockHandle = {
      isHeld: async () => this.#holder === handle,
      release: async () => {
        if (this.#holder === handle) this.takeOver()
      },
    }
    return new Promise((resolve) => {
      const take = () => {
        this.#holder = handle
        resolve(handle)
      }
      if (this.#holder === null) take()
      else this.#waiting.push(take)
    })
  }
}

export type StoreStep = 'lock' | 'reserve' | 'commit' | 'revoke' | 'spare'

export interface MemoryStoreOptions {
  readonly owner?: LoginOwner
  readonly path?: string
  /** Whether a dead login is written down as kimi-code does it; by default where kimi-code owns the file. */
  readonly writesTombstone?: boolean
  readonly settleMs?: number
}

export class MemoryStore implements CredentialStore {
  readonly source: LoginSource
  readonly settleMs: number
  /** Each step fails while its name is in this set. */
  readonly failing = new Set<StoreStep>()
  /** How often each step was begun, with those that failed. */
  readonly count: Record<StoreStep | 'read' | 'discard', number> = {
    read: 0,
    lock: 0,
    reserve: 0,
    commit: 0,
    discard: 0,
    revoke: 0,
    spare: 0,
  }
  /** Reservations that were neither committed nor discarded. */
  openReservations = 0
  /** Runs inside the steps, for tests that interfere at the worst moment. */
  beforeLock: () => void | Promise<void> = () => undefined
  afterLock: () => void | Promise<void> = () => undefined
  beforeCommit: () => void | Promise<void> = () => undefined

  readonly spare: SpareCopy = {
    keep: async (login) => {
      this.#begin('spare')
      this.#file.spare = { login, beside: this.#file.content }
    },
    find: async () => (this.#file.spare?.beside === this.#file.content ? this.#file.spare.login : null),
    drop: async () => {
      this.#file.spare = null
    },
  }

  readonly #file: MemoryFile
  readonly #writesTombstone: boolean

  constructor(file: MemoryFile, options: MemoryStoreOptions = {}) {
    const owner = options.owner ?? 'kimi-code'
    this.source = { owner, path: options.path ?? `/memory/${owner}.json` }
    this.settleMs = options.settleMs ?? 0
    this.#file = file
    this.#writesTombstone = options.writesTombstone ?? owner === 'kimi-code'
  }

  async read(): Promise<StoredLogin> {
    this.count.read += 1
    const { content } = this.#file
    switch (content.kind) {
      case 'json':
        return decodeLogin(content.value)
      case 'missing':
        return { kind: 'missing' }
      case 'corrupt':
        return { kind: 'invalid', reason: reason('notJson') }
      case 'unreadable':
        return { kind: 'unreadable', reason: reason('denied') }
    }
  }

  async lock(): Promise<LockHandle> {
    this.#begin('lock')
    await this.beforeLock()
    const handle = await this.#file.lock()
    await this.afterLock()
    return handle
  }

  async reserve(): Promise<SaveReservation> {
    this.#begin('reserve')
    this.openReservations += 1
    let open = true
    const close = () => {
      if (open) this.openReservations -= 1
      open = false
    }
    return {
      commit: async (login) => {
        await this.beforeCommit()
        this.#begin('commit')
        this.#write(login)
        this.#file.spare = null
        close()
      },
      discard: async () => {
        this.count.discard += 1
        close()
      },
    }
  }

  async markRevoked(): Promise<void> {
    this.#begin('revoke')
    if (this.#writesTombstone) this.#file.put({ ...this.#file.fields, ...TOMBSTONE })
  }

  #write(login: Login): void {
    this.#file.put({ ...this.#file.fields, ...encodeLogin(login) })
  }

  #begin(step: StoreStep): void {
    this.count[step] += 1
    if (!this.failing.has(step)) return
    throw step === 'lock'
      ? new KimiProxyError('LOCK_FAILED', { lock: '/memory.lock', reason: reason('denied') })
      : new KimiProxyError('SAVE_FAILED', { path: '/memory.json', reason: reason('diskFull') })
  }
}
