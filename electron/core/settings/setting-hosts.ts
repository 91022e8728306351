/** The kind of setting that lists names and addresses of this computer. Pure. */
import { invalid, type Kind } from './kinds'

/** One name or address, spelled out: no port, no scheme, no `*` (what may be anything would let every web page in). */
const NAME = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)$/i
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]+$/i

/** Each as a `Host` field names it, in lower case: an IPv6 address in brackets. */
export const HOST_NAMES: Kind<readonly string[]> = {
  read: (value, { name }) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    const hosts = list.map((entry) => {
      const host = typeof entry === 'string' && IPV6.test(entry) ? `[${entry}]` : entry
      if (typeof host === 'string' && NAME.test(host)) return host.toLowerCase()
      throw invalid(
        `${name}: ${JSON.stringify(entry)} is no name or address of a computer.`,
        'Spell each out, such as "host.docker.internal" or "172.17.0.1", without a port.',
      )
    })
    return hosts.length === 0 ? undefined : hosts
  },
  print: (hosts) => hosts.join(' '),
}
