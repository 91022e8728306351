import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APP_ORIGIN, APP_PAGE, SCHEME_PRIVILEGES, serveApp } from './app-scheme'

let root: string
let folder: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-scheme-'))
  folder = join(root, 'renderer')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(root, 'main.js'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<!doctype html>密')
  writeFileSync(join(folder, 'main.js'), 'run()')
  writeFileSync(join(folder, 'style.css'), 'a {}')
  for (const other of ['preload.js', 'main.js.map', 'deep/main.js'])
    writeFileSync(join(folder, other), 'secret')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const get = (url: string, method = 'GET') => serveApp({ url, method }, folder)

describe('the window’s scheme', () => {
  test.each([
    ['/index.html', 'text/html; charset=utf-8', '<!doctype html>密'],
    ['/main.js', 'text/javascript; charset=utf-8', 'run()'],
    ['/style.css', 'text/css; charset=utf-8', 'a {}'],
  ])('serves %s, and lets the page do no more than it must', async (path, type, body) => {
    const response = await get(`${APP_ORIGIN}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(body)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('has a policy under which a page runs only its own script and connects to nothing', async () => {
    const policy = (await get(APP_PAGE)).headers.get('content-security-policy') ?? ''
    const rules = new Map(
      policy.split('; ').map((rule) => {
        const [name = '', ...sources] = rule.split(' ')
        return [name, sources.join(' ')]
      }),
    )
    expect(Object.fromEntries(rules)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    })
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
  })

  test.each([
    ['a file beside them', `${APP_ORIGIN}/preload.js`],
    ['a source map', `${APP_ORIGIN}/main.js.map`],
    ['a file of that name elsewhere', `${APP_ORIGIN}/deep/main.js`],
    ['the folder', `${APP_ORIGIN}/`],
    ['nothing', APP_ORIGIN],
    ['what every object has', `${APP_ORIGIN}/constructor`],
    ['another writing', `${APP_ORIGIN}/INDEX.HTML`],
    ['two slashes', `${APP_ORIGIN}//index.html`],
    ['the folder above', `${APP_ORIGIN}/../secret.txt`],
    ['the folder above, encoded', `${APP_ORIGIN}/%2e%2e/secret.txt`],
    ['the folder above, encoded slash and all', `${APP_ORIGIN}/..%2fsecret.txt`],
    ['the folder above, encoded twice', `${APP_ORIGIN}/%252e%252e/secret.txt`],
    ['the folder above, the Windows way', `${APP_ORIGIN}/..\\secret.txt`],
    ['the folder above, the Windows way and encoded', `${APP_ORIGIN}/..%5csecret.txt`],
    ['a name behind which something follows', `${APP_ORIGIN}/index.html%00.js`],
    ['a name with a slash behind', `${APP_ORIGIN}/index.html/`],
    ['an absolute path', `${APP_ORIGIN}//etc/passwd`],
    ['another host', 'app://other/index.html'],
    ['a longer host', 'app://kimi-proxy.evil/index.html'],
    ['a port', 'app://kimi-proxy:8080/index.html'],
    ['no host', 'app:///index.html'],
  ])('answers %s with 404 and not a byte', async (_what, url) => {
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  test('stays in its folder even where a path with .. ends at a name that it serves', async () => {
    expect(await (await get(`${APP_ORIGIN}/../main.js`)).text()).toBe('run()')
    expect(await (await get(`${APP_ORIGIN}/%2e%2e/main.js`)).text()).toBe('run()')
  })

  test.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])('answers %s with 404', async (method) => {
    expect((await get(APP_PAGE, method)).status).toBe(404)
  })

  test('ignores the query and fragment after a name', async () => {
    expect(await (await get(`${APP_PAGE}?x=../secret.txt#/secret.txt`)).text()).toBe('<!doctype html>密')
  })

  test('is an origin of its own, without the freedoms of a web page', () => {
    expect(SCHEME_PRIVILEGES.scheme).toBe('app')
    expect(SCHEME_PRIVILEGES.privileges).toMatchObject({ standard: true, secure: true })
    const { bypassCSP, allowServiceWorkers, corsEnabled, supportFetchAPI } =
      SCHEME_PRIVILEGES.privileges ?? {}
    expect([bypassCSP, allowServiceWorkers, corsEnabled, supportFetchAPI].some(Boolean)).toBe(false)
  })
})
