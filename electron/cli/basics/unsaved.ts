/** What is said when an engine has ended with a renewed login that its file did not take. */
import type { AppState } from '../../contract/engine'
import type { Paths } from '../../node/files/paths'
import { spareRecords } from '../../node/login/spare-login'

/** `state`: of an engine that has just ended in this process. */
export function unsavedLines(
  { unsavedDir }: Paths,
  state: Pick<AppState, 'unsaved'> | null = null,
): string[] {
  const kept = spareRecords(unsavedDir).map(
    ({ file, path }) =>
      `A renewed login could not be saved in ${file}. It is kept in ${path}, and the next start goes on with it.`,
  )
  return kept.length > 0 || state === null || state.unsaved === null
    ? kept
    : [`A renewed login is lost: ${state.unsaved.message} Sign in again.`]
}
