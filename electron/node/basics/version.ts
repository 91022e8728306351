declare const KIMI_PROXY_VERSION: string

/** Put in by the build; without one (a single test) it says so. */
export const VERSION = typeof KIMI_PROXY_VERSION === 'string' ? KIMI_PROXY_VERSION : '0.0.0-dev'

declare const KIMI_PROXY_RELEASES_PAGE: string

/** Where all versions of the app can be downloaded. Empty where the build was given no public home. */
export const RELEASES_PAGE = typeof KIMI_PROXY_RELEASES_PAGE === 'string' ? KIMI_PROXY_RELEASES_PAGE : ''
