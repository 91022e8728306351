/** What to do when a try to reach Kimi has ended, while nothing of an answer has gone to the client. Pure. */

export type AttemptEnd =
  | { readonly kind: 'answered'; readonly status: number }
  /** The connection broke before an answer began. */
  | { readonly kind: 'broken'; readonly socketWasIdle: boolean }
  | { readonly kind: 'timedOut' }

export interface AttemptHistory {
  /** The whole request is still at hand. */
  readonly canReplay: boolean
  readonly staleReplays: number
  readonly renewals: number
}

/** How often one request had to be mended, in all and since its last wait: the failures before a wait say nothing about the time after. */
export class Mended {
  staleReplays = 0
  renewals = 0
  #before = { staleReplays: 0, renewals: 0 }

  /** The request has waited. */
  forget(): void {
    this.#before = { staleReplays: this.staleReplays, renewals: this.renewals }
  }

  history(canReplay: boolean): AttemptHistory {
    const { staleReplays, renewals } = this.#before
    return {
      canReplay,
      staleReplays: this.staleReplays - staleReplays,
      renewals: this.renewals - renewals,
    }
  }
}

export type NextStep =
  | { readonly kind: 'relay' }
  /** Send the same again on a new connection. */
  | { readonly kind: 'replay' }
  /** Get another token, then send again. */
  | { readonly kind: 'renew' }
  | { readonly kind: 'fail' }

/**
 * Three renewals, since the first may only hand over a token that someone else renewed and that has ended again. Before
 * the third there is a wait, after which they count anew (`core/login/refused-tokens.ts`): it is the one that says whether to go on.
 * A connection that was idle when we used it may have been closed by Kimi unseen: then one replay is safe enough
 * (RFC 9110, section 9.2.2, and Node's documented `reusedSocket` pattern).
 */
const MOST_RENEWALS = 3
const MOST_STALE_REPLAYS = 1

export function nextStep(end: AttemptEnd, history: AttemptHistory): NextStep {
  switch (end.kind) {
    case 'answered':
      return end.status === 401 && history.renewals < MOST_RENEWALS ? { kind: 'renew' } : { kind: 'relay' }
    case 'broken':
      return end.socketWasIdle && history.canReplay && history.staleReplays < MOST_STALE_REPLAYS
        ? { kind: 'replay' }
        : { kind: 'fail' }
    case 'timedOut':
      return { kind: 'fail' }
  }
}
