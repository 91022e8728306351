/**
 * One sign-in with a code on Kimi's page (RFC 8628), from asking for a code to the login on the disk; used unchanged by
 * app and command line. Its states and their diagram stand in `contract/login.ts`.
 *
 *     room on the disk? -> ask for a code -> show it, wait, poll ... -> granted -> save ... -> use
 *                                ^                 |
 *                                '-- it ran out ---'
 */
import type { Account, DeviceSignIn } from '../../contract/login'
import { type KimiProxyError, toKimiProxyError } from '../basics/errors'
import type { Clock } from '../basics/ports'
import type { Secret } from '../basics/secret'
import type { CodeAnswer, DeviceCode, PollAnswer } from './device-answers'
import { malformedSignIn, overlongSignIn } from './login-problems'
import type { Login } from './stored-login'
import { loginFromGrant } from './token-answer'

export interface DeviceApi {
  /** Asks for a code. Never rejects. */
  authorize(): Promise<CodeAnswer>
  /** Asks whether it has been approved. Never rejects. */
  poll(deviceCode: Secret): Promise<PollAnswer>
}

/** Where the new login goes. */
export interface NewLogin {
  /** Rejects where nothing could be saved, which has to be known before a person approves. */
  prepare(): Promise<void>
  /** Makes it durable, under the lock. Rejects with SAVE_FAILED, LOCK_BUSY or LOCK_FAILED. */
  save(login: Login): Promise<void>
}

export interface DeviceSignInPorts {
  readonly api: DeviceApi
  readonly clock: Clock
  readonly login: NewLogin
  /** Has the saved login used from now on. Never rejects. */
  use(): Promise<void>
  /** Whose it is; null where Kimi does not tell. Never rejects. */
  account(accessToken: Secret): Promise<Account | null>
  emit(state: DeviceSignIn): void
}

/** For all codes of one sign-in together, as in kimi-code: a window left open does not ask for codes all night. */
export const LONGEST_SIGN_IN_MS = 15 * 60_000
/** What `slow_down` adds to the interval, for good (RFC 8628, section 3.5). */
const SLOWER_MS = 5_000
const FIRST_RETRY_MS = 2_000
const LONGEST_WAIT_MS = 30_000

/** `null`: the sign-in has ended and its state says how. */
type CodeOutcome = Login | 'expired' | null

export class DeviceSignInRun {
  readonly #ports: DeviceSignInPorts
  readonly #clock: Clock
  readonly #endsAtElapsedMs: number
  #state: DeviceSignIn = { kind: 'idle' }
  #slowerMs = 0
  #cancelled = false
  #closing = false
  #saved = false
  #wakeUp: () => void = () => undefined
  #done: Promise<DeviceSignIn> | null = null

  constructor(ports: DeviceSignInPorts) {
    this.#ports = ports
    this.#clock = ports.clock
    this.#endsAtElapsedMs = ports.clock.elapsedMs() + LONGEST_SIGN_IN_MS
  }

  /** Resolves with how it ended: `signedIn`, `denied`, `failed`, or `idle` after a cancel. Never rejects. */
  run(): Promise<DeviceSignIn> {
    this.#done ??= this.#run()
    return this.#done
  }

  /** False once it has been approved: what Kimi granted is not thrown away. */
  cancel(): boolean {
    if (this.#state.kind === 'saving') return false
    this.#cancelled = true
    this.#tell({ kind: 'idle' })
    this.#wakeUp()
    return true
  }

  /** For the end of the process: what was granted is tried once more to be saved. */
  async close(): Promise<void> {
    if (this.#saved || this.cancel()) return
    this.#closing = true
    this.#wakeUp()
    await this.#done
  }

  async #run(): Promise<DeviceSignIn> {
    this.#tell({ kind: 'asking', offline: false })
    try {
      await this.#ports.login.prepare()
      const login = await this.#approved()
      if (login !== null) await this.#keep(login)
    } catch (error) {
      this.#fail(toKimiProxyError(error))
    }
    return this.#state
  }

  async #approved(): Promise<Login | null> {
    for (let renewed = false; !this.#cancelled; renewed = true) {
      const code = await this.#code()
      if (code === null) return null
      const outcome = await this.#approval(code, renewed)
      if (outcome !== 'expired') return outcome
      if (this.#isOverlong()) return this.#fail(overlongSignIn())
      this.#tell({ kind: 'asking', offline: false })
    }
    return null
  }

  async #code(): Promise<DeviceCode | null> {
    for (let failures = 0; !this.#isOverlong(); failures += 1) {
      const answer = await this.#ports.api.authorize()
      if (this.#cancelled) return null
      if (answer.kind === 'code') return answer.code
      if (answer.kind === 'malformed') return this.#fail(malformedSignIn(answer.reason))
      this.#tell({ kind: 'asking', offline: true })
      await this.#wait(Math.max(growing(FIRST_RETRY_MS, failures), answer.retryAfterMs ?? 0))
      if (this.#cancelled) return null
    }
    return this.#fail(overlongSignIn())
  }

  async #approval(code: DeviceCode, renewed: boolean): Promise<CodeOutcome> {
    const { userCode, page, lifetimeMs } = code
    const atMs = this.#clock.elapsedMs()
    const endsAtMs = Math.min(atMs + lifetimeMs, this.#endsAtElapsedMs)
    const expiresAtMs = this.#clock.wallMs() + endsAtMs - atMs
    let askedMs = 0
    for (let failures = 0; ; ) {
      this.#tell({ kind: 'waiting', userCode, page, expiresAtMs, offline: failures > 0, renewed })
      const waitMs = Math.max(growing(code.intervalMs + this.#slowerMs, failures), askedMs)
      await this.#wait(Math.min(waitMs, endsAtMs - this.#clock.elapsedMs()))
      if (this.#cancelled) return null
      // Its last moment is asked about too: it may have been approved while the machine slept.
      const isLast = this.#clock.elapsedMs() >= endsAtMs
      const sentAtWallMs = this.#clock.wallMs()
      const answer = await this.#ports.api.poll(code.deviceCode)
      if (this.#cancelled) return null
      askedMs = answer.kind === 'transient' ? (answer.retryAfterMs ?? 0) : 0
      const outcome = this.#outcome(answer, sentAtWallMs)
      if (outcome !== 'pending' && outcome !== 'unreachable') return outcome
      failures = outcome === 'pending' ? 0 : failures + 1
      if (isLast) return 'expired'
    }
  }

  #outcome(answer: PollAnswer, sentAtWallMs: number): CodeOutcome | 'pending' | 'unreachable' {
    switch (answer.kind) {
      case 'granted':
        return loginFromGrant(answer.grant, sentAtWallMs)
      case 'denied':
        this.#tell({ kind: 'denied' })
        return null
      case 'malformed':
        return this.#fail(malformedSignIn(answer.reason))
      case 'expired':
      case 'pending':
        return answer.kind
      case 'slowDown':
        this.#slowerMs += SLOWER_MS
        return 'pending'
      case 'transient':
        return 'unreachable'
    }
  }

  async #keep(login: Login): Promise<void> {
    this.#tell({ kind: 'saving', problem: null })
    for (let failures = 0; ; failures += 1) {
      try {
        await this.#ports.login.save(login)
        this.#saved = true
        break
      } catch (error) {
        if (this.#closing) throw error
        this.#tell({ kind: 'saving', problem: toKimiProxyError(error).toProblem() })
        await this.#wait(growing(FIRST_RETRY_MS, failures))
      }
    }
    const [account] = this.#closing
      ? [null]
      : await Promise.all([this.#ports.account(login.accessToken), this.#ports.use()])
    this.#tell({ kind: 'signedIn', account })
  }

  #isOverlong(): boolean {
    return this.#clock.elapsedMs() >= this.#endsAtElapsedMs
  }

  #fail(error: KimiProxyError): null {
    if (!this.#cancelled) this.#tell({ kind: 'failed', problem: error.toProblem() })
    return null
  }

  /** Less when it is cancelled or the process ends. */
  #wait(durationMs: number): Promise<void> {
    if (this.#closing) return Promise.resolve()
    return new Promise((resolve) => {
      const cancelTimer = this.#clock.after(Math.max(0, durationMs), resolve)
      this.#wakeUp = () => {
        cancelTimer()
        resolve()
      }
    })
  }

  #tell(state: DeviceSignIn): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#ports.emit(state)
  }
}

/** Doubled with each failure in a row (RFC 8628, section 3.5), and never shorter than `firstMs`. */
function growing(firstMs: number, failures: number): number {
  return Math.min(firstMs * 2 ** failures, Math.max(firstMs, LONGEST_WAIT_MS))
}
