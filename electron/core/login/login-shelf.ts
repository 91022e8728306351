/**
 * The login files of these hosts, which of them to use, and what was granted but is not on disk yet.
 *
 * - `read` returns every login there is and reports a change of them as one event.
 * - `candidate` chooses: the login in use as long as it lives, else the one a person picked, else the rules of
 *   `login-choice`. A login that Kimi has ended comes after any that can be renewed.
 * - A login that waits to be saved stands for the file that still holds its predecessor.
 * - Used by `TokenKeeper` and `RenewalFlights`.
 */
import type { LoginPick } from '../../contract/engine'
import { KimiProxyError } from '../basics/errors'
import type { Clock } from '../basics/ports'
import { type HeldToken, holdFromFile } from './held-token'
import type { KeeperMemory } from './keeper-memory'
import { type Candidate, chooseLogin, foundLogins } from './login-choice'
import { looseLogin, unusableLogin, waitingLogin } from './login-problems'
import type { CredentialStore } from './ports'
import { type RenewalContext, saveAgain } from './renewal'
import type { Login, StoredLogin } from './stored-login'
import type { EmitTokenEvent } from './token-events'

export class LoginShelf {
  readonly #memory: KeeperMemory
  readonly #clock: Clock
  readonly #emit: EmitTokenEvent
  #stores: readonly CredentialStore[]
  #pick: LoginPick
  /** The logins that an earlier engine kept beside these files have been looked for. */
  #hasFoundSpares = false
  /** The last report of the logins, so that a look that finds the same is not reported again. */
  #reported = ''

  constructor(
    stores: readonly CredentialStore[],
    pick: LoginPick,
    memory: KeeperMemory,
    clock: Clock,
    emit: EmitTokenEvent,
  ) {
    this.#stores = stores
    this.#pick = pick
    this.#memory = memory
    this.#clock = clock
    this.#emit = emit
  }

  /** The files for other hosts. */
  replaceStores(stores: readonly CredentialStore[]): void {
    this.#stores = stores
    this.#hasFoundSpares = false
  }

  /** Goes on with what an earlier engine could not save, once for these files. */
  async findSpares(): Promise<void> {
    if (this.#hasFoundSpares) return
    this.#hasFoundSpares = true
    const { rotated, unsaved } = this.#memory
    for (const store of this.#stores) {
      const { path } = store.source
      const login = unsaved.has(path) ? null : await store.spare.find()
      if (login === null) continue
      const stored = await store.read()
      if (stored.kind === 'login') rotated.add(stored.login.refreshToken)
      unsaved.set(path, holdFromFile(store, login, this.#clock))
      this.reportSaving(waitingLogin(path))
    }
  }

  prefer(pick: LoginPick): void {
    this.#pick = pick
    this.#emit({ kind: 'picked', pick })
  }

  /** Every login there is. */
  async read(): Promise<readonly Candidate[]> {
    const candidates = await Promise.all(
      this.#stores.map(async (store) => ({ store, stored: this.#withUnsaved(store, await store.read()) })),
    )
    const logins = foundLogins(candidates, (one) => this.#among([one]) !== null)
    const report = JSON.stringify(logins)
    if (report !== this.#reported) this.#emit({ kind: 'loginsFound', logins })
    this.#reported = report
    return candidates
  }

  /** The login to use; `kept`: the file of the one in use, which is kept as long as it lives. */
  async candidate(kept: CredentialStore | null): Promise<HeldToken | null> {
    const candidates = await this.read()
    // A login that Kimi has refused only serves out its time: any other that can be renewed comes before it.
    const lasting = candidates.filter(({ stored }) => stored.kind === 'login' && !this.#isSpent(stored.login))
    return (
      this.#among(candidates.filter(({ store }) => store === kept)) ??
      this.#among(ofPick(lasting, this.#pick)) ??
      this.#among(lasting) ??
      this.#among(candidates)
    )
  }

  /** The login of that kind, or null where there is none. */
  ofPick(candidates: readonly Candidate[], pick: LoginPick): HeldToken | null {
    return this.#among(ofPick(candidates, pick))
  }

  /** Kimi has refused its refresh token. */
  isRefused(held: HeldToken): boolean {
    return this.#memory.refused.has(held.login.refreshToken)
  }

  /** The most telling reason: a login that is there but unusable says more than one that is missing. */
  async whyNone(): Promise<KimiProxyError> {
    let reason: KimiProxyError | null = null
    for (const store of this.#stores) {
      const stored = await store.read()
      if (stored.kind === 'login') {
        return stored.login.refreshToken.isEmpty
          ? new KimiProxyError('RENEWAL_REFUSED.unrenewable', { path: store.source.path })
          : unusableLogin({ kind: 'revoked' }, store.source)
      }
      if (reason === null || reason.code === 'LOGIN_MISSING') reason = unusableLogin(stored, store.source)
    }
    return reason ?? unusableLogin({ kind: 'missing' }, { owner: 'own', path: '' })
  }

  /** The renewed login that waits to be saved into the file in use, or into any of these files; a login for other hosts is not used here. */
  unsavedFor(inUse: HeldToken | null): HeldToken | null {
    const stores = inUse === null ? this.#stores : [inUse.store]
    const waiting = stores.map(({ source }) => this.#memory.unsaved.get(source.path))
    return waiting.find((held) => held !== undefined) ?? null
  }

  /** `failure`: why the renewed login is not on disk yet; null once it is. `reportSaving` follows. */
  async keepUnsaved(held: HeldToken, failure: KimiProxyError | null): Promise<void> {
    const { unsaved, loose } = this.#memory
    const { path } = held.store.source
    loose.delete(path)
    if (failure === null) {
      unsaved.delete(path)
      return
    }
    unsaved.set(path, held)
    loose.add(path)
    await this.keepAside()
  }

  /** Keeps beside its file whatever is in memory only. Resolves with the problem of what still is, or with null. */
  async keepAside(): Promise<KimiProxyError | null> {
    const { unsaved, loose } = this.#memory
    for (const path of [...loose]) {
      const held = unsaved.get(path)
      const isKept = await held?.store.spare.keep(held.login).then(
        () => true,
        () => false,
      )
      if (isKept !== false && unsaved.get(path) === held) loose.delete(path)
    }
    const [path] = loose
    return path === undefined ? null : looseLogin(path)
  }

  reportSaving(failure: KimiProxyError | null): void {
    // While another login still waits to be saved, that one's problem stays.
    if (failure === null && this.#memory.unsaved.size > 0) return
    this.#emit({ kind: 'unsaved', problem: failure?.toProblem() ?? null })
  }

  async saveUnsaved(context: RenewalContext): Promise<void> {
    const { unsaved } = this.#memory
    for (const held of [...unsaved.values()]) {
      const isSaved = await saveAgain(context, held)
      if (isSaved && unsaved.get(held.store.source.path) === held) this.markSaved(held.store)
    }
    await this.keepAside()
  }

  markSaved({ source, spare }: CredentialStore): void {
    const { unsaved, loose } = this.#memory
    loose.delete(source.path)
    if (unsaved.has(source.path)) void spare.drop()
    if (unsaved.delete(source.path) && unsaved.size === 0) this.#emit({ kind: 'unsaved', problem: null })
  }

  /** A file that still holds what was rotated stands for the login that waits to be saved there. */
  #withUnsaved({ source }: CredentialStore, stored: StoredLogin): StoredLogin {
    const unsaved = this.#memory.unsaved.get(source.path)
    if (unsaved === undefined || stored.kind !== 'login') return stored
    return this.#memory.rotated.has(stored.login.refreshToken)
      ? { kind: 'login', login: unsaved.login }
      : stored
  }

  #isSpent({ refreshToken }: Login): boolean {
    return this.#memory.refused.has(refreshToken) || this.#memory.rotated.has(refreshToken)
  }

  #among(candidates: readonly Candidate[]): HeldToken | null {
    const { refused, rotated, refusedAccess } = this.#memory
    return chooseLogin(candidates, [refused, rotated], this.#clock, refusedAccess)
  }
}

function ofPick(candidates: readonly Candidate[], pick: LoginPick): readonly Candidate[] {
  return pick === 'auto' ? candidates : candidates.filter(({ store }) => store.source.owner === pick)
}
