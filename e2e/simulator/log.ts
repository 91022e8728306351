import type { IncomingHttpHeaders } from 'node:http'

/** Older records go first once a list is this long, so that a soak test cannot eat the memory it measures. */
const MAX_REFRESH_RECORDS = 100_000
/** Fewer, because each holds two copies of its headers. */
const MAX_API_RECORDS = 20_000

/**
 * `granted`: rotated. `graced`: an earlier rotation repeated. `refused`: 4xx by the rules. `faulted`: a scripted
 * fault answered instead and nothing rotated. `pending`: a scripted delay is still running.
 */
export type RefreshOutcome = 'pending' | 'granted' | 'refused' | 'graced' | 'faulted'

export interface RefreshRequest {
  readonly refreshToken: string
  /** The name of the door it came through (`KimiSimulator.door`), else its User-Agent. */
  readonly sender: string
  /** When its body had arrived, on the simulator's clock. */
  readonly atMs: number
  outcome: RefreshOutcome
  /** The refresh token of a granted or graced answer. */
  successor: string | null
  /** Whether the tokens of a granted or graced answer were handed to the network completely. */
  delivered: boolean
}

export interface ApiRequest {
  readonly method: string
  /** As received, query included, nothing normalised. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  /** Of `x-api-key`, else of `Authorization: Bearer`; null when neither came. */
  readonly token: string | null
  /** Of the token, at arrival. */
  readonly tokenValid: boolean
  readonly atMs: number
  /** 0 until an answer began. */
  status: number
  /** The client closed before its answer was complete. */
  abortedByClient: boolean
}

/** A request of a device sign-in: for a code, or a poll. */
export interface DeviceRequest {
  readonly kind: 'authorize' | 'poll'
  readonly headers: IncomingHttpHeaders
  readonly form: URLSearchParams
  readonly atMs: number
}

/** What the simulator saw. Lists are bounded and lose their oldest entries; counts are exact. */
export class SimulatorLog {
  readonly refreshRequests: RefreshRequest[] = []
  readonly apiRequests: ApiRequest[] = []
  /** Those of Kimi Proxy itself for quota and account, which come when it pleases and stand in no other list or count. */
  readonly ownQuestions: ApiRequest[] = []
  readonly deviceRequests: DeviceRequest[] = []
  /** TCP connections accepted, including those whose TLS handshake failed. */
  connections = 0
  /** Of these, the ones that have closed. */
  closedConnections = 0
  /** Requests under `/coding`. */
  apiRequestCount = 0
  /** Requests under `/coding` answered 401, scripted ones included. */
  failures401 = 0
  /** Rotations: refresh requests that consumed a token. */
  grantedCount = 0

  readonly #delivered = new Set<string>()
  readonly #reused: string[] = []
  /** A sender and the refresh token whose verdict, granted or refused, was sent to it completely. */
  readonly #told = new Set<string>()
  readonly #resent: RefreshRequest[] = []

  /** Refresh tokens, one entry per use, that arrived again after the answer that rotated them was sent completely. */
  reusedRefreshTokens(): readonly string[] {
    return this.#reused
  }

  /** Requests with a refresh token about which this very sender had been given its answer before. */
  resentRequests(): readonly RefreshRequest[] {
    return this.#resent
  }

  refreshArrived(refreshToken: string, sender: string, atMs: number): RefreshRequest {
    const request: RefreshRequest = {
      refreshToken,
      sender,
      atMs,
      outcome: 'pending',
      successor: null,
      delivered: false,
    }
    append(this.refreshRequests, request, MAX_REFRESH_RECORDS)
    if (this.#delivered.has(refreshToken)) append(this.#reused, refreshToken, MAX_REFRESH_RECORDS)
    if (this.#told.has(verdictKey(request))) append(this.#resent, request, MAX_REFRESH_RECORDS)
    return request
  }

  verdictDelivered(request: RefreshRequest): void {
    this.#told.add(verdictKey(request))
  }

  rotationDelivered(request: RefreshRequest): void {
    request.delivered = true
    this.#delivered.add(request.refreshToken)
  }

  deviceArrived(request: DeviceRequest): void {
    append(this.deviceRequests, request, MAX_API_RECORDS)
  }

  apiArrived(request: ApiRequest): void {
    if (isOwnQuestion(request)) return append(this.ownQuestions, request, MAX_API_RECORDS)
    this.apiRequestCount += 1
    append(this.apiRequests, request, MAX_API_RECORDS)
  }
}

/** Of these, no scripted fault meets the ones for the quota. */
export function isOwnQuestion({ url, headers }: ApiRequest): boolean {
  return /\/v1\/(?:usages|me)$/.test(url) && headers['user-agent']?.startsWith('kimi-proxy/') === true
}

function verdictKey({ sender, refreshToken }: RefreshRequest): string {
  return `${sender} ${refreshToken}`
}

function append<T>(list: T[], item: T, maxLength: number): void {
  // In batches: shifting a long array on every push would be quadratic.
  if (list.length >= maxLength) list.splice(0, Math.ceil(maxLength / 10))
  list.push(item)
}
