import type { ServerResponse } from 'node:http'
import type { ScriptedAnswer } from '../faults'
import { Places } from './places'
import { REFUSALS, type Refusal, type RefusalName } from './refusals'
import { type UsagesShape, usagesBody } from './usages'
import type { Wallet } from './wallet'
import { type WindowName, Windows } from './windows'

/** In which words a used-up window is refused. */
const REFUSED_AS: Readonly<Record<WindowName, RefusalName>> = {
  fiveHours: 'period',
  week: 'week',
  month: 'month',
  monthCode: 'month',
}

/** What the signed-in user has paid for. Every field may be changed while the simulator runs. */
export class Plan {
  readonly windows: Windows
  readonly places = new Places()
  shape: UsagesShape = 'weekly'
  /** The map says that nothing is used, whatever the amounts beside it say: seen with `limit_5h`. */
  nothingInMap = false
  /** Takes the place of the answer of `/usages`; null for the usual one. */
  usagesAnswer: ScriptedAnswer | null = null
  wallet: Wallet | null = { kind: 'enabled', totalCents: 2000, leftCents: 1500, monthlyUsedCents: 500 }
  membership: string | null = 'LEVEL_INTERMEDIATE'
  /** What `/usages` tells; null tells nothing. What is really served at a time is `places.limit`. */
  toldParallelLimit: number | null = null
  /** What a served message counts in every window. */
  unitsPerMessage = 0
  readonly #refusedAs: Record<WindowName, RefusalName> = { ...REFUSED_AS }
  #refusal: { readonly name: RefusalName; timesLeft: number } | null = null

  constructor(nowMs: () => number) {
    this.windows = new Windows(nowMs)
  }

  /** The next `times` messages, by default all from now on, are refused so; null ends it. */
  refuse(name: RefusalName | null, times = Number.POSITIVE_INFINITY): void {
    this.#refusal = name === null ? null : { name, timesLeft: times }
  }

  /** From now on, a message that comes while `window` is used up is refused so. */
  refuseWindowAs(window: WindowName, name: RefusalName): void {
    this.#refusedAs[window] = name
  }

  /** Decides on a message, and counts it. @returns how it is refused, or null when it is served */
  admit(res: ServerResponse): Refusal | null {
    const isWithinPlaces = this.places.enter(res)
    const scripted = this.#takeRefusal()
    if (scripted) return REFUSALS[scripted]
    if (!isWithinPlaces) return REFUSALS[this.places.form]
    const window = this.windows.exhausted()
    if (window) return REFUSALS[this.#refusedAs[window]]
    this.windows.spend(this.unitsPerMessage)
    return null
  }

  /** The answer of `GET /usages`. */
  usages(): ScriptedAnswer {
    return this.usagesAnswer ?? { status: 200, body: usagesBody(this) }
  }

  #takeRefusal(): RefusalName | null {
    const refusal = this.#refusal
    if (!refusal) return null
    refusal.timesLeft -= 1
    if (refusal.timesLeft <= 0) this.#refusal = null
    return refusal.name
  }
}
