import { randomBytes, randomInt } from 'node:crypto'
import type { SimulatorSettings } from './settings'

/** A client whose timer fires a little early is not the one `slow_down` is meant for. */
const INTERVAL_TOLERANCE = 0.9

interface DeviceCode {
  readonly expiresAtMs: number
  readonly userCode: string
  state: 'pending' | 'approved' | 'denied' | 'expired' | 'used'
  lastPollAtMs: number | null
}

export interface DeviceAuthorization {
  user_code: string
  device_code: string
  verification_uri: string
  verification_uri_complete: string
  /** Seconds. */
  expires_in: number
  /** Seconds. */
  interval: number
}

export type PollResult =
  | 'approved'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'access_denied'
  | 'invalid_grant'

/** Device sign-ins under way (RFC 8628 as Kimi speaks it). */
export class DeviceCodes {
  readonly #settings: SimulatorSettings
  readonly #nowMs: () => number
  readonly #byDeviceCode = new Map<string, DeviceCode>()

  constructor(settings: SimulatorSettings, nowMs: () => number) {
    this.#settings = settings
    this.#nowMs = nowMs
  }

  /** @param page the address at which the user would type the code */
  start(page: string): DeviceAuthorization {
    const deviceCode = `sim-dc-${randomBytes(32).toString('base64url')}`
    const userCode = randomUserCode()
    const lifetimeSeconds = this.#settings.deviceLifetimeSeconds
    const expiresAtMs = this.#nowMs() + lifetimeSeconds * 1000
    const state = this.#settings.approvesDevices ? 'approved' : 'pending'
    this.#byDeviceCode.set(deviceCode, { expiresAtMs, userCode, state, lastPollAtMs: null })
    return {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: lifetimeSeconds,
      interval: this.#settings.deviceIntervalSeconds,
    }
  }

  /** One poll by the client. `approved` is said once; the code is used up by it. */
  poll(deviceCode: string): PollResult {
    const code = this.#byDeviceCode.get(deviceCode)
    if (!code || code.state === 'used') return 'invalid_grant'
    const isTooFast = this.#isTooFast(code)
    code.lastPollAtMs = this.#nowMs()
    if (code.state === 'expired' || this.#nowMs() >= code.expiresAtMs) return 'expired_token'
    if (code.state === 'denied') return 'access_denied'
    if (isTooFast) return 'slow_down'
    if (code.state === 'pending') return 'authorization_pending'
    code.state = 'used'
    return 'approved'
  }

  /** @throws when no sign-in with this user code is waiting: a test that decides on the wrong code should hear of it */
  decide(userCode: string, state: 'approved' | 'denied' | 'expired'): void {
    for (const code of this.#byDeviceCode.values()) {
      if (code.userCode !== userCode || code.state === 'used') continue
      code.state = state
      return
    }
    throw new Error(`No device sign-in is waiting under the user code ${userCode}`)
  }

  #isTooFast(code: DeviceCode): boolean {
    if (code.lastPollAtMs === null) return false
    const leastMs = this.#settings.deviceIntervalSeconds * 1000 * INTERVAL_TOLERANCE
    return this.#nowMs() - code.lastPollAtMs < leastMs
  }
}

function randomUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ'
  const pick = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
  return `${pick()}-${pick()}`
}
