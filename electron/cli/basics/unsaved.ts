/** The lines for an engine that has ended with a renewed login that its file did not take. */
import type { EngineState } from '../../contract/engine'
import { problemWords } from '../../core/words/problem-words'
import { spareRecords } from '../../node/login/spare-login'
import type { CliContext } from './context'

/** `state`: of an engine that has just ended in this process. */
export function unsavedLines(
  { paths, say }: Pick<CliContext, 'paths' | 'say'>,
  state: Pick<EngineState, 'unsaved'> | null = null,
): string[] {
  const kept = spareRecords(paths.unsavedDir).map(({ file, path }) => say('cli.keptBeside', { file, path }))
  return kept.length > 0 || state === null || state.unsaved === null
    ? kept
    : [say('cli.loginGone', { problem: problemWords(say, state.unsaved, 'terminal').message })]
}
