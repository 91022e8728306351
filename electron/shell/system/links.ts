/** The pages that may be opened outside the app: https pages of a fixed list of hosts. */
import { isSignInPage } from '../../core/login/sign-in-page'

const HOSTS = ['www.kimi.com', 'kimi.com', 'www.kimi.ai', 'kimi.ai', 'github.com'] as const

/** The address to open; null for one that is refused. */
export function externalLink(url: string): string | null {
  try {
    const { protocol, host, username, password, href } = new URL(url)
    // `host` includes a port other than that of https, so such a port is refused.
    const known = HOSTS.some((name) => name === host)
    return protocol === 'https:' && known && username === '' && password === '' ? href : null
  } catch {
    return null
  }
}

/** The page of a sign-in that began at `oauthHost`; null for a page that is refused. */
export function signInLink(page: string, oauthHost: string): string | null {
  try {
    return isSignInPage(page, oauthHost) ? new URL(page).href : null
  } catch {
    return null
  }
}
