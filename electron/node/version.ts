declare const KIMI_PROXY_VERSION: string

/** Put in by the build; without one (a single test) it says so. */
export const VERSION = typeof KIMI_PROXY_VERSION === 'string' ? KIMI_PROXY_VERSION : '0.0.0-dev'
