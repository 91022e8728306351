/**
 * What becomes of the app after an error nobody caught. Pure.
 *
 *     survive -> survive -> ... -> relaunch (once) -> stay
 *
 * One error is no reason to cut running answers; a fourth within a minute says that something is broken for good. An
 * app that was relaunched a short while ago is not relaunched again: it stays as it is and says so.
 */
export type CrashVerdict = 'survive' | 'relaunch' | 'stay'

const MOST_PER_MINUTE = 3
const MINUTE_MS = 60_000
/** Below this two relaunches would be a loop. */
const RELAUNCH_REST_MS = 600_000

/** `crashesAtMs`: all of this process, this one included. `relaunchedAtMs`: null when it was started by a person. */
export function verdictOnCrash(
  crashesAtMs: readonly number[],
  nowMs: number,
  relaunchedAtMs: number | null,
): CrashVerdict {
  const recent = crashesAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS)
  if (recent.length <= MOST_PER_MINUTE) return 'survive'
  return relaunchedAtMs !== null && nowMs - relaunchedAtMs < RELAUNCH_REST_MS ? 'stay' : 'relaunch'
}
