import { describe, expect, test } from 'vitest'
import { bypassesProxy } from './no-proxy'

describe('NO_PROXY', () => {
  test.each([
    ['api.kimi.com', '*'],
    ['api.kimi.com', 'api.kimi.com'],
    ['api.kimi.com', 'API.Kimi.COM'],
    ['API.kimi.com', 'api.kimi.com'],
    ['api.kimi.com', 'kimi.com'],
    ['api.kimi.com', '.kimi.com'],
    ['api.kimi.com', '*.kimi.com'],
    ['kimi.com', '.kimi.com'],
    ['api.kimi.com', 'localhost, 127.0.0.1 ,kimi.com'],
    ['api.kimi.com', 'localhost kimi.com'],
    ['api.kimi.com', 'api.kimi.com:443'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['::1', '[::1]'],
    ['::1', '[::1]:443'],
  ])('%s is reached directly with "%s"', (host, list) => {
    expect(bypassesProxy(host, 443, list)).toBe(true)
  })

  test.each([
    ['api.kimi.com', ''],
    ['api.kimi.com', ' , ,'],
    ['api.kimi.com', 'imi.com'],
    ['api.kimi.com', 'api.kimi.co'],
    ['api.kimi.com', 'x.api.kimi.com'],
    ['notkimi.com', 'kimi.com'],
    ['api.kimi.com.evil.com', 'kimi.com'],
    ['api.kimi.com', 'api.kimi.com:80'],
    ['api.kimi.com', 'apixkimi.com'],
    ['::1', '[::1]:80'],
    ['127.0.0.1', '127.0.0.11'],
  ])('%s goes through the proxy with "%s"', (host, list) => {
    expect(bypassesProxy(host, 443, list)).toBe(false)
  })
})
