import type { ErrorCode, Problem, Reason, WordValues } from '../../contract/problem'
import { codeOf, named, problem } from '../words/problem'
import type { ProblemArgs } from '../words/problem-table'
import { reason } from '../words/reason'
import { isRecord } from './json'

export type { ErrorCode }

/**
 * Who reacts how:
 *
 *     SIGNED_OUT, LOGIN_*           402 to the client; health 503; a new sign-in helps
 *     SIGN_IN_*, SIGN_OUT_FAILED,
 *     LOGIN_NAMED                   shown where somebody signs in or out; exit 1
 *     RENEWAL_*, LOCK_*, SAVE_*     503 to the client once no valid token is left; tried again by itself
 *     UPSTREAM_*                    502 or 504 to the client
 *     QUOTA_UNKNOWN                 shown beside the quota; asked again by itself
 *     PLAN_BUSY                     503 to the client, whose turn at Kimi has not come
 *     LIMIT_REACHED, CLIENT_REFUSED,
 *     MODEL_REFUSED,
 *     MEMBERSHIP_UNVERIFIED,
 *     REQUEST_TOO_LARGE             Kimi's refusals, told in our words with Kimi's status, to Claude Code as 402
 *     SETTING_INVALID, USAGE,
 *     HOME_UNWRITABLE               exit 64, one line
 *     SETTINGS_UNSAVED, NO_TERMINAL,
 *     COMMAND_*                     shown by the app, where something was clicked
 *     PORT_*, OTHER_ENGINE          exit 1, the holder is named
 *     SERVICE_FAILED                exit 1, what the system said is passed on
 *     ALREADY_RUNNING               exit 0, it is said
 *     CLAUDE_MANAGED                exit 1, Claude Code is not started
 *     CLAUDE_SETTINGS               exit 1, or shown by the app; the settings file is as it was
 *     RESTARTING, GAVE_UP           shown by the app: its supervisor is at work, or has given up; a request
 *                                   that waits is told 503 while the proxy starts again
 */
/**
 * The one error of this product: a stable code and what fills its sentence in the table of words. `message` names the
 * sentence and is for stack traces; a person reads `problemWords(say, error.toProblem())`.
 */
export class KimiProxyError extends Error {
  readonly code: ErrorCode
  readonly variant: string | undefined
  readonly values: WordValues

  /** The name of the sentence (a code, or `CODE.variant`), what fills it, and what caused it; or a whole problem. */
  constructor(...args: ProblemArgs | readonly [Problem]) {
    const { code, variant, values } = typeof args[0] === 'object' ? args[0] : named(args[0], args[1] ?? {})
    super(
      variant === undefined ? code : `${code}.${variant}`,
      args[2] === undefined ? undefined : { cause: args[2] },
    )
    this.name = 'KimiProxyError'
    this.code = code
    this.variant = variant
    this.values = values
  }

  toProblem(): Problem {
    const { code, variant, values } = this
    return variant === undefined ? { code, values } : { code, variant, values }
  }
}

/** Wraps what is not ours. The text of a foreign error is kept as cause only: it may quote what it handled. */
export function toKimiProxyError(error: unknown): KimiProxyError {
  return error instanceof KimiProxyError ? error : new KimiProxyError('INTERNAL', {}, error)
}

/** A problem as another process of ours has told it, which may be of another version. */
export function readProblem(told: unknown): Problem {
  if (!isRecord(told) || typeof told['code'] !== 'string') return problem('INTERNAL', {})
  const { code, variant, values } = told
  const known = { code: codeOf(code), values: readValues(values) }
  return typeof variant === 'string' ? { ...known, variant } : known
}

function readValues(told: unknown): WordValues {
  if (!isRecord(told)) return {}
  const values: Record<string, string | number | Reason> = {}
  for (const [name, value] of Object.entries(told)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
    const why = readReason(value)
    if (why !== null) values[name] = why
  }
  return values
}

/** A reason that another process told; null for what is none. */
export function readReason(told: unknown): Reason | null {
  if (!isRecord(told) || typeof told['reason'] !== 'string') return null
  return { reason: told['reason'], values: readValues(told['values']) }
}

/** The system's code of a failed call (`ENOSPC`, `ECONNRESET` …), looked for along the chain of causes. */
export function systemCode(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (!(at instanceof KimiProxyError) && 'code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

/** Why a call of the system failed. */
export function systemReason(error: unknown): Reason {
  const code = systemCode(error)
  switch (code) {
    case null:
      return reason('unknown')
    case 'EACCES':
    case 'EPERM':
      return reason('denied')
    case 'ENOSPC':
      return reason('diskFull')
    case 'EDQUOT':
      return reason('quotaUsedUp')
    case 'EROFS':
      return reason('readOnly')
    case 'EIO':
      return reason('diskFails')
    case 'LOCKED_FILE':
      return reason('fileLocked')
    default:
      return reason('code', { code })
  }
}
