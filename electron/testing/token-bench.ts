import { expect, onTestFinished } from 'vitest'
import type { LoginOwner, LoginPick } from '../contract/engine'
import { KeeperMemory } from '../core/login/keeper-memory'
import { REFUSAL_PATIENCE_MS, type RefusedRequest } from '../core/login/refusal-cooldown'
import type { TokenEvent } from '../core/login/token-events'
import { TokenKeeper } from '../core/login/token-keeper'
import { FakeClock } from './fake-clock'
import { MemoryAuth } from './memory-auth'
import { MemoryFile, MemoryStore } from './memory-store'

/** A request that met a 401. `patienceMs`: how long it still waits, by default as long as any request does. */
export function refusedRequest(path = '/v1/messages', patienceMs = REFUSAL_PATIENCE_MS): RefusedRequest {
  return { path, patienceMs, waits: 0, refusals: 0, isGone: () => false }
}

export interface TokenBenchOptions {
  /** The owners of the signed-in files, one file each, in order of preference. */
  readonly owners?: readonly LoginOwner[]
  readonly settleMs?: number
  readonly memory?: KeeperMemory
  readonly pick?: LoginPick
}

/** One file and the program that uses it. */
export interface BenchSeat {
  readonly file: MemoryFile
  readonly store: MemoryStore
}

/**
 * A token keeper among fakes: its clock, Kimi, files, and every event that it reported. A test that uses one also fails
 * when an event held a token, or when a reservation was left open.
 */
export class TokenBench {
  readonly clock: FakeClock
  readonly auth: MemoryAuth
  readonly seats: readonly BenchSeat[]
  /** The file of the first seat. */
  readonly file: MemoryFile
  readonly store: MemoryStore
  readonly keeper: TokenKeeper
  readonly memory: KeeperMemory
  readonly events: TokenEvent[] = []
  /** Called with every event, for tests that interfere. */
  onEvent: (event: TokenEvent) => void = () => undefined

  constructor(options: TokenBenchOptions = {}, shared?: TokenBench) {
    this.clock = shared?.clock ?? new FakeClock()
    this.auth = shared?.auth ?? new MemoryAuth(this.clock)
    const { settleMs = 0, owners = ['kimi-code'] } = options
    const [first, ...rest] = owners.map((owner, index) => {
      const file = shared?.seats[index]?.file ?? new MemoryFile(this.auth.signIn())
      return { file, store: new MemoryStore(file, { owner, settleMs }) }
    })
    if (first === undefined) throw new Error('a bench needs a file')
    this.seats = [first, ...rest]
    this.file = first.file
    this.store = first.store
    this.memory = options.memory ?? new KeeperMemory()
    const { auth, clock, memory } = this
    const stores = this.seats.map((seat) => seat.store)
    const { pick = 'auto' } = options
    this.keeper = new TokenKeeper({ stores, auth, clock, memory, pick, emit: (event) => this.#record(event) })
    onTestFinished(() => {
      const told = JSON.stringify(this.events)
      expect(this.auth.issued.filter((token) => told.includes(token))).toEqual([])
      expect(this.seats.map((seat) => seat.store.openReservations)).toEqual(this.seats.map(() => 0))
    })
  }

  /** A second process that uses the same files, Kimi and clock. */
  peer(): TokenBench {
    return new TokenBench({ owners: this.seats.map((seat) => seat.store.source.owner) }, this)
  }

  /** The next engine of the same process: the same files, Kimi and clock, and the same memory. */
  successor(): TokenBench {
    const owners = this.seats.map((seat) => seat.store.source.owner)
    return new TokenBench({ owners, memory: this.memory }, this)
  }

  /** The access token that would be sent now; null for none. */
  get sending(): string | null {
    return this.keeper.peek()?.reveal() ?? null
  }

  /**
   * The kinds of the reported events, in order. Those of the looks at the disk are left out: they come with every look, and
   * have tests of their own.
   */
  get eventKinds(): readonly TokenEvent['kind'][] {
    return this.events.map((event) => event.kind).filter((kind) => kind !== 'loginsFound')
  }

  /** The last event of one kind. */
  last<K extends TokenEvent['kind']>(kind: K): Extract<TokenEvent, { kind: K }> | undefined {
    return this.events.findLast((event): event is Extract<TokenEvent, { kind: K }> => event.kind === kind)
  }

  #record(event: TokenEvent): void {
    this.events.push(event)
    this.onEvent(event)
  }
}
