/** What is kept of the last requests, in memory: times, sizes and counts, never content or secrets. Fetched when asked for. */

/** As the provider counts: what was read from its cache, or written to it, is not in `input`. */
export interface TokenUsage {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheCreation: number
}

/** Where the time of a request went until its answer began, in milliseconds. */
export interface RequestWaits {
  /** For a turn at Kimi, which serves so many requests at a time. */
  readonly queuedMs: number
  /** For a sign-in, the network, or the end of a limit. */
  readonly waitedMs: number
  /** For a renewal of our own. */
  readonly renewalMs: number
  readonly connectMs: number
  /** From the connection until all of the client's body had gone out. */
  readonly uploadMs: number
  /** From then on until Kimi's answer began, at the last try; null where it never did. */
  readonly firstByteMs: number | null
  /** In tries whose answer, or want of one, was not passed on. */
  readonly retriedMs: number
}

/** The longest silence in an answer. `client`: Kimi was ahead, and the client did not read. */
export interface Silence {
  readonly ms: number
  readonly by: 'kimi' | 'client'
}

export interface RequestRecord {
  /** Counts from 1 in each engine. */
  readonly seq: number
  readonly requestId: string
  /** Unix time. */
  readonly startedAtMs: number
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** What the client calls its session; null where it names none. */
  readonly session: string | null
  /** The product in its User-Agent. */
  readonly client: string | null
  /** As the answer names it. */
  readonly model: string | null
  /** What the client was answered; 0 where it left before. */
  readonly status: number
  readonly end: 'complete' | 'clientGone' | 'upstreamDied' | 'upstreamSilent' | 'ownError'
  /** Of our own error; null where there is none. */
  readonly code: string | null
  /** The kind of Kimi's refusal (`core/plan/refusals.ts`); null where it did not refuse. */
  readonly refusal: string | null
  readonly stream: boolean
  readonly renewals: number
  readonly replays: number
  readonly waits: RequestWaits
  readonly silence: Silence | null
  readonly durationMs: number
  readonly bytesUp: number
  readonly bytesDown: number
  /** Null where the answer does not tell, or is encoded. */
  readonly usage: TokenUsage | null
}

export interface RequestTotals {
  readonly requests: number
  /** Without those that their client left. */
  readonly failed: number
  readonly usage: TokenUsage
}

/** The share of the prompt that came from the cache has fallen: usual before, and now, from 0 to 1. */
export interface CacheFall {
  readonly from: number
  readonly to: number
}

export interface SessionTotals extends RequestTotals {
  readonly session: string
  readonly client: string | null
  readonly lastAtMs: number
  readonly cacheFall: CacheFall | null
  /** Claude Code's own word for why a prompt of the session last missed the cache; null where its status line has told none. */
  readonly missCause: string | null
}

/** What a status line shows of its session. */
export interface SessionGlimpse {
  /** From the arrival of the last message that was answered until its answer began, all waits included. */
  readonly firstByteMs: number | null
}

/** The fields in which a status line names its session, and Claude Code's word for the last miss, when it asks for the state. */
export const SESSION_FIELD = 'x-claude-code-session-id'
export const MISS_CAUSE_FIELD = 'x-kimi-proxy-miss-cause'

export interface DayTotals extends RequestTotals {
  /** "2026-11-28", of the computer's own calendar. */
  readonly day: string
}

export interface RecorderAnswer {
  /** In order. */
  readonly records: readonly RequestRecord[]
  /** The latest last. */
  readonly sessions: readonly SessionTotals[]
  /** The latest last. */
  readonly days: readonly DayTotals[]
}

/** A request that has not ended yet. */
export interface RunningRequest
  extends Pick<
    RequestRecord,
    'requestId' | 'startedAtMs' | 'method' | 'path' | 'session' | 'client' | 'model'
  > {
  /** Whether its answer is on its way down. */
  readonly isAnswered: boolean
}

/** What the window is told: the requests that ended after the one it knows of, and all that run. */
export interface RequestList extends Pick<RecorderAnswer, 'records' | 'sessions'> {
  /** In the order in which they began. */
  readonly running: readonly RunningRequest[]
}
