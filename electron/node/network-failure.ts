/** Failures of the network in words a person knows. */
import { systemCode } from '../core/errors'

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
  // Failures of a tunnel come in words only (node/upstream.ts).
  if (code === null) return error instanceof Error && /^the proxy /.test(error.message) ? 'proxy' : 'network'
  return /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/.test(code) ? 'certificate' : 'network'
}
