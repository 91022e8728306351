/** Which page may be shown and opened for a sign-in. Pure: the core has no URL class, so the form is spelled out. */
import { isLoopbackHost } from '../basics/loopback'

/** Longer than any such page, and short enough for a QR code that a phone can read. */
const LONGEST = 400
/** No user name, no password, nothing that a browser might read as another host. */
const FORM =
  /^(https?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*|\[::1\])(:\d{1,5})?(?:[/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/i
/** Kimi's two services. */
const DOMAINS = ['kimi.com', 'kimi.ai'] as const

/**
 * True for https on a host of Kimi's; on this computer also http, where the sign-in host is there too (tests, demo).
 * An attacker who could name another page could have a person approve a sign-in, or type a password, elsewhere.
 */
export function isSignInPage(page: string, oauthHost: string): boolean {
  if (page.length > LONGEST) return false
  const [, scheme = '', host = '', port = ''] = FORM.exec(page) ?? []
  if (isLoopbackHost(host)) return isLoopbackHost(oauthHost.replace(/^https?:\/\//i, ''))
  if (scheme.toLowerCase() !== 'https' || (port !== '' && port !== ':443')) return false
  const name = host.toLowerCase()
  return DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`))
}
