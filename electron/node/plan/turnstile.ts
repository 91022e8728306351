/**
 * Lets requests through to Kimi, as many at a time as it serves; the others wait their turn here. Whose turn it is decides
 * `core/plan/governor.ts`. One for each engine.
 */
import type { Turns } from '../../contract/plan'
import { KimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import { GovernedTurn, Governor } from '../../core/plan/governor'
import { refusalWaitMs, TURN_PATIENCE_MS } from '../../core/plan/turn-waits'

/** What the state shows of it changes no more often than that. */
const TOLD_EVERY_MS = 1_000

export interface TurnstileOptions {
  readonly clock: Clock
  /** Where it is off, everybody goes through at once. */
  readonly isOn: boolean
  /** Told at most once a second, and only of what is new. */
  readonly onChange: (turns: Turns) => void
}

/** One request's turn at Kimi. */
export interface Turn {
  readonly isHeld: boolean
  /**
   * Waits until it may run; true at once where it does already. False when it was given back meanwhile. Rejects with
   * PLAN_BUSY at a stop, or once a client for which `isSilent` is true would give up, and with what a restart says.
   */
  take(isSilent: () => boolean): Promise<boolean>
  /**
   * Kimi refused it besides those that run: the turn is given back, and the limit learned. True where it is to be tried
   * again, after `rest`.
   */
  refused(): boolean
  /** Resolves when Kimi may be asked again; false when it was given back meanwhile. Rejects as `take` does at a stop. */
  rest(): Promise<boolean>
  /**
   * It has its answer, waits for something else, or its client has left; `isCut`: Kimi's answer was given up. May be called
   * again, and taken again.
   */
  giveBack(isCut?: boolean): void
}

/** For requests that Kimi does not count. */
export const FREE_TURN: Turn = {
  isHeld: true,
  take: async () => true,
  refused: () => false,
  rest: async () => false,
  giveBack: () => undefined,
}

export class Turnstile {
  readonly #options: TurnstileOptions
  readonly #governor = new Governor()
  readonly #waiting = new Set<QueuedTurn>()
  #told: Turns
  #toldAtMs = Number.NEGATIVE_INFINITY
  #cancelTelling: (() => void) | null = null
  #closed: { readonly instead: KimiProxyError | null } | null = null

  constructor(options: TurnstileOptions) {
    this.#options = options
    this.#told = this.turns
  }

  get turns(): Turns {
    const { running, queued, limit } = this.#governor
    return { running, queued, limit: this.#options.isOn ? limit : null }
  }

  /** What the plan says; null where it does not. */
  follow(planLimit: number | null): void {
    this.#governor.follow(planLimit)
    this.#changed()
  }

  /** For one request, whose client gets impatient from now on. */
  arrive(session: string): Turn {
    if (!this.#options.isOn) return FREE_TURN
    const { clock } = this.#options
    return new QueuedTurn(session, clock, {
      governor: this.#governor,
      waits: (turn) => {
        if (this.#closed !== null) throw this.#closed.instead ?? this.#busy()
        this.#waiting.add(turn)
      },
      waitsNoMore: (turn) => this.#waiting.delete(turn),
      busy: () => this.#busy(),
      changed: () => this.#changed(),
    })
  }

  /** From now on nobody waits; who does is told that Kimi is busy, or something else `instead`. */
  close(instead: KimiProxyError | null = null): void {
    this.#closed = { instead }
    for (const turn of this.#waiting) turn.sendAway(instead ?? this.#busy())
    this.#cancelTelling?.()
    this.#cancelTelling = null
  }

  #busy(): KimiProxyError {
    return new KimiProxyError('PLAN_BUSY', { limit: this.#governor.limit })
  }

  #changed(): void {
    const { running, queued, limit } = this.turns
    if (this.#closed !== null) return running + queued === 0 ? this.#tell() : undefined
    const { clock } = this.#options
    // That somebody waits is shown soon; how many run can wait.
    const isUrgent = queued > 0 !== this.#told.queued > 0 || limit !== this.#told.limit
    if (!isUrgent && this.#cancelTelling !== null) return
    const leftMs = this.#toldAtMs + TOLD_EVERY_MS - clock.elapsedMs()
    if (isUrgent && leftMs <= 0) return this.#tell()
    this.#cancelTelling ??= clock.after(isUrgent ? leftMs : TOLD_EVERY_MS, () => this.#tell())
  }

  #tell(): void {
    this.#cancelTelling?.()
    this.#cancelTelling = null
    const turns = this.turns
    const { running, queued, limit } = this.#told
    if (turns.running === running && turns.queued === queued && turns.limit === limit) return
    this.#told = turns
    this.#toldAtMs = this.#options.clock.elapsedMs()
    this.#options.onChange(turns)
  }
}

interface Gate {
  readonly governor: Governor
  /** Throws where nobody may wait. */
  waits(turn: QueuedTurn): void
  waitsNoMore(turn: QueuedTurn): void
  busy(): KimiProxyError
  changed(): void
}

class QueuedTurn implements Turn {
  readonly #clock: Clock
  readonly #gate: Gate
  readonly #governed: GovernedTurn
  readonly #arrivedAtMs: number
  #refusals = 0
  #settle: ((end: boolean | KimiProxyError) => void) | null = null

  constructor(session: string, clock: Clock, gate: Gate) {
    this.#clock = clock
    this.#gate = gate
    this.#arrivedAtMs = clock.elapsedMs()
    this.#governed = new GovernedTurn(session, () => this.#settle?.(true))
  }

  get isHeld(): boolean {
    return this.#governed.stage.kind === 'running'
  }

  async take(isSilent: () => boolean): Promise<boolean> {
    this.#gate.governor.arrive(this.#governed)
    this.#gate.changed()
    if (this.isHeld) return true
    return this.#wait(this.#leftMs(), (settle) => {
      // Others have to end first, and do: one that hears comments can go on waiting.
      if (isSilent()) settle(this.#gate.busy())
    })
  }

  refused(): boolean {
    this.#gate.governor.refuse(this.#governed, this.#clock.elapsedMs())
    this.#gate.changed()
    this.#refusals += 1
    return refusalWaitMs(this.#refusals - 1) < this.#leftMs()
  }

  async rest(): Promise<boolean> {
    return this.#wait(refusalWaitMs(this.#refusals - 1), (settle) => settle(true))
  }

  giveBack(isCut = false): void {
    this.#gate.governor.end(this.#governed, this.#clock.elapsedMs(), isCut)
    this.#gate.changed()
    this.#settle?.(false)
  }

  sendAway(instead: KimiProxyError): void {
    this.#settle?.(instead)
  }

  #leftMs(): number {
    return this.#arrivedAtMs + TURN_PATIENCE_MS - this.#clock.elapsedMs()
  }

  async #wait(
    limitMs: number,
    inTime: (settle: (end: boolean | KimiProxyError) => void) => void,
  ): Promise<boolean> {
    let cancel: () => void = () => undefined
    try {
      this.#gate.waits(this)
      return await new Promise<boolean>((resolve, reject) => {
        const settle = (end: boolean | KimiProxyError) => {
          this.#settle = null
          if (typeof end === 'boolean') resolve(end)
          else reject(end)
        }
        this.#settle = settle
        cancel = this.#clock.after(limitMs, () => inTime(settle))
      })
    } finally {
      cancel()
      this.#gate.waitsNoMore(this)
    }
  }
}
