/**
 * Whether Kimi Proxy serves, and why not. One case at a time, each with what belongs to it: the app's state holds it,
 * tray, window and notices are views of it, the watchdog's file keeps it. `core/supervise/supervisor.ts` decides.
 *
 *     off -> starting -> serving -> draining -> off, or starting again
 *            ^  |  |        '-> backingOff -> starting ...     (it ended, or no longer answered)
 *            |  |  |-> backingOff -> starting, at last gaveUp  (8 restarts without 300 s of stability)
 *            |  |  |-> cannotStart -> starting                 (after a change of settings, or when it is tried again)
 *            |  |  '-> portTaken -> starting                   (as soon as the port is free)
 *            |  '----> elsewhere -> off, starting              (another engine of this home serves; it has ended)
 *            '-- off, gaveUp, and all that wait, when a person says so
 *
 * A stop leads from each of them to off, by draining where requests may run; only elsewhere stays, for it is not ours.
 */
import type { Problem } from './problem'

/** Times are those of `Clock.elapsedMs`. `restarts`: in a row, without 300 s of stability between them. */
export type Serving =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting'; readonly restarts: number }
  /** `misses`: probes in a row without an answer. */
  | {
      readonly kind: 'serving'
      readonly port: number
      readonly restarts: number
      readonly sinceMs: number
      readonly misses: number
    }
  /** Running requests are let through to their end, for a while. */
  | { readonly kind: 'draining'; readonly port: number }
  | {
      readonly kind: 'backingOff'
      readonly restarts: number
      readonly untilMs: number
      readonly problem: Problem
    }
  /** The problem names who has the port. */
  | { readonly kind: 'portTaken'; readonly restarts: number; readonly problem: Problem }
  | { readonly kind: 'gaveUp'; readonly restarts: number; readonly problem: Problem }
  /** `retryAtMs`: when it is tried again; null where only a change of settings can help. */
  | { readonly kind: 'cannotStart'; readonly problem: Problem; readonly retryAtMs: number | null }
  | { readonly kind: 'elsewhere'; readonly other: OtherEngine }

/** An engine of this home that the command line started, which therefore serves in place of the app's own. */
export interface OtherEngine {
  readonly pid: number
  readonly port: number
  /** False while it says nothing. */
  readonly answers: boolean
  readonly activeRequests: number
  readonly watched: boolean
}
