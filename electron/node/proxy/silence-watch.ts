import type { ClientRequest } from 'node:http'
import type { UpstreamAgent } from '../network/connections'
import type { Destination, Outgoing, Unanswered } from './attempt-terms'

/** Whether the end of its connection may have gone unseen: it lay idle before, and nothing has come since. */
export function wasIdle(request: ClientRequest, { agent }: Destination): boolean {
  return request.socket !== null && agent.wasIdle(request.socket)
}

/**
 * A try that is not answered: at last it is too late. Before that, a connection that lay idle and has been silent since may be
 * dead without a word (a network that changed, a proxy that lost its other end): it is given up for a fresh one. Where Kimi has
 * been slow to begin before, twice that long is waited, so that a long thought is not taken for a death again.
 */
export class SilenceWatch {
  static readonly #slowestMs = new WeakMap<UpstreamAgent, number>()
  readonly #request: ClientRequest
  readonly #outgoing: Outgoing
  readonly #giveUp: (outcome: Unanswered) => void
  readonly #sinceMs = performance.now()
  readonly #patienceMs: number
  #timer: NodeJS.Timeout
  #queuedBytes = -1

  constructor(request: ClientRequest, outgoing: Outgoing, giveUp: (outcome: Unanswered) => void) {
    this.#request = request
    this.#outgoing = outgoing
    this.#giveUp = giveUp
    const slowestMs = SilenceWatch.#slowestMs.get(outgoing.destination.agent) ?? 0
    this.#patienceMs = Math.max(outgoing.silentHeadMs, 2 * slowestMs)
    this.#timer = setTimeout(() => this.#look(), Math.min(this.#patienceMs, outgoing.headersMs))
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  heard(): void {
    const { destination, silentHeadMs } = this.#outgoing
    const tookMs = performance.now() - this.#sinceMs
    if (tookMs <= silentHeadMs) return
    const slowestMs = SilenceWatch.#slowestMs.get(destination.agent) ?? 0
    SilenceWatch.#slowestMs.set(destination.agent, Math.max(slowestMs, tookMs))
  }

  #look(): void {
    const { body, destination, headersMs } = this.#outgoing
    const leftMs = Math.ceil(headersMs - (performance.now() - this.#sinceMs))
    if (leftMs <= 0) return this.#giveUp({ kind: 'timedOut' })
    const mayBeDead = body.canReplay && wasIdle(this.#request, destination)
    const isSent = body.hasEnded && this.#request.writableLength === 0
    if (mayBeDead && (isSent || this.#request.writableLength === this.#queuedBytes)) {
      return this.#giveUp({ kind: 'broken', socketWasIdle: true, error: null })
    }
    // A long upload that goes on shows that the connection lives.
    this.#queuedBytes = this.#request.writableLength
    this.#timer = setTimeout(() => this.#look(), mayBeDead ? Math.min(this.#patienceMs, leftMs) : leftMs)
  }
}
