/**
 * The reaction of the app to an error that nobody caught. Pure.
 *
 *    survive -> survive -> ... -> relaunch (once) -> stay
 *
 * One error is no reason to cut running answers; a fourth within a minute shows that something is broken for good. An app
 * that was relaunched a short while ago is not relaunched again: it stays as it is and says so.
 */
export type CrashVerdict = 'survive' | 'relaunch' | 'stay'

const MOST_PER_MINUTE = 3
const MINUTE_MS = 60_000
/** The least time between two relaunches; two in less would be a loop. */
const RELAUNCH_REST_MS = 600_000

/** `crashesAtMs`: the errors of this process, with this one. `relaunchedAtMs`: null when a person started the process. */
export function verdictOnCrash(
  crashesAtMs: readonly number[],
  nowMs: number,
  relaunchedAtMs: number | null,
): CrashVerdict {
  const recent = crashesAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS)
  if (recent.length <= MOST_PER_MINUTE) return 'survive'
  return relaunchedAtMs !== null && nowMs - relaunchedAtMs < RELAUNCH_REST_MS ? 'stay' : 'relaunch'
}
