/**
 * How the checks of Claude Code's auto mode fare. In that mode a model judges each action before it is done: a request of its
 * own. Times and the model's name, never what is judged. Imports nothing.
 */

/** `failed`: answered with an error. `givenUp`: the client left before the answer. */
export type AutoModeOutcome = 'answered' | 'failed' | 'givenUp'

export interface AutoModeCheck {
  /** Wall clock, at its start. */
  readonly atMs: number
  /** Until the answer, or until the client left. */
  readonly tookMs: number
  readonly outcome: AutoModeOutcome
  /** Empty where the request names none. */
  readonly model: string
}

export interface AutoMode {
  /** The last 20, the newest last. */
  readonly checks: readonly AutoModeCheck[]
  /** When Claude Code last asked Kimi to judge in the place of such requests (wall clock); null where it never did. */
  readonly askedServerAtMs: number | null
}

export const NO_AUTO_MODE: AutoMode = { checks: [], askedServerAtMs: null }
