/**
 * Translates the addresses of the app's own scheme. Chromium opens no page of a scheme it does not know, so such a page
 * gets an https origin, which this process answers and no name server is asked for. The app sees only its own scheme.
 *
 *    app://kimi-proxy/index.html  <->  https://kimi-proxy.app-scheme.invalid/index.html
 */
const APP = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/i
const WEB = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)-scheme\.invalid(.*)$/i

/** The address under which Chromium finds the page. Addresses of other schemes stay as they are. */
export function toWeb(url: string, schemes: ReadonlySet<string>): string {
  const [, scheme = '', host = '', rest = ''] = APP.exec(url) ?? []
  if (!schemes.has(scheme.toLowerCase())) return url
  return `https://${host === '' ? 'none' : host}.${scheme.toLowerCase()}-scheme.invalid${rest === '' ? '/' : rest}`
}

/** The address under which the app knows the page. */
export function fromWeb(url: string): string {
  const [, host, scheme, rest] = WEB.exec(url) ?? []
  if (scheme === undefined) return url
  return `${scheme}://${host === 'none' ? '' : host}${rest}`
}

/** Translates a policy, which may name the scheme (`app:`) or an origin of it (`app://host`). */
export function policyToWeb(policy: string, schemes: ReadonlySet<string>): string {
  return policy.replace(
    /(^|[\s;])([a-z][a-z0-9+-]*):(\/\/[^\s;]*)?(?=[\s;]|$)/gi,
    (all, before, scheme, rest) => {
      if (!schemes.has(scheme.toLowerCase())) return all
      if (rest === undefined) return `${before}https://*.${scheme}-scheme.invalid`
      return `${before}${toWeb(`${scheme}:${rest}`, schemes)}`
    },
  )
}
