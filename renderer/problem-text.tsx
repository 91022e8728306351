import type { ProblemWords } from '../electron/core/words/problem-words'

/** The reason of a problem, and what to do next. */
export function ProblemText({ words }: { readonly words: ProblemWords }) {
  return (
    <div class="problem">
      <p>{words.message}</p>
      {words.recovery !== '' && <p class="recovery">{words.recovery}</p>}
    </div>
  )
}
