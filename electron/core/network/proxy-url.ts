/** The URL of a proxy as people write it, taken apart: any of the usual schemes, and a password with anything in it. Pure. */

import { isPort } from '../basics/loopback'
import type { ProxyWay } from './proxy-answer'

export interface ProxyUrl {
  readonly way: ProxyWay
  /** `name:password` as the proxy is to be told; null for none. */
  readonly credentials: string | null
}

/** As curl reads them; with SOCKS the proxy always resolves the name, as `socks5h` asks for. */
const SCHEMES: Readonly<Record<string, readonly [protocol: ProxyWay['protocol'], port: number]>> = {
  http: ['http', 80],
  https: ['https', 443],
  socks: ['socks5', 1080],
  socks5: ['socks5', 1080],
  socks5h: ['socks5', 1080],
  socks4: ['socks4', 1080],
  socks4a: ['socks4', 1080],
}

/** The text before the last `@` is a name and a password, whatever it holds: `user:p@ss@host` has one reading only. */
const FORM = /^([a-z0-9]+):\/\/(?:(.*)@)?(?:\[([0-9a-f:.]+)\]|([a-z0-9._~-]+))(?::(\d+))?(?:\/[^@\s]*)?$/is

/** Null for what is no such URL. A URL without a scheme is taken for `http`. */
export function readProxyUrl(text: string): ProxyUrl | null {
  const [, scheme = '', userinfo, ipv6, name, port] = FORM.exec(withScheme(text)) ?? []
  const known = Object.hasOwn(SCHEMES, scheme.toLowerCase()) ? SCHEMES[scheme.toLowerCase()] : undefined
  const host = ipv6 ?? name
  if (known === undefined || host === undefined || (port !== undefined && !isPort(port))) return null
  const [protocol, usualPort] = known
  return {
    way: { kind: 'proxy', protocol, host: host.toLowerCase(), port: Number(port ?? usualPort) },
    credentials: userinfo === undefined || /^:?$/.test(userinfo) ? null : credentialsIn(userinfo),
  }
}

export function withScheme(text: string): string {
  return text.includes('://') ? text : `http://${text}`
}

function credentialsIn(userinfo: string): string {
  const colon = userinfo.indexOf(':')
  const [name, password] =
    colon === -1 ? [userinfo, ''] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)]
  return `${decoded(name)}:${decoded(password)}`
}

/** A `%` that stands for itself is no reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
