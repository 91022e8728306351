/**
 * The checks of Claude Code's auto mode: which requests they are, and whether their answers come in time. Pure.
 *
 * Measured with Claude Code 2.1.332 against a mock, `--permission-mode auto`:
 *
 * - By default it asks the server to judge along with each answer (`dangerous-tool-use-…` in the field `anthropic-beta`). An
 *   answer without a verdict lets it refuse the action; behind a gateway it asks nobody else.
 * - With CLAUDE_CODE_AUTO_MODE_SERVER=0 it judges by requests of its own, at least two for each action and ten where it cannot
 *   read the answer: unstreamed, `max_tokens` 2112 and then 10240, the model that CLAUDE_CODE_AUTO_MODE_MODEL names, else
 *   ANTHROPIC_DEFAULT_SONNET_MODEL. The system prompt begins with the sentence below. After 60 s it gives up and refuses the
 *   action.
 */
import type { AutoMode, AutoModeCheck } from '../../contract/auto-mode'

/** So much of a body shows whether it is a check: model and system prompt come first, behind at most one line of billing. */
export const CHECK_START_BYTES = 1024
const CHECK_PROMPT = /You are a security monitor for autonomous AI coding agents/
const KEPT_CHECKS = 20
/** Claude Code is told to give up after 30 to 60 s. */
const LATE_MS = 30_000
/** A client that leaves earlier was rather stopped by its person. */
const GIVEN_UP_FROM_MS = 25_000
/** Auto mode asks with every request; the state follows once a minute. */
const ASKED_SPAN_MS = 60_000

/** The model of the check that this beginning of a body is of; null for any other request. */
export function modelOfCheck(start: string): string | null {
  if (!CHECK_PROMPT.test(start)) return null
  return /"model":\s*"([\w.:/[\]-]{1,64})"/.exec(start)?.[1] ?? ''
}

/** Whether the server is asked to judge. `beta`: the field `anthropic-beta`. */
export function asksServerToJudge(beta: string | undefined): boolean {
  return /\bdangerous-tool-use-/.test(beta ?? '')
}

export function withCheck(before: AutoMode, check: AutoModeCheck): AutoMode {
  return { ...before, checks: [...before.checks, check].slice(-KEPT_CHECKS) }
}

/** The same object where it was noted a moment ago. */
export function withServerAsked(before: AutoMode, atMs: number): AutoMode {
  const { askedServerAtMs } = before
  if (askedServerAtMs !== null && Math.abs(atMs - askedServerAtMs) < ASKED_SPAN_MS) return before
  return { ...before, askedServerAtMs: atMs }
}

export function isLate({ outcome, tookMs }: AutoModeCheck): boolean {
  return outcome === 'givenUp' ? tookMs >= GIVEN_UP_FROM_MS : tookMs > LATE_MS
}
