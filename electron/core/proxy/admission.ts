/**
 * Who may use the port at all. Loopback is no boundary: any web page can make a browser call it. So a request must
 * name a loopback host (DNS rebinding) and, when a browser sent it, come from our own or a listed origin. Pure.
 */

import type { Reason } from '../../contract/problem'
import { isNamed, LOOPBACK_NAMES } from '../basics/loopback'
import { printable } from '../basics/printable'
import { reason } from '../words/reason'

export interface Caller {
  /** Every `Host` field of the request, as sent. */
  readonly hosts: readonly string[]
  readonly origin: string | undefined
  /** Every `Sec-Fetch-Site` field: a browser sends one, and whatever is between may double it. */
  readonly secFetchSites: readonly string[]
}

export interface AdmissionPolicy {
  readonly port: number
  readonly allowedOrigins: readonly string[]
  /** Further names of this computer, in lower case. */
  readonly allowedHosts: readonly string[]
}

/** `corsOrigin` is set when answers must carry CORS fields for this listed origin to be able to read them. */
export type Admission =
  | { readonly kind: 'admitted'; readonly corsOrigin: string | null }
  | { readonly kind: 'refused'; readonly reason: Reason }

export function admit(caller: Caller, policy: AdmissionPolicy): Admission {
  const [host] = caller.hosts
  if (caller.hosts.length > 1) return refused(reason('twoHosts'))
  if (host !== undefined && !isNamed(host, [...LOOPBACK_NAMES, ...policy.allowedHosts]))
    return refused(reason('foreignHost', { host: printable(host) }))
  const { origin } = caller
  if (origin !== undefined && policy.allowedOrigins.includes(origin))
    return { kind: 'admitted', corsOrigin: origin }
  if (origin !== undefined && !isOwnOrigin(origin, policy.port)) {
    return refused(reason('foreignOrigin', { origin: printable(origin) }))
  }
  if (caller.secFetchSites.some(isOfAnotherSite)) return refused(reason('otherSite'))
  return { kind: 'admitted', corsOrigin: null }
}

/** W3C Fetch Metadata: `none` and `same-origin` are no other site. Several values in one field count each. */
function isOfAnotherSite(field: string): boolean {
  return field.split(',').some((value) => /^\s*(?:cross-site|same-site)\s*$/i.test(value))
}

function isOwnOrigin(origin: string, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port}`)
}

function refused(why: Reason): Admission {
  return { kind: 'refused', reason: why }
}
