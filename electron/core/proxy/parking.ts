/**
 * Which failures of a request are worth waiting for instead of telling them, and for how long. Pure.
 *
 *     arrives -> waits -> tried again -> served
 *        |         |'----------'  (still not)
 *        |         '-> over      (too long, the client left, the proxy stops: the failure is told)
 *        '-> turned away         (off, full, or just over for others: the failure is told at once)
 */

import type { ErrorCode } from '../basics/errors'
import { wantsSignIn } from './error-body'

/**
 * `signIn`: a person has to sign in. `passing`: the network, a lock, a disk, which mend by themselves. `limit`: a limit of the
 * plan, which ends at a time that is known.
 */
export type ParkReason = 'signIn' | 'passing' | 'limit'

/** Null for a failure that waiting would not mend. */
export function parkReasonOf(code: ErrorCode): ParkReason | null {
  if (wantsSignIn(code)) return 'signIn'
  switch (code) {
    case 'RENEWAL_FAILED':
    case 'RENEWAL_MALFORMED':
    case 'RENEWAL_DOUBTED':
    case 'LOCK_BUSY':
    case 'LOCK_FAILED':
    case 'SAVE_FAILED':
    case 'UPSTREAM_UNREACHABLE':
      return 'passing'
    case 'LIMIT_REACHED':
      return 'limit'
    default:
      return null
  }
}

/** A waiting request keeps its body: so many of them, and so many bytes in all. */
export const MOST_PARKED = 64
export const MOST_PARKED_BYTES = 64 * 1024 * 1024

/**
 * A client that hears nothing gives up after 10 minutes (the SDKs' default timeout) and asks anew: it is told before.
 */
export const LONGEST_SILENT_MS = 590_000

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 5_000

/** How long until it is tried again although nothing has been heard: 1, 2, 4, 5, 5 … s. */
export function parkRetryMs(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 8))
}

/**
 * How long those who come after one that waited in vain are turned away at once. Claude Code answers an error in a
 * stream with the same request unstreamed; it should not wait all over again.
 */
export const AFTER_VAIN_MS = 30_000

const AFTER_RESET_MS = 1_000
const BETWEEN_TWO_MS = 150
const FIRST_LIMIT_RETRY_MS = 5_000
const LONGEST_LIMIT_RETRY_MS = 60_000

/**
 * How long until a request refused for a limit of the plan is sent again, in ms; null where it is not waited for.
 *
 * - `endsInMs`: until the limit resets, where that is known. It is waited for only if it is over within `leftMs`.
 * - One that has waited for a reset and is refused all the same is tried after 5, 10, 20, 40, 60, 60 … s; `waits` counts.
 * - `place`: so many wait before it. Not all go at once.
 */
export function limitRetryMs(
  endsInMs: number | null,
  leftMs: number,
  waits: number,
  place: number,
): number | null {
  if (endsInMs !== null) {
    return endsInMs + AFTER_RESET_MS > leftMs ? null : Math.min(leftMs, afterLimitMs(place, endsInMs))
  }
  if (waits === 0) return null
  return Math.min(leftMs, LONGEST_LIMIT_RETRY_MS, FIRST_LIMIT_RETRY_MS * 2 ** Math.min(waits - 1, 8))
}

/** As above, where the limit is over in `endsInMs`. */
export function afterLimitMs(place: number, endsInMs = 0): number {
  return endsInMs + AFTER_RESET_MS + place * BETWEEN_TWO_MS
}
