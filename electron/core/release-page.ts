/** Which page of a release may be shown and opened. Pure: the core has no URL class, so the form is spelled out. */
import { isLoopbackHost } from './admission'

const LONGEST = 400
/** No user name, no password, nothing that a browser might read as another host. */
const FORM =
  /^(https?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*|\[::1\])(:\d{1,5})?(?:[/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/i
/** Its answers link to its pages, which are elsewhere. */
const GITHUB_API = 'api.github.com'
const GITHUB_PAGES = 'github.com'

/**
 * True for https on the feed's own host and port, or on github.com for GitHub's API; on this computer also http (tests,
 * demo). Whoever answers for a feed must not be able to send a person anywhere else.
 */
export function isReleasePage(page: string, feed: string): boolean {
  const asked = placeOf(feed)
  const named = page.length <= LONGEST ? placeOf(page) : null
  if (asked === null || named === null) return false
  if (named.scheme !== 'https' && !(isLoopbackHost(named.host) && isLoopbackHost(asked.host))) return false
  return named.host === (asked.host === GITHUB_API ? GITHUB_PAGES : asked.host)
}

/** `host`: with its port, unless that is the scheme's own. */
function placeOf(url: string): { readonly scheme: string; readonly host: string } | null {
  const match = FORM.exec(url)
  if (match === null) return null
  const [, scheme = '', name = '', port = ''] = match.map((part) => part?.toLowerCase())
  const isDefault = port === (scheme === 'https' ? ':443' : ':80')
  return { scheme, host: isDefault ? name : `${name}${port}` }
}
