/**
 * The limits of the person's plan as every process sees them: quota, requests at a time, what Kimi refused for them. Holds
 * amounts and times, never a token or content. Imports the contract only.
 */

import type { Account } from './login'
import type { Problem } from './problem'

/** A stretch of time that Kimi counts. `other`: one that this version does not know, shown by its `label`. */
export type WindowName = 'fiveHours' | 'week' | 'month' | 'monthCode' | 'other'

/** What Kimi counts in one window. A window that is not on the plan is absent, never 0. */
export interface QuotaWindow {
  readonly name: WindowName
  /** Kimi's own name for an `other` window, one printable line; null for the known ones. */
  readonly label: string | null
  /** 0 to 1; null where Kimi tells nothing that can be read as a share. */
  readonly usedRatio: number | null
  /** Wall clock; null where Kimi does not tell. */
  readonly resetsAtMs: number | null
  /** When it is used up at the present pace, before its reset; null where there is too little to say it. */
  readonly emptyAtMs: number | null
}

/** Money beside the plan, for what goes over it. Amounts in cents of `currency`. */
export interface Wallet {
  readonly enabled: boolean
  readonly leftCents: number | null
  readonly totalCents: number | null
  readonly monthlyLimitCents: number | null
  readonly monthlyUsedCents: number | null
  readonly currency: string | null
}

export interface Quota {
  readonly windows: readonly QuotaWindow[]
  readonly wallet: Wallet | null
  /** How many requests Kimi serves at a time; null where it does not tell. */
  readonly parallelLimit: number | null
  /** The level of the membership in Kimi's own word; null where it does not tell. */
  readonly membership: string | null
}

/**
 * What is known of the quota.
 *
 *     unknown -> known <-> stale            (stale: the last look failed; the old values stand with their time)
 *        '-> none                           (Kimi answers that this account has no coding plan)
 */
export type QuotaState =
  | { readonly kind: 'unknown'; readonly problem: Problem | null }
  | { readonly kind: 'known'; readonly quota: Quota; readonly atMs: number }
  | { readonly kind: 'stale'; readonly quota: Quota; readonly atMs: number; readonly problem: Problem | null }
  | { readonly kind: 'none'; readonly atMs: number }

/** The windows whose end a refusal can name. `billingCycle`: Kimi names no window. */
export type LimitName = 'fiveHours' | 'week' | 'month' | 'billingCycle'

/** A limit that Kimi refuses requests for now. */
export interface LimitReached {
  readonly name: LimitName
  readonly sinceMs: number
  /** When it is over; null where Kimi's usages do not tell. */
  readonly resetsAtMs: number | null
}

/** Requests at a time. */
export interface Turns {
  /** How many run at Kimi. */
  readonly running: number
  /** How many wait for their turn. */
  readonly queued: number
  /** As many as may run; null where it is switched off. */
  readonly limit: number | null
}

export interface PlanState {
  readonly quota: QuotaState
  readonly account: Account | null
  readonly turns: Turns
  /** Null while Kimi serves. */
  readonly limitReached: LimitReached | null
}

/** Before anything is known. */
export const UNKNOWN_PLAN: PlanState = {
  quota: { kind: 'unknown', problem: null },
  account: null,
  turns: { running: 0, queued: 0, limit: null },
  limitReached: null,
}
