/**
 * Who may use the port at all. Loopback is no boundary: any web page can make a browser call it. So a request must
 * name a loopback host (DNS rebinding) and, when a browser sent it, come from our own or a listed origin. Pure.
 */

import type { Reason } from '../../contract/engine'
import { isLoopbackHost, LOOPBACK_NAMES } from '../basics/loopback'
import { printable } from '../basics/printable'
import { reason } from '../words/reason'

export interface Caller {
  /** Every `Host` field of the request, as sent. */
  readonly hosts: readonly string[]
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
}

export interface AdmissionPolicy {
  readonly port: number
  readonly allowedOrigins: readonly string[]
}

/** `corsOrigin` is set when answers must carry CORS fields for this listed origin to be able to read them. */
export type Admission =
  | { readonly kind: 'admitted'; readonly corsOrigin: string | null }
  | { readonly kind: 'refused'; readonly reason: Reason }

export function admit(caller: Caller, policy: AdmissionPolicy): Admission {
  const [host] = caller.hosts
  if (caller.hosts.length > 1) return refused(reason('twoHosts'))
  if (host !== undefined && !isLoopbackHost(host))
    return refused(reason('foreignHost', { host: printable(host) }))
  const { origin, secFetchSite } = caller
  if (origin !== undefined && policy.allowedOrigins.includes(origin))
    return { kind: 'admitted', corsOrigin: origin }
  if (origin !== undefined && !isOwnOrigin(origin, policy.port)) {
    return refused(reason('foreignOrigin', { origin: printable(origin) }))
  }
  if (secFetchSite === 'cross-site' || secFetchSite === 'same-site') return refused(reason('otherSite'))
  return { kind: 'admitted', corsOrigin: null }
}

function isOwnOrigin(origin: string, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port}`)
}

function refused(why: Reason): Admission {
  return { kind: 'refused', reason: why }
}
