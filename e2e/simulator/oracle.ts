/**
 * Judges what clients saw of a stormy Kimi: it knows when which trouble began and ended, which the engine does not.
 *
 * - A failed request is `curable` when no trouble lasted from some moment of the request until `PATIENCE_MS` after its
 *   start: waiting a little longer would have served it.
 * - A request that fails while Kimi is well is curable too.
 */

/** As long as a request has to wait out a trouble, less the longest pause between two tries. */
const PATIENCE_MS = 10_000

export interface SeenRequest {
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly status: number
}

interface Trouble {
  readonly kind: string
  readonly fromMs: number
  untilMs: number
}

export class Oracle {
  readonly #troubles: Trouble[] = []

  /** Returns what ends it, at a time that may be still to come; the earliest counts. Troubles may overlap. */
  begins(kind: string, atMs: number): (untilMs: number) => void {
    const trouble: Trouble = { kind, fromMs: atMs, untilMs: Number.POSITIVE_INFINITY }
    this.#troubles.push(trouble)
    return (untilMs) => {
      trouble.untilMs = Math.min(trouble.untilMs, untilMs)
    }
  }

  /** Null: it had to fail. Otherwise a line for the report. */
  verdictOn({ startedAtMs, endedAtMs, status }: SeenRequest): string | null {
    const met = this.#troubles.filter(({ fromMs, untilMs }) => fromMs <= endedAtMs && untilMs >= startedAtMs)
    if (met.some(({ untilMs }) => untilMs >= startedAtMs + PATIENCE_MS)) return null
    const lasted = met.map(({ kind, untilMs }) => `${kind} until ${Math.round(untilMs - startedAtMs)} ms`)
    return `${status} after ${Math.round(endedAtMs - startedAtMs)} ms; ${lasted.join(', ') || 'Kimi was well'}`
  }

  get count(): number {
    return this.#troubles.length
  }
}
