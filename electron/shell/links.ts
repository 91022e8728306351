/** What may be opened outside: web pages of a fixed list, by https. */
const HOSTS = ['www.kimi.com', 'kimi.com', 'github.com'] as const

/** The address to open, or null for one that is refused. */
export function externalLink(url: string): string | null {
  try {
    const { protocol, hostname, username, href } = new URL(url)
    const known = HOSTS.some((host) => host === hostname)
    return protocol === 'https:' && known && username === '' ? href : null
  } catch {
    return null
  }
}
