import type { Secret } from '../basics/secret'

/** After two unreadable answers a third try will hardly end better: it is made rarely, and only because no other way is left. */
const REST_MS = 600_000

/**
 * Refresh tokens that Kimi may have rotated: it said 2xx, and nothing of its answer could be read. Such a token is tried
 * once more; after a second answer of that kind only every 10 min. Times are those of `Clock.elapsedMs`.
 */
export class MaybeUsedTokens {
  readonly #entries = new Map<string, { readonly untilMs: number }>()

  note(token: Secret, nowMs: number): void {
    const key = token.reveal()
    this.#entries.set(key, { untilMs: this.#entries.has(key) ? nowMs + REST_MS : nowMs })
  }

  /** How long it is not sent. */
  leftMs(token: Secret, nowMs: number): number {
    return Math.max(0, (this.#entries.get(token.reveal())?.untilMs ?? nowMs) - nowMs)
  }

  /** A readable answer has come. */
  forget(token: Secret): void {
    this.#entries.delete(token.reveal())
  }
}
