/** Failures of the network in words a person knows. */
import { systemCode } from '../../core/basics/errors'

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

/** A proxy on the way could not be reached. */
export class UnreachedError extends Error {}

/** The proxy was reached and said no: whoever runs it may want that, so no other way is tried in its place. */
export class ProxyRefusal extends Error {}

/** What went wrong on the way to a host, in words a person knows. */
export function describeFailure(error: unknown, host: string): string {
  const code = systemCode(error)
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} was not found (is the network up?)`
    case 'ECONNREFUSED':
      return `${host} refused the connection`
    case 'ECONNRESET':
    case 'EPIPE':
      return `the connection to ${host} broke`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return `${host} cannot be reached (is the network up?)`
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return `the certificate of ${host} has ended or is not valid yet (is the clock right?)`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `the certificate of ${host} is not trusted (in a company network, set extraCaFile to its certificate)`
    case null:
      return error instanceof Error ? error.message : 'unknown error'
    default:
      return code.startsWith('HPE_') ? `${host} answered with something that is not HTTP` : `${host}: ${code}`
  }
}

/** What has to be mended: the way through the proxy, the trust in a certificate, or the network itself. */
export function failureCause(error: unknown): 'proxy' | 'certificate' | 'network' {
  const code = systemCode(error)
  if (error instanceof UnreachedError || error instanceof ProxyRefusal) return 'proxy'
  if (code === null) return 'network'
  return /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/.test(code) ? 'certificate' : 'network'
}
