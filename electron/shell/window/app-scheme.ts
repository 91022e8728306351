/** The window's own scheme: a fixed list of files, each with a strict content security policy. Nothing else is served. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CustomScheme } from 'electron'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = `${APP_SCHEME}://kimi-proxy`
export const APP_PAGE = `${APP_ORIGIN}/index.html`

export const SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, stream: false },
}

const FILES: Readonly<Record<string, string>> = {
  '/index.html': 'text/html; charset=utf-8',
  '/main.js': 'text/javascript; charset=utf-8',
  '/style.css': 'text/css; charset=utf-8',
}

/** The page may load its own script and style, and may connect to nothing. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Answers a request of the window with a file of `folder`, or with 404. */
export async function serveApp(request: Pick<Request, 'url' | 'method'>, folder: string): Promise<Response> {
  const url = new URL(request.url)
  const type = FILES[url.pathname]
  if (request.method !== 'GET' || url.host !== 'kimi-proxy' || type === undefined) {
    return new Response(null, { status: 404 })
  }
  const body = await readFile(join(folder, url.pathname))
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': type,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  })
}
