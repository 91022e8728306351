/** When Kimi is asked for the quota. All times are of the clock that only runs forward. Pure. */

export interface QuotaLooks {
  /** When it was asked last, whatever came of it. */
  readonly lastAtMs: number | null
  /** How many looks have failed in a row. */
  readonly failures: number
  /** Kimi asked for a pause until then. */
  readonly notBeforeMs: number
  /** Something says that the quota has changed: it is to be asked then. */
  readonly soonAtMs: number | null
}

export const NO_LOOKS: QuotaLooks = { lastAtMs: null, failures: 0, notBeforeMs: 0, soonAtMs: null }

const MINUTE_MS = 60_000
const BUSY_EVERY_MS = 2 * MINUTE_MS
const IDLE_EVERY_MS = 15 * MINUTE_MS
const LONGEST_PAUSE_MS = 60 * MINUTE_MS
/** How long after a sign of change: several come together, and Kimi counts a request at its end. */
const SOON_MS = 3_000
/** Whoever asks for it, and however often. */
const LEAST_MS = 15_000
const LEAST_AFTER_FAILURE_MS = MINUTE_MS
/** When Kimi refuses a request for a limit, what a look told a moment before has changed since. */
const LEAST_AT_LIMIT_MS = 2_000

export interface QuotaTerms {
  readonly nowMs: number
  /** Requests run, or did a moment ago. */
  readonly isBusy: boolean
  /** A window was reset since the last look. */
  readonly hasReset: boolean
}

export function isLookDue(looks: QuotaLooks, { nowMs, isBusy, hasReset }: QuotaTerms): boolean {
  const { lastAtMs, failures, notBeforeMs, soonAtMs } = looks
  if (nowMs < notBeforeMs) return false
  if (lastAtMs === null) return soonAtMs === null || nowMs >= soonAtMs
  const sinceMs = nowMs - lastAtMs
  if (sinceMs < (failures === 0 ? LEAST_MS : LEAST_AFTER_FAILURE_MS)) return false
  if (soonAtMs !== null && nowMs >= soonAtMs) return true
  if (hasReset && failures === 0) return true
  return sinceMs >= Math.max(isBusy ? BUSY_EVERY_MS : IDLE_EVERY_MS, pauseAfter(failures))
}

/** 0, then 2, 4, 8 … 60 min. */
function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, BUSY_EVERY_MS * 2 ** Math.min(failures - 1, 10))
}

/** Whether a person who asks now gets a new look, or what the last one saw. */
export function mayLookOnDemand({ lastAtMs, notBeforeMs }: QuotaLooks, nowMs: number): boolean {
  return nowMs >= notBeforeMs && (lastAtMs === null || nowMs - lastAtMs >= LEAST_MS)
}

/** In how many ms a look may come after Kimi has refused a request for a limit. */
export function limitLookInMs({ lastAtMs, failures, notBeforeMs }: QuotaLooks, nowMs: number): number {
  const leastMs = failures === 0 ? LEAST_AT_LIMIT_MS : LEAST_MS
  return Math.max(0, notBeforeMs - nowMs, lastAtMs === null ? 0 : lastAtMs + leastMs - nowMs)
}

/** `atMs` of the look that is wanted is the earlier one where one is wanted already. */
export function wantedSoon(looks: QuotaLooks, nowMs: number): QuotaLooks {
  return { ...looks, soonAtMs: looks.soonAtMs ?? nowMs + SOON_MS }
}

/** When the look that is wanted soon may come. */
export function soonInMs(
  { lastAtMs, failures, notBeforeMs, soonAtMs }: QuotaLooks,
  nowMs: number,
): number | null {
  if (soonAtMs === null) return null
  const leastMs = failures === 0 ? LEAST_MS : LEAST_AFTER_FAILURE_MS
  return Math.max(
    0,
    soonAtMs - nowMs,
    notBeforeMs - nowMs,
    lastAtMs === null ? 0 : lastAtMs + leastMs - nowMs,
  )
}

export function lookBegun(looks: QuotaLooks, nowMs: number): QuotaLooks {
  return { ...looks, lastAtMs: nowMs, soonAtMs: null }
}

export function lookDone(looks: QuotaLooks): QuotaLooks {
  return { ...looks, failures: 0 }
}

/** `pauseMs`: what Kimi asked for; null where it did not. */
export function lookFailed(looks: QuotaLooks, nowMs: number, pauseMs: number | null): QuotaLooks {
  const notBeforeMs = pauseMs === null ? looks.notBeforeMs : nowMs + Math.min(pauseMs, LONGEST_PAUSE_MS)
  return { ...looks, failures: looks.failures + 1, notBeforeMs }
}
