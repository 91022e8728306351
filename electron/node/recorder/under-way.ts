/**
 * The requests that have begun and not ended. While one runs only what is at hand is kept of it; words are made of that when somebody
 * asks, so that a request costs one entry.
 */
import type { IncomingMessage } from 'node:http'
import type { RunningRequest } from '../../contract/recorder'
import { clientIn, methodIn, pathIn, sessionIn } from '../../core/recorder/recorder'
import type { Trace } from './trace'

interface Begun {
  readonly startedAtMs: number
  readonly path: string
  readonly client: Pick<IncomingMessage, 'method' | 'headers'>
  readonly trace: Pick<Trace, 'told' | 'bytesDown'>
}

/** By their request id. */
export class UnderWay extends Map<string, Begun> {
  /** In the order in which they began. */
  list(): readonly RunningRequest[] {
    return [...this].map(([requestId, { startedAtMs, path, client, trace }]) => ({
      requestId,
      startedAtMs,
      method: methodIn(client.method ?? ''),
      path: pathIn(path),
      session: sessionIn(client.headers['x-claude-code-session-id']?.toString()),
      client: clientIn(client.headers['user-agent']),
      model: trace.told.model,
      isAnswered: trace.bytesDown > 0,
    }))
  }
}
