/** Failures of the network, by what a person can do about them. */
import type { Reason } from '../../contract/problem'
import { systemCode } from '../../core/basics/errors'
import { reason, reasonWords } from '../../core/words/reason'

/** Nothing of a request had been sent when they happened. */
const beforeTls = new WeakSet<object>()

/** The connection broke while TLS was being agreed on. A certificate that is not trusted does not mend by itself. */
export function noteBeforeTls(error: Error): void {
  const code = systemCode(error)
  if (code !== null && BROKEN.includes(code)) beforeTls.add(error)
}

const BROKEN: readonly string[] = [
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]

/** No connection came about: a failure of the lookup or of the connect itself (nodejs.org, errors: `syscall`). */
export function isConnectFailure(error: unknown): boolean {
  if (error instanceof UnreachedError) return true
  // Several addresses were tried (nodejs.org, net: autoSelectFamily).
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isConnectFailure)
  if (error instanceof Error && beforeTls.has(error)) return true
  if (!(error instanceof Error) || !('syscall' in error)) return false
  return error.syscall === 'connect' || error.syscall === 'getaddrinfo'
}

/** An error that names its reason. */
class ReasonedError extends Error {
  readonly reason: Reason

  constructor(why: Reason) {
    // For stack traces and the log.
    super(reasonWords('en', why))
    this.reason = why
  }
}

/** A proxy on the way could not be reached. */
export class UnreachedError extends ReasonedError {}

/** The proxy was reached and said no: whoever runs it may want that, so no other way is tried in its place. */
export class ProxyRefusal extends ReasonedError {}

/** A host was reached, and what came from it in time is no answer. */
export class NoAnswerError extends ReasonedError {}

/** What went wrong on the way to a host. */
export function describeFailure(error: unknown, host: string): Reason {
  const code = systemCode(error)
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return reason('notFound', { host })
    case 'ECONNREFUSED':
      return reason('connectionRefused', { host })
    case 'ECONNRESET':
    case 'EPIPE':
      return reason('connectionBroke', { host })
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return reason('unreachable', { host })
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return reason('certificateTime', { host })
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return reason('untrusted', { host })
    case null:
      if (error instanceof ReasonedError) return error.reason
      return error instanceof Error ? reason('said', { words: error.message }) : reason('unknown')
    default:
      return code.startsWith('HPE_') ? reason('notHttp', { host }) : reason('hostCode', { host, code })
  }
}

/** What has to be mended: the way through the proxy, the trust in a certificate, or the network itself. */
export function failureCause(error: unknown): 'proxy' | 'certificate' | 'network' {
  const code = systemCode(error)
  if (error instanceof UnreachedError || error instanceof ProxyRefusal) return 'proxy'
  if (code === null) return 'network'
  return /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/.test(code) ? 'certificate' : 'network'
}
