/** What an exchange needs, what it is asked, and what it reports at its end. */
import type { KimiProxyError } from '../../core/basics/errors'
import type { Clock } from '../../core/basics/ports'
import type { TokenKeeper } from '../../core/login/token-keeper'
import type { LimitWatch } from '../../core/plan/limit-watch'
import type { RefusalKind } from '../../core/plan/refusals'
import type { HeaderFields } from '../../core/proxy/headers'
import type { Say } from '../../core/words/say'
import type { ProxyLimits } from '../network/proxy-limits'
import type { Turnstile } from '../plan/turnstile'
import type { Trace } from '../recorder/trace'
import type { Destination } from './attempt-terms'
import type { ParkingLot } from './parking-lot'
import type { RelayEnd } from './relay'

/** The same for all requests of an engine. */
export interface ExchangeContext {
  readonly keeper: Pick<TokenKeeper, 'token' | 'replacementFor' | 'confirm' | 'pauseMs'>
  /** Asked for each try: a request may outlive a change of the region. */
  readonly destination: () => Destination
  readonly limits: ProxyLimits
  readonly parking: ParkingLot
  readonly turnstile: Turnstile
  readonly limitWatch: Pick<LimitWatch, 'reached' | 'served'>
  /** Whether also other clients than Claude Code are told Kimi's refusals in our words. */
  readonly explainLimits: boolean
  readonly clock: Pick<Clock, 'wallMs'>
  /** In the language of the person. */
  readonly say: () => Say
  readonly onStream: (change: 'started' | 'ended') => void
  /** A failure that the client is told in a sentence; the log keeps what is behind it. */
  readonly onError: (error: KimiProxyError, requestId: string) => void
}

export interface ExchangeRequest {
  readonly requestId: string
  /** Path and query below the target's base, as the client sent them or meant them (`meantPath`). */
  readonly path: string
  /** For the answer. */
  readonly extraFields: HeaderFields
  /** Measures it. */
  readonly trace: Trace
}

export interface ExchangeReport {
  readonly status: number
  readonly end: RelayEnd | 'ownError' | 'clientGone'
  readonly code: string | null
  /** What Kimi refused it for at last; null where it did not, or nobody asked. */
  readonly refusal: RefusalKind | null
  readonly stream: boolean
  readonly replays: number
  readonly renewals: number
  /** Of the body, as far as it has come. */
  readonly bytesUp: number
}
