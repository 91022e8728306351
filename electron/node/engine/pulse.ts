/**
 * The one timer of an engine, and what it learns from it: that the machine slept, that somebody set the clock, that the
 * network is another one.
 *
 * - A beat comes `nextBeatInMs` after the last `rearm`.
 * - After a beat that came too late, or into other surroundings, `wake` is called instead of `beat`.
 * - Nothing happens before the first `rearm` and after `stop`. Made and used by `Engine`.
 */
import { networkInterfaces } from 'node:os'
import type { Clock } from '../../core/basics/ports'

/** Why nothing of before is to be trusted: idle connections, timers, the clock on the wall. */
export type WakeReason = 'resume' | 'unlock' | 'late timer' | 'clock moved' | 'network changed'

/** A timer this much too late means that the machine slept: idle connections are not to be trusted any more. */
const SLEPT_MS = 5_000
/** The wall clock and the time passed differ by so much only when somebody set the clock. */
const CLOCK_MOVED_MS = 5_000
/** Times are rounded and timers fire early: a beat a moment too soon would leave a renewal to the next one. */
const ROUNDING_MS = 10

export interface PulseOptions {
  readonly clock: Clock
  readonly nextBeatInMs: () => number
  readonly beat: () => void
  /** `lateMs`: by how much the beat came too late. */
  readonly wake: (reason: WakeReason, lateMs: number) => void
}

export class Pulse {
  readonly #options: PulseOptions
  #cancel: (() => void) | null = null
  /** Wall clock less time passed, at the last beat. */
  #offsetMs: number
  #network = networkSignature()

  constructor(options: PulseOptions) {
    this.#options = options
    this.#offsetMs = offsetOf(options.clock)
  }

  /** The next beat comes when `nextBeatInMs` says now. */
  rearm(): void {
    this.stop()
    const { clock, nextBeatInMs, beat, wake } = this.#options
    const delayMs = nextBeatInMs() + ROUNDING_MS
    const dueAtElapsedMs = clock.elapsedMs() + delayMs
    this.#cancel = clock.after(delayMs, () => {
      const lateMs = clock.elapsedMs() - dueAtElapsedMs
      const reason = this.#whatChanged(lateMs)
      if (reason === null) beat()
      else wake(reason, lateMs)
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #whatChanged(lateMs: number): WakeReason | null {
    const network = networkSignature() ?? this.#network
    const offsetMs = offsetOf(this.#options.clock)
    const sameNetwork = network === this.#network
    const moved = Math.abs(offsetMs - this.#offsetMs) > CLOCK_MOVED_MS
    this.#network = network
    this.#offsetMs = offsetMs
    if (lateMs > SLEPT_MS) return 'late timer'
    if (!sameNetwork) return 'network changed'
    return moved ? 'clock moved' : null
  }
}

function offsetOf(clock: Clock): number {
  return clock.wallMs() - clock.elapsedMs()
}

/** Changes when the machine joins another network, or any at all. Null where the system does not say (no descriptor left). */
function networkSignature(): string | null {
  let found: ReturnType<typeof networkInterfaces>
  try {
    found = networkInterfaces()
  } catch {
    return null
  }
  const addresses = Object.values(found).flatMap((list) => list ?? [])
  return addresses
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ')
}
