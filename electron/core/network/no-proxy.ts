/** Whether a host is reached without the proxy, in the form curl and most tools read NO_PROXY. Pure. */

/** Entries: `*`, a host, a domain with or without leading dot (its subdomains too), each with an optional port. */
export function bypassesProxy(host: string, port: number, noProxy: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return noProxy
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry.toLowerCase(), name, port))
}

function matches(entry: string, name: string, port: number): boolean {
  if (entry === '*') return true
  const withPort = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry)
  if (withPort !== null && Number(withPort[2]) !== port) return false
  const domain = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
  return name === domain || name.endsWith(`.${domain}`)
}
