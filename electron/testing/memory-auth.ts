import type { Clock } from '../core/basics/ports'
import type { Secret } from '../core/basics/secret'
import type { AuthApi } from '../core/login/ports'
import { classifyTokenAnswer, type RefreshAnswer } from '../core/login/token-answer'

/** A login as a credential file holds it. */
export interface LoginJson {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_at: number
  readonly expires_in: number
  readonly scope: string
  readonly token_type: string
}

/**
 * Kimi's token endpoint in memory: every grant rotates the refresh token, and a used one is refused. The n-th login that is
 * issued holds `access-n` and `refresh-n`.
 */
export class MemoryAuth implements AuthApi {
  readonly host = 'auth.kimi.com'
  /** Every refresh token that was sent, in order. */
  readonly received: string[] = []
  /** Every token that was ever issued. */
  readonly issued: string[] = []
  /** The `expires_in` of every further token. */
  lifetimeS = 900
  /** The largest number of requests that were being answered at the same time. */
  mostAtOnce = 0

  readonly #clock: Clock
  readonly #live = new Set<string>()
  readonly #script: RefreshAnswer[] = []
  #logins = 0
  #atOnce = 0
  #gate: Promise<void> | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Lets a person sign in: issues a new family of tokens, as the file will hold them. */
  signIn(): LoginJson {
    this.#logins += 1
    const access = `access-${this.#logins}`
    const refresh = `refresh-${this.#logins}`
    this.#live.add(refresh)
    this.issued.push(access, refresh)
    return {
      access_token: access,
      refresh_token: refresh,
      expires_at: Math.floor(this.#clock.wallMs() / 1000) + this.lifetimeS,
      expires_in: this.lifetimeS,
      scope: 'kimi-code',
      token_type: 'Bearer',
    }
  }

  /** Lets another program renew with this token; returns what that program will write into the file. */
  rotate(refreshToken: string): LoginJson {
    if (!this.#live.delete(refreshToken)) throw new Error(`${refreshToken} is not a live refresh token`)
    return this.signIn()
  }

  /** Ends every login, as Kimi may. */
  revokeAll(): void {
    this.#live.clear()
  }

  /** Answers the next requests with these, one each. Such an answer rotates nothing. */
  answerNext(...answers: readonly RefreshAnswer[]): void {
    this.#script.push(...answers)
  }

  /** From now on requests are decided again. */
  stopScript(): void {
    this.#script.length = 0
  }

  /** Holds the answers until the returned function is called. Requests are still decided on arrival. */
  holdAnswers(): () => void {
    let release: () => void = () => undefined
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return () => {
      this.#gate = null
      release()
    }
  }

  async refresh(refreshToken: Secret): Promise<RefreshAnswer> {
    this.received.push(refreshToken.reveal())
    this.#atOnce += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce)
    const answer = this.#script.shift() ?? this.#decide(refreshToken.reveal())
    await this.#gate
    this.#atOnce -= 1
    return answer
  }

  #decide(refreshToken: string): RefreshAnswer {
    return this.#live.has(refreshToken)
      ? classifyTokenAnswer(200, JSON.stringify(this.rotate(refreshToken)))
      : classifyTokenAnswer(
          400,
          '{"error":"invalid_grant","error_description":"The refresh token was used."}',
        )
  }
}
