import type { Reason } from '../../contract/problem'

/** What is shown in place of anything secret. */
export const HIDDEN = '[redacted]'

/**
 * A token. Prints as `[redacted]` wherever something prints it (string, JSON, Node's inspect), so that only the
 * few places that call `reveal` can leak one.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The token itself. Call this only where it goes on the wire or into its file. */
  reveal(): string {
    return this.#value
  }

  get isEmpty(): boolean {
    return this.#value === ''
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  /** Node's console and util.inspect ask this symbol (nodejs.org, util: custom inspection). */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}

/** Other people's words are shown and logged: they must not quote what was sent to them. */
export function withoutSecret({ reason, values }: Reason, secret: Secret): Reason {
  const clean = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll(secret.reveal(), HIDDEN) : value,
  ])
  return { reason, values: Object.fromEntries(clean) }
}
