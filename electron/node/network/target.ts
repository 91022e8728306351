/** Where a request goes: the address of a host, taken apart once. */
import { KimiProxyError } from '../../core/basics/errors'
import { HIDDEN } from '../../core/basics/secret'
import { hostPort } from '../../core/network/proxy-answer'
import { type ProxyUrl, readProxyUrl } from '../../core/network/proxy-url'

export interface Target {
  readonly protocol: 'http:' | 'https:'
  /** Without brackets. */
  readonly host: string
  readonly port: number
  /** Without a trailing slash. */
  readonly basePath: string
}

/** Throws SETTING_INVALID. */
export function targetOf(url: string): Target {
  const { protocol, hostname, port, pathname } = parsedUrl(url)
  const secure = protocol === 'https:'
  return {
    protocol: secure ? 'https:' : 'http:',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    basePath: pathname.replace(/\/+$/, ''),
  }
}

/** Throws SETTING_INVALID. */
export function proxyOf(url: string): ProxyUrl {
  const proxy = readProxyUrl(url)
  if (proxy === null) throw unusable(url, null)
  // Without the rest, which may hold a password.
  parsedUrl(`http://${hostPort(proxy.way)}`)
  return proxy
}

/** The settings know the form of a URL, but not every host name that cannot be (1.2.3.4.5, say). */
function parsedUrl(url: string): URL {
  try {
    return new URL(url)
  } catch (error) {
    throw unusable(url, error)
  }
}

function unusable(url: string, cause: unknown): KimiProxyError {
  const shown = url.replace(/\/\/.*@/s, `//${HIDDEN}@`)
  return new KimiProxyError('SETTING_INVALID.host', { value: shown }, cause)
}
