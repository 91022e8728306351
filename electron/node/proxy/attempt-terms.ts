/** One try to bring a request to Kimi, in types: what goes out, and how it can end. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Secret } from '../../core/basics/secret'
import type { Stopwatch } from '../../core/recorder/stopwatch'
import type { UpstreamAgent } from '../network/connections'
import type { Target } from '../network/target'
import type { BodyTape } from './body-tape'

/** Where requests go, and the connections there. */
export interface Destination {
  readonly target: Target
  readonly agent: UpstreamAgent
}

export interface Outgoing {
  /** The client's, which waits for its answer in `response`. */
  readonly response: ServerResponse
  /** Path and query below the target's base. */
  readonly path: string
  readonly body: BodyTape
  readonly token: Secret
  readonly destination: Destination
  /** How long Kimi may take to begin its answer. */
  readonly headersMs: number
  /** Silence after which a connection that lay idle before counts as dead. */
  readonly silentHeadMs: number
  readonly time: Stopwatch
}

export type Outcome = Answered | Unanswered

export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly answer: IncomingMessage
}

export type Unanswered =
  /** The connection broke before an answer began; `error` is null where none was told. */
  | { readonly kind: 'broken'; readonly socketWasIdle: boolean; readonly error: unknown }
  | { readonly kind: 'timedOut' }
