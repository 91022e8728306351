import type { Problem } from '../../contract/engine'
import { ERROR_CODES, type ErrorCode } from '../../contract/problem'

export type { ErrorCode }

/**
 * Who reacts how:
 *
 *     SIGNED_OUT, LOGIN_*           402 to the client; health 503; a new sign-in helps
 *     SIGN_IN_*, SIGN_OUT_FAILED,
 *     LOGIN_NAMED                   shown where somebody signs in or out; exit 1
 *     RENEWAL_*, LOCK_*, SAVE_*     503 to the client once no valid token is left; tried again by itself
 *     UPSTREAM_*                    502 or 504 to the client
 *     SETTING_INVALID, USAGE,
 *     HOME_UNWRITABLE               exit 64, one line
 *     SETTINGS_UNSAVED, NO_TERMINAL,
 *     COMMAND_*                     shown by the app, where something was clicked
 *     PORT_*, OTHER_ENGINE          exit 1, the holder is named
 *     SERVICE_FAILED                exit 1, what the system said is passed on
 *     ALREADY_RUNNING               exit 0, it is said
 *     CLAUDE_MANAGED                exit 1, Claude Code is not started
 *     RESTARTING, GAVE_UP           shown by the app: its supervisor is at work, or has given up; a request
 *                                   that waits is told 503 while the proxy starts again
 */
/** The one error of this product: a stable code, a sentence for a person, and what to do next. */
export class KimiProxyError extends Error {
  readonly code: ErrorCode
  readonly recovery: string
  /** See `Problem.detail`. */
  readonly detail: string | undefined

  constructor(code: ErrorCode, message: string, recovery: string, cause?: unknown, detail?: string) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'KimiProxyError'
    this.code = code
    this.recovery = recovery
    this.detail = detail
  }

  toProblem(): Problem {
    const { code, message, recovery, detail } = this
    return detail === undefined ? { code, message, recovery } : { code, message, recovery, detail }
  }
}

/** Wraps what is not ours. The text of a foreign error is kept as cause only: it may quote what it handled. */
export function toKimiProxyError(error: unknown): KimiProxyError {
  if (error instanceof KimiProxyError) return error
  return new KimiProxyError(
    'INTERNAL',
    'Kimi Proxy met an unexpected error.',
    'See the log; if it comes back, report it.',
    error,
  )
}

/** A problem as another process of ours has written it down; an unknown code becomes INTERNAL. */
export interface ToldProblem {
  readonly code: string
  readonly message: string
  readonly recovery: string
}

export function errorFromProblem({ code, message, recovery }: ToldProblem): KimiProxyError {
  const known = ERROR_CODES.find((candidate) => candidate === code)
  return new KimiProxyError(known ?? 'INTERNAL', message, recovery)
}

/** The system's code of a failed call (`ENOSPC`, `ECONNRESET` …), looked for along the chain of causes. */
export function systemCode(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (!(at instanceof KimiProxyError) && 'code' in at && typeof at.code === 'string') return at.code
  }
  return null
}
