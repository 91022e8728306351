/** How long a request may take where, in milliseconds. */
export interface ProxyLimits {
  /** From sending a request until Kimi's answer begins. */
  readonly headersMs: number
  /** As that, on a connection that lay idle before and may be dead; a fresh one is tried then. */
  readonly silentHeadMs: number
  /** Kimi's silence within an answer. */
  readonly silenceMs: number
  /** Silence in an event stream after which the client gets a comment line. */
  readonly commentAfterMs: number
  /** How long a waiting stream keeps its status to itself before it is begun with comments. */
  readonly holdAfterMs: number
}

export const DEFAULT_LIMITS: ProxyLimits = {
  headersMs: 600_000,
  silentHeadMs: 10_000,
  silenceMs: 300_000,
  commentAfterMs: 15_000,
  holdAfterMs: 2_000,
}
