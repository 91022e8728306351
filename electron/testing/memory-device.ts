import type { Clock } from '../core/basics/ports'
import { Secret } from '../core/basics/secret'
import type { CodeAnswer, PollAnswer } from '../core/login/device-answers'
import type { DeviceApi } from '../core/login/device-sign-in'

const GRANT: PollAnswer = {
  kind: 'granted',
  grant: {
    accessToken: new Secret('access-of-device'),
    refreshToken: new Secret('refresh-of-device'),
    expiresInMs: 900_000,
    scope: 'kimi-code',
    tokenType: 'Bearer',
  },
}

/**
 * Kimi's side of a sign-in with a code, in memory: the n-th code is `CODE-n`, and a code is approved only when the test
 * says so.
 */
export class MemoryDevice implements DeviceApi {
  /** The elapsed time of each request. */
  readonly askedAtMs: number[] = []
  readonly polledAtMs: number[] = []
  /** The codes that were polled for. */
  readonly polled: string[] = []
  lifetimeMs = 1_800_000
  intervalMs = 5_000
  /** The answers to the next requests, in order. After them, the answers are a code and "pending". */
  readonly codeAnswers: CodeAnswer[] = []
  readonly pollAnswers: PollAnswer[] = []

  readonly #clock: Clock
  #gate: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Holds the answers until the returned function is called. */
  holdAnswers(): () => void {
    let release: () => void = () => undefined
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  approve(): void {
    this.pollAnswers.push(GRANT)
  }

  async authorize(): Promise<CodeAnswer> {
    this.askedAtMs.push(this.#clock.elapsedMs())
    const answer = this.codeAnswers.shift() ?? this.#code()
    await this.#gate
    return answer
  }

  async poll(deviceCode: Secret): Promise<PollAnswer> {
    this.polledAtMs.push(this.#clock.elapsedMs())
    this.polled.push(deviceCode.reveal())
    const answer = this.pollAnswers.shift() ?? { kind: 'pending' }
    await this.#gate
    return answer
  }

  #code(): CodeAnswer {
    const userCode = `CODE-${this.askedAtMs.length}`
    return {
      kind: 'code',
      code: {
        userCode,
        deviceCode: new Secret(`device-${userCode}`),
        page: `https://www.kimi.com/code/authorize_device?user_code=${userCode}`,
        lifetimeMs: this.lifetimeMs,
        intervalMs: this.intervalMs,
      },
    }
  }
}
