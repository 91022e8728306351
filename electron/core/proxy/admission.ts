/**
 * Who may use the port at all. Loopback is no boundary: any web page can make a browser call it. So a request must
 * name a loopback host (DNS rebinding) and, when a browser sent it, come from our own or a listed origin. Pure.
 */

import { isLoopbackHost, LOOPBACK_NAMES } from '../basics/loopback'
import { printable } from '../basics/printable'

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
  | { readonly kind: 'refused'; readonly reason: string }

export function admit(caller: Caller, policy: AdmissionPolicy): Admission {
  const [host] = caller.hosts
  if (caller.hosts.length > 1) return refused('it names more than one host')
  if (host !== undefined && !isLoopbackHost(host))
    return refused(`the host "${printable(host)}" is not this computer`)
  const { origin, secFetchSite } = caller
  if (origin !== undefined && policy.allowedOrigins.includes(origin))
    return { kind: 'admitted', corsOrigin: origin }
  if (origin !== undefined && !isOwnOrigin(origin, policy.port)) {
    return refused(`the web origin "${printable(origin)}" is not allowed`)
  }
  if (secFetchSite === 'cross-site' || secFetchSite === 'same-site')
    return refused('it comes from another web site')
  return { kind: 'admitted', corsOrigin: null }
}

function isOwnOrigin(origin: string, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port}`)
}

function refused(reason: string): Admission {
  return { kind: 'refused', reason }
}
