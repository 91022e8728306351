/**
 * The requests that have begun and not ended. While one runs only what is at hand is kept of it; words are made of that when somebody
 * asks, so that a request costs one entry.
 */
import type { IncomingMessage } from 'node:http'
import { type RunningRequest, SESSION_FIELD } from '../../contract/recorder'
import { clientIn, methodIn, pathIn, sessionIn } from '../../core/recorder/recorder'
import type { Trace } from './trace'

export interface Begun {
  readonly requestId: string
  readonly startedAtMs: number
  readonly path: string
  readonly client: Pick<IncomingMessage, 'method' | 'headers'>
  readonly trace: Pick<Trace, 'told' | 'bytesDown'>
}

export class UnderWay {
  /**
   * A list without order, not a Map: a Map that is written and emptied for each request leaves a chain of old tables behind, along
   * which V8 carries finished requests into its old generation (a third of a request's CPU at 16 at a time; Node 20).
   */
  readonly #begun: Begun[] = []

  begin(request: Begun): void {
    this.#begun.push(request)
  }

  end(request: Begun): void {
    const at = this.#begun.indexOf(request)
    const last = at === -1 ? undefined : this.#begun.pop()
    if (last !== undefined && last !== request) this.#begun[at] = last
  }

  /** In the order in which they began. */
  list(): readonly RunningRequest[] {
    const inOrder = [...this.#begun].sort((one, other) => one.startedAtMs - other.startedAtMs)
    return inOrder.map(({ requestId, startedAtMs, path, client, trace }) => ({
      requestId,
      startedAtMs,
      ...saidBy(client, path),
      model: trace.told.model,
      isAnswered: trace.bytesDown > 0,
    }))
  }
}

/** What a client says of itself and of its request, as it may be kept. */
export function saidBy(
  { method = '', headers }: Begun['client'],
  path: string,
): Pick<RunningRequest, 'method' | 'path' | 'session' | 'client'> {
  return {
    method: methodIn(method),
    path: pathIn(path),
    session: sessionIn(headers[SESSION_FIELD]?.toString()),
    client: clientIn(headers['user-agent']),
  }
}
