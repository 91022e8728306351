import { describe, expect, test } from 'vitest'
import {
  fieldValues,
  requestFields,
  requestTrailers,
  responseFields,
  responseTrailers,
  withOwnFields,
} from './headers'

const plain = { token: 'sim-at-1', identityEncoding: false, canSendTrailers: true }

describe('the fields of a request', () => {
  test('keep name, value, case, order and repetition', () => {
    const raw = [
      'User-Agent',
      'claude-cli',
      'X-B',
      '1',
      'accept',
      '*/*',
      'x-b',
      '2',
      'X-B',
      '3',
      'X-Empty',
      '',
    ]
    expect(Object.entries(requestFields(raw, plain))).toEqual([
      ['User-Agent', 'claude-cli'],
      ['X-B', ['1', '2', '3']],
      ['accept', '*/*'],
      ['X-Empty', ''],
      ['x-api-key', 'sim-at-1'],
    ])
  })

  test.each([
    'authorization',
    'x-api-key',
    'proxy-authorization',
    'cookie',
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-connection',
    'te',
    'transfer-encoding',
    'upgrade',
    'host',
    'expect',
    'content-length',
  ])('do not hold the client’s %s, in whatever case', (name) => {
    for (const spelling of [
      name,
      name.toUpperCase(),
      name.replace(/\b./g, (letter) => letter.toUpperCase()),
    ]) {
      expect(requestFields([spelling, 'theirs', 'X-Kept', '1'], plain)).toEqual({
        'X-Kept': '1',
        'x-api-key': 'sim-at-1',
      })
    }
  })

  test('do not hold what Connection names', () => {
    const raw = [
      'Connection',
      'close, X-One ,x-two',
      'x-one',
      '1',
      'X-TWO',
      '2',
      'connection',
      'X-Three',
      'x-three',
      '3',
    ]
    expect(requestFields(raw, plain)).toEqual({ 'x-api-key': 'sim-at-1' })
  })

  test('hold our token even when Connection names its field', () => {
    expect(requestFields(['Connection', 'x-api-key'], plain)['x-api-key']).toBe('sim-at-1')
  })

  test('ask for an unencoded answer only when told to', () => {
    const raw = ['Accept-Encoding', 'br', 'accept-encoding', 'gzip']
    expect(requestFields(raw, plain)['Accept-Encoding']).toEqual(['br', 'gzip'])
    expect(requestFields(raw, { ...plain, identityEncoding: true })).toEqual({
      'accept-encoding': 'identity',
      'x-api-key': 'sim-at-1',
    })
  })

  test('survive a list that lacks its last value', () => {
    expect(requestFields(['X-A', '1', 'X-B'], plain)).toEqual({ 'X-A': '1', 'x-api-key': 'sim-at-1' })
  })
})

describe('the fields of an answer', () => {
  test('lose what was for this hop only, and keep the rest', () => {
    const raw = [
      'Date',
      'd',
      'Connection',
      'x-hop',
      'X-Hop',
      '1',
      'Transfer-Encoding',
      'chunked',
      'Set-Cookie',
      'a',
    ]
    expect(responseFields([...raw, 'set-cookie', 'b', 'Content-Length', '5'], true)).toEqual({
      Date: 'd',
      'Set-Cookie': ['a', 'b'],
      'Content-Length': '5',
    })
  })

  test('announce trailers only where they can follow', () => {
    expect(responseFields(['Trailer', 'x'], true)).toEqual({ Trailer: 'x' })
    expect(responseFields(['Trailer', 'x'], false)).toEqual({})
  })

  test('give way to ours of the same name; vary holds both', () => {
    const theirs = { 'Access-Control-Allow-Origin': '*', Vary: ['A', 'B'], 'X-A': '1' }
    const ours = { 'access-control-allow-origin': 'https://app.example', vary: 'Origin' }
    expect(withOwnFields(theirs, ours)).toEqual({
      'X-A': '1',
      'access-control-allow-origin': 'https://app.example',
      vary: 'A, B, Origin',
    })
    expect(withOwnFields({ vary: 'A' }, ours)['vary']).toBe('A, Origin')
    expect(withOwnFields(theirs, {})).toEqual(theirs)
    expect(ours.vary).toBe('Origin')
  })
})

describe('trailers', () => {
  const theirs = ['X-Sum', '42', 'X-Hop', 'hop', 'Authorization', 'a', 'x-api-key', 'b', 'Cookie', 'c']
  const framing = [
    'Host',
    'h',
    'Content-Length',
    '1',
    'Transfer-Encoding',
    'x',
    'Content-Encoding',
    'gzip',
    'TE',
    'x',
  ]

  test('of a request pass the filter of its fields', () => {
    expect(requestTrailers(['Connection', 'x-hop'], [...theirs, ...framing])).toEqual([['X-Sum', '42']])
  })

  test('of an answer pass the filter of its fields', () => {
    const sent = ['X-Sum', '42', 'x-sum', '43', 'X-Hop', 'hop', ...framing, 'Keep-Alive', '1']
    expect(responseTrailers(['Connection', 'X-HOP'], sent)).toEqual([
      ['X-Sum', '42'],
      ['x-sum', '43'],
    ])
  })
})

test('every value of a field is found, whatever its case', () => {
  expect(fieldValues(['Host', 'a', 'X', 'b', 'HOST', 'c'], 'host')).toEqual(['a', 'c'])
})
