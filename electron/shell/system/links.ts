/** What may be opened outside: web pages of a fixed list, by https. */
import { isSignInPage } from '../../core/login/sign-in-page'

const HOSTS = ['www.kimi.com', 'kimi.com', 'www.kimi.ai', 'kimi.ai', 'github.com'] as const

/** The address to open, or null for one that is refused. */
export function externalLink(url: string): string | null {
  try {
    const { protocol, host, username, password, href } = new URL(url)
    // `host` names a port too, unless it is that of https.
    const known = HOSTS.some((name) => name === host)
    return protocol === 'https:' && known && username === '' && password === '' ? href : null
  } catch {
    return null
  }
}

/** The page of a sign-in that was begun at `oauthHost`; null for one that is refused. */
export function signInLink(page: string, oauthHost: string): string | null {
  try {
    return isSignInPage(page, oauthHost) ? new URL(page).href : null
  } catch {
    return null
  }
}
