/** When Kimi is not asked for a renewal although one is due, and what an answer that says nothing of the token leads to. */
import type { KimiProxyError } from '../basics/errors'
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import { reason } from '../words/reason'
import type { HostPause } from './host-pause'
import type { MaybeUsedTokens } from './keeper-memory'
import { doubtedRenewal, failedRenewal, malformedRenewal } from './login-problems'
import type { NoVerdict } from './token-answer'

export interface PauseContext {
  readonly clock: Clock
  /** Refresh tokens that an answer nobody could read may have rotated. */
  readonly maybeUsed: MaybeUsedTokens
  /** Of the host that is asked. */
  readonly pause: HostPause
  /** Whether a request waits for the outcome. */
  readonly isAwaited: () => boolean
}

/** The renewal did not come about now; another try is worth it. */
export interface TransientOutcome {
  readonly kind: 'transient'
  readonly error: KimiProxyError
  /** How long Kimi is not asked; 0 where the failure was not Kimi's. */
  readonly waitMs: number
}

export function transient(error: KimiProxyError, waitMs = 0): TransientOutcome {
  return { kind: 'transient', error, waitMs }
}

/** Null where Kimi may be asked about this token now. */
export function pausedNow(context: PauseContext, token: Secret): TransientOutcome | null {
  const waitMs = leftMs(context, token)
  return waitMs === 0 ? null : transient(context.pause.error ?? failedRenewal(reason('triedLater')), waitMs)
}

/** Kimi has given its word on this token. */
export function heard({ pause, maybeUsed }: PauseContext, token: Secret): void {
  pause.end()
  maybeUsed.forget(token)
}

/** The answer says nothing about the token: the host is left in peace for a while, and the login stays as it is. */
export function laterAfter(context: PauseContext, token: Secret, answer: NoVerdict): TransientOutcome {
  const { pause, maybeUsed, clock } = context
  const nowMs = clock.elapsedMs()
  if (answer.kind === 'unreadable') maybeUsed.note(token, nowMs)
  const error = errorOf(answer, pause, nowMs)
  pause.failed(nowMs, { error, retryAfterMs: answer.retryAfterMs })
  return transient(error, leftMs(context, token))
}

function leftMs({ pause, maybeUsed, clock, isAwaited }: PauseContext, token: Secret): number {
  const nowMs = clock.elapsedMs()
  return Math.max(pause.leftMs(nowMs, isAwaited()), maybeUsed.leftMs(token, nowMs))
}

function errorOf({ kind, reason: why }: NoVerdict, pause: HostPause, nowMs: number): KimiProxyError {
  switch (kind) {
    case 'transient':
      return failedRenewal(why)
    case 'rejected':
      return pause.rejected(nowMs) ? doubtedRenewal(why) : failedRenewal(why)
    case 'foreign':
    case 'unreadable':
      return malformedRenewal(why)
  }
}
