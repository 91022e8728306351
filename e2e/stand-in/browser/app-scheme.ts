/**
 * Chromium opens no page of a scheme it does not know, so a page of the app scheme lives at an https origin
 * that is answered from here and never looked up. Everything the app sees is translated back.
 *
 *     app://kimi-proxy/index.html  <->  https://kimi-proxy.app-scheme.invalid/index.html
 */
const APP = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)(.*)$/i
const WEB = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)-scheme\.invalid(.*)$/i

/** Where Chromium finds it. Addresses of other schemes stay as they are. */
export function toWeb(url: string, schemes: ReadonlySet<string>): string {
  const [, scheme = '', host = '', rest = ''] = APP.exec(url) ?? []
  if (!schemes.has(scheme.toLowerCase())) return url
  return `https://${host === '' ? 'none' : host}.${scheme.toLowerCase()}-scheme.invalid${rest === '' ? '/' : rest}`
}

/** What the app knows it as. */
export function fromWeb(url: string): string {
  const [, host, scheme, rest] = WEB.exec(url) ?? []
  if (scheme === undefined) return url
  return `${scheme}://${host === 'none' ? '' : host}${rest}`
}

/** A policy may name the scheme (`app:`) or an origin of it (`app://host`). */
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
