import { describe, expect, test } from 'vitest'
import { isMessage, meantPath, protocolOf, routeOf, takesTurn } from './routes'

test('/metrics is ours only where it is switched on, and nothing but its exact path', () => {
  expect(routeOf('GET', '/metrics')).toEqual({ kind: 'forward', path: '/metrics' })
  expect(routeOf('GET', '/metrics', true)).toEqual({ kind: 'metrics' })
  expect(routeOf('HEAD', '/metrics', true)).toEqual({ kind: 'metrics' })
  for (const [method, path] of [
    ['POST', '/metrics'],
    ['GET', '/metrics/'],
    ['GET', '/metrics?x'],
    ['GET', '//metrics'],
  ] as const) {
    expect(routeOf(method, path, true)).toEqual({ kind: 'forward', path })
  }
})

describe('answered here', () => {
  test.each([
    ['GET', '/health', 'health'],
    ['HEAD', '/health', 'health'],
    ['GET', '/health/live', 'live'],
    ['HEAD', '/health/ready', 'ready'],
    ['GET', 'http://127.0.0.1:18462/health', 'health'],
    ['GET', 'http://localhost/health/live', 'live'],
  ])('is %s %s', (method, target, question) => {
    expect(routeOf(method, target)).toEqual({ kind: 'health', question })
  })

  test.each(['GET', 'POST', 'DELETE'])('is the control prefix, with %s', (method) => {
    expect(routeOf(method, '/__kimi-proxy/stop?x')).toEqual({ kind: 'control', action: 'stop?x' })
    expect(routeOf(method, '/__kimi-proxy/')).toEqual({ kind: 'control', action: '' })
  })
})

describe('forwarded as it is', () => {
  test.each([
    ['POST', '/health'],
    ['PUT', '/health/live'],
    ['OPTIONS', '/health'],
    ['get', '/health'],
    ['GET', '/health/'],
    ['GET', '/health?x'],
    ['GET', '/health?'],
    ['GET', '//health'],
    ['GET', '/Health'],
    ['GET', '/healthz'],
    ['GET', '/%68ealth'],
    ['GET', '/health/live/'],
    ['GET', '/__kimi-proxy'],
    ['GET', '//__kimi-proxy/state'],
    ['GET', '/x/__kimi-proxy/state'],
    ['GET', '/'],
    ['GET', '//'],
    ['GET', '//evil.example/x'],
    ['GET', '/a//b/../c/./d?e=//f&g=%20'],
    ['GET', '/http://evil.example/'],
    ['GET', '/\xfc?{}|'],
  ])('is %s %s', (method, target) => {
    expect(routeOf(method, target)).toEqual({ kind: 'forward', path: target })
  })

  test.each([
    ['http://127.0.0.1:18462/v1//x?y', '/v1//x?y'],
    ['HTTP://LOCALHOST/x', '/x'],
    ['https://[::1]:1/x', '/x'],
    ['http://localhost', '/'],
    ['http://localhost?a=b', '/?a=b'],
    ['/v1/models?a=b#fragment', '/v1/models?a=b'],
    ['/v1/models#a?b', '/v1/models'],
  ])('is the path of %s', (target, path) => {
    expect(routeOf('GET', target)).toEqual({ kind: 'forward', path })
  })
})

describe('malformed', () => {
  test.each([
    [''],
    ['*'],
    ['health'],
    ['http://[bad/'],
    ['http://a:99999999/'],
    ['http://evil.example/'],
    ['http://localhost.evil.example/'],
    ['http://localhost@evil.example/'],
    ['http://evil@localhost/'],
    ['ftp://localhost/'],
    ['localhost:80'],
    ['/a b'],
    ['/a\tb'],
    ['/a\r\nX: y'],
    ['/a\0'],
    ['/a\x7f'],
    ['/\u20ac'],
  ])('is "%s"', (target) => {
    expect(routeOf('GET', target).kind).toBe('malformed')
  })
})

test('a chat completion takes a turn as a message does, and is none', () => {
  for (const path of ['/v1/chat/completions', '/chat/completions?x=1', '/v1/messages']) {
    expect(takesTurn('POST', path)).toBe(true)
    expect(takesTurn('GET', path)).toBe(false)
  }
  expect(isMessage('POST', '/v1/chat/completions')).toBe(false)
})

test.each([
  ['/v1/chat/completions', 'openAi'],
  ['/v1/chat/completions?x=/v1/messages', 'openAi'],
  ['/v1/models', 'openAi'],
  ['/v1/models/k3', 'openAi'],
  ['/v1/responses', 'openAi'],
  ['/v1/messages', 'anthropic'],
  ['/v1/messages?x=/chat/completions', 'anthropic'],
  ['/v1/messages/count_tokens', 'anthropic'],
  ['', 'anthropic'],
])('%s is asked in the protocol %s', (path, protocol) => {
  expect(protocolOf(path)).toBe(protocol)
})

test('only a posted message is one', () => {
  expect(isMessage('POST', '/v1/messages')).toBe(true)
  expect(isMessage('POST', '/v1/messages?beta=true')).toBe(true)
  for (const path of [
    '/v1/messages/',
    '/x/messages',
    '/v1/messages/count_tokens',
    '//v1/messages',
    '/v1/message',
    '/x?/v1/messages',
  ]) {
    expect(isMessage('POST', path)).toBe(false)
  }
  expect(isMessage('GET', '/v1/messages')).toBe(false)
})

describe('a path that is meant', () => {
  test.each([
    '/v1/messages',
    '//v1/messages',
    '/v1/messages/',
    '/v1//messages',
    '/v1/v1/messages',
    '/v1/v1/v1/messages//',
    '/coding/v1/messages',
    '/coding//v1/messages',
    '/coding/v1/v1/messages',
    '/coding/coding/v1/messages',
    '/messages',
    '/coding/messages',
  ])('of %s is a message, with its query', (path) => {
    expect(meantPath(path, '/coding')).toBe('/v1/messages')
    expect(meantPath(`${path}?beta=true&x=//`, '/coding')).toBe('/v1/messages?beta=true&x=//')
    expect(meantPath(path, '/coding/v1')).toBe('/messages')
  })

  test.each([
    '/v1/messages/count_tokens',
    '/v1/models',
    '/v1/models/k3',
    '/v1/chat/completions',
    '/v1/usages',
  ])('is %s too', (path) => {
    expect(meantPath(`/coding/v1${path}/`, '/coding')).toBe(path)
  })

  test.each([
    '/',
    '//',
    '/v1',
    '/v1/',
    '/message',
    '/v1/%6dessages/',
    '/v1/v1/other',
    '/x/v1/messages',
    '/v1/v1/messages/../x',
    '/a//b/../c/./d?e=//f',
    '/v2/messages/',
    '//evil.example/v1/messages',
  ])('of %s is not known, so it stays', (path) => {
    expect(meantPath(path, '/coding')).toBe(path)
  })

  test('may begin with /coding where the upstream has no path of its own', () => {
    expect(meantPath('/coding/v1/messages', '')).toBe('/coding/v1/messages')
  })
})
