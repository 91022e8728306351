import { randomBytes } from 'node:crypto'
import type { TokenAnswer } from './credential-file'
import type { SimulatorSettings } from './settings'

/** One sign-in and everything that was ever rotated out of it. */
interface Family {
  ended: boolean
}

interface AccessGrant {
  readonly family: Family
  readonly expiresAtMs: number
}

interface RefreshGrant {
  readonly family: Family
  /** Set once this token was rotated. */
  successor: TokenAnswer | null
}

export type Rotation =
  | { readonly kind: 'granted'; readonly answer: TokenAnswer }
  | { readonly kind: 'graced'; readonly answer: TokenAnswer }
  | { readonly kind: 'refused' }

/**
 * Every login the simulated Kimi knows. Rotation is synchronous, so two requests with one refresh token can never
 * both win. An older access token stays good until it expires, as at Kimi.
 */
export class Logins {
  readonly #settings: SimulatorSettings
  readonly #nowMs: () => number
  readonly #accessGrants = new Map<string, AccessGrant>()
  // Never pruned: recognising a token that was used long ago is what the reuse checks are about.
  readonly #refreshGrants = new Map<string, RefreshGrant>()

  constructor(settings: SimulatorSettings, nowMs: () => number) {
    this.#settings = settings
    this.#nowMs = nowMs
  }

  /** Signs a user in: a new family with its first pair of tokens. */
  open(): TokenAnswer {
    return this.#issue({ ended: false })
  }

  rotate(refreshToken: string): Rotation {
    const grant = this.#refreshGrants.get(refreshToken)
    if (!grant || grant.family.ended) return { kind: 'refused' }
    if (grant.successor === null) {
      grant.successor = this.#issue(grant.family)
      return { kind: 'granted', answer: grant.successor }
    }
    return this.#settings.reuse === 'grace'
      ? { kind: 'graced', answer: grant.successor }
      : { kind: 'refused' }
  }

  /** A new access token; the refresh token goes on (RFC 6749, section 6). */
  renew(refreshToken: string): Rotation {
    const grant = this.#refreshGrants.get(refreshToken)
    if (!grant || grant.family.ended || grant.successor !== null) return { kind: 'refused' }
    return { kind: 'granted', answer: { ...this.#issue(grant.family), refresh_token: refreshToken } }
  }

  /** Whether the API would accept this access token now. */
  accepts(accessToken: string): boolean {
    const grant = this.#accessGrants.get(accessToken)
    return grant !== undefined && !grant.family.ended && this.#nowMs() < grant.expiresAtMs
  }

  endAccessTokens(): void {
    this.#accessGrants.clear()
  }

  /** Ends the family that `refreshToken` belongs to, or all families when it is not given. */
  endFamilies(refreshToken?: string): void {
    for (const [token, grant] of this.#refreshGrants) {
      if (refreshToken === undefined || token === refreshToken) grant.family.ended = true
    }
  }

  #issue(family: Family): TokenAnswer {
    const expiresInSeconds = this.#settings.expiresInSeconds
    const answer: TokenAnswer = {
      access_token: randomToken('sim-at-'),
      refresh_token: randomToken('sim-rt-'),
      expires_in: expiresInSeconds,
      scope: 'kimi-code',
      token_type: 'Bearer',
    }
    this.#accessGrants.set(answer.access_token, {
      family,
      expiresAtMs: this.#nowMs() + expiresInSeconds * 1000,
    })
    this.#refreshGrants.set(answer.refresh_token, { family, successor: null })
    return answer
  }
}

function randomToken(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url')
}
