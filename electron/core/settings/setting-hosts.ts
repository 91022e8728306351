/** The kind of setting that lists names and addresses of this computer. Pure. */
import { KimiProxyError } from '../basics/errors'
import type { Kind } from './kinds'

/** One name or address, spelled out: no port, no scheme, no `*` (a name that may be anything would let every web page in). */
const NAME = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)$/i
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]+$/i

/** Each as a `Host` field names it, in lower case: an IPv6 address in brackets. */
export const HOST_NAMES: Kind<readonly string[]> = {
  read: (value, { place }) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    const hosts = list.map((entry) => {
      const host = typeof entry === 'string' && IPV6.test(entry) ? `[${entry}]` : entry
      if (typeof host === 'string' && NAME.test(host)) return host.toLowerCase()
      throw new KimiProxyError('SETTING_INVALID.hostName', { place, value: JSON.stringify(entry) })
    })
    return hosts.length === 0 ? undefined : hosts
  },
  print: (hosts) => hosts.join(' '),
}
