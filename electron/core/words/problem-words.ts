/** A problem in the person's language. */
import type { Problem } from '../../contract/engine'
import type { Say } from './say'

export interface ProblemWords {
  readonly message: string
  readonly recovery: string
}

export function problemWords(say: Say, { code, detail }: Problem): ProblemWords {
  const known = detail === undefined || detail === '' ? null : detail
  return { message: withDetail(say, code, known), recovery: say(`recovery.${code}`) }
}

const NO_DETAIL = '\u0000'

/** Brackets with nothing to say in them go. */
function withDetail(say: Say, code: Problem['code'], detail: string | null): string {
  const text = say(`problem.${code}`, { detail: detail ?? NO_DETAIL })
  return text.replaceAll(` (${NO_DETAIL})`, '').replaceAll(`（${NO_DETAIL}）`, '')
}
