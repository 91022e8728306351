/** What the system says of the proxies that lead to an address, taken apart. Pure. */
import { isPort } from '../basics/loopback'

export interface ProxyWay {
  readonly kind: 'proxy'
  readonly protocol: 'http' | 'https' | 'socks4' | 'socks5'
  /** Without brackets. */
  readonly host: string
  readonly port: number
}

/** A way to a host: through a proxy, or `direct`. */
export type Way = { readonly kind: 'direct' } | ProxyWay

export const DIRECT: Way = { kind: 'direct' }

/** Words of a PAC answer, with the port where none is named (chromium, net/docs/proxy.md and proxy_server.cc). */
const WORDS: Readonly<Record<string, { readonly protocol: ProxyWay['protocol']; readonly port: number }>> = {
  PROXY: { protocol: 'http', port: 80 },
  HTTP: { protocol: 'http', port: 80 },
  HTTPS: { protocol: 'https', port: 443 },
  SOCKS: { protocol: 'socks4', port: 1080 },
  SOCKS4: { protocol: 'socks4', port: 1080 },
  SOCKS5: { protocol: 'socks5', port: 1080 },
}

/** A word, a name or address, perhaps a port. A name that holds `@` (a password before it) is none. */
const ENTRY = /^(\w+)\s+(?:\[([0-9a-f:.]+)\]|([a-z0-9._~-]+))(?::(\d+))?$/i

/**
 * An answer such as `PROXY 10.0.0.1:8080; SOCKS5 [::1]:1080; DIRECT` as the ways to try, in order and at least one: what
 * is not understood is left out, and what holds nothing else means `direct`, as in Chromium (net, proxy_list.cc).
 */
export function waysFrom(answer: string): readonly Way[] {
  const ways = answer.split(';').flatMap((entry) => wayFrom(entry.trim()) ?? [])
  return ways.length === 0 ? [DIRECT] : ways
}

function wayFrom(entry: string): Way | null {
  if (/^direct$/i.test(entry)) return DIRECT
  const [, word = '', ipv6, name, port] = ENTRY.exec(entry) ?? []
  const meaning = Object.hasOwn(WORDS, word.toUpperCase()) ? WORDS[word.toUpperCase()] : undefined
  const host = ipv6 ?? name
  if (meaning === undefined || host === undefined || (port !== undefined && !isPort(port))) return null
  return {
    kind: 'proxy',
    protocol: meaning.protocol,
    host: host.toLowerCase(),
    port: port === undefined ? meaning.port : Number(port),
  }
}

/** For people and for comparing: `http://10.0.0.1:8080`, or `direct`. */
export function wayAddress(way: Way): string {
  return way.kind === 'direct' ? 'direct' : `${way.protocol}://${hostPort(way)}`
}

/** As it stands in a URL, an IPv6 address in brackets. */
export function hostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
