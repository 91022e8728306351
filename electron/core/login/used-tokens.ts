import type { Secret } from '../basics/secret'

const REMEMBERED = 512

/**
 * Refresh tokens that must not be sent again: those an answer has rotated, and those Kimi has refused. In memory
 * only, bounded, oldest forgotten first.
 */
export class UsedTokens {
  readonly #values = new Set<string>()

  add(token: Secret): void {
    this.#values.add(token.reveal())
    const [oldest] = this.#values
    if (this.#values.size > REMEMBERED && oldest !== undefined) this.#values.delete(oldest)
  }

  has(token: Secret): boolean {
    return this.#values.has(token.reveal())
  }
}
