/** Notices about the plan's limits, and what they have told so far, as the tray app keeps it. Imports the contract only. */
import type { LimitName, WindowName } from './plan'

/** `label`: Kimi's own name for an `other` window. */
export interface LimitTitle {
  readonly name: WindowName | LimitName
  readonly label: string | null
}

/** Wall clock; null where Kimi does not tell. */
interface WithReset {
  readonly resetsAtMs: number | null
}

export type PlanNotice = LimitTitle &
  WithReset &
  (
    | {
        /** At or below 20 or 10 percent. */
        readonly kind: 'low'
        readonly leftPercent: number
      }
    | { readonly kind: 'reached' }
    | { readonly kind: 'back' }
  )

/**
 * What was told of one limit.
 *
 *     with some left <-> reached
 */
export interface LimitTold extends LimitTitle, WithReset {
  /** The least that was seen since the last reset, 0 to 100. */
  readonly lowestPercent: number
  /** It was told that the limit is reached, and not yet that it is back. */
  readonly isReached: boolean
  /** When the engine was started that Kimi refused a request for this limit; null where the quota alone says it. */
  readonly refusedOfMs: number | null
}

/** By the name of the limit. Empty at each start of the app, so a value that was low already is not told again. */
export type PlanTold = Readonly<Record<string, LimitTold>>
