import { expect, test } from 'vitest'
import { readProxyUrl } from './proxy-url'

test.each([
  ['http://127.0.0.1:7890', 'http', '127.0.0.1', 7890],
  ['127.0.0.1:7890', 'http', '127.0.0.1', 7890],
  ['HTTPS://Proxy.example/', 'https', 'proxy.example', 443],
  ['http://proxy.example', 'http', 'proxy.example', 80],
  ['socks5://127.0.0.1:7891', 'socks5', '127.0.0.1', 7891],
  ['socks5h://proxy.example', 'socks5', 'proxy.example', 1080],
  ['socks://[::1]', 'socks5', '::1', 1080],
  ['socks4://proxy.example:1', 'socks4', 'proxy.example', 1],
  ['socks4a://proxy.example:1', 'socks4', 'proxy.example', 1],
])('%s is a proxy', (url, protocol, host, port) => {
  expect(readProxyUrl(url)).toEqual({ way: { kind: 'proxy', protocol, host, port }, credentials: null })
})

test.each([
  ['http://me:secret@proxy.example:1', 'me:secret'],
  ['http://me:p@ss@proxy.example:1', 'me:p@ss'],
  ['http://me:p/a?s#s@proxy.example:1', 'me:p/a?s#s'],
  ['me@corp:pass:word@proxy.example:1', 'me@corp:pass:word'],
  ['socks5://me:p%40ss@proxy.example:1', 'me:p@ss'],
  ['http://me:100%@proxy.example:1', 'me:100%'],
  ['http://me@proxy.example:1', 'me:'],
  ['http://@proxy.example:1', null],
])('what stands before the last @ of %s is name and password', (url, credentials) => {
  expect(readProxyUrl(url)).toMatchObject({ way: { host: 'proxy.example', port: 1 }, credentials })
})

test.each([
  '',
  'http://',
  'ftp://a:1',
  'http://a:0',
  'http://a:65536',
  'http://a b',
  'http://me:x@',
  'pac+http://a',
])('"%s" is none', (url) => {
  expect(readProxyUrl(url)).toBeNull()
})
