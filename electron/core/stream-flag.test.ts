import { describe, expect, test } from 'vitest'
import { type ByteReader, SCAN_LIMIT_BYTES, StreamFlagScanner } from './stream-flag'

const LATIN1: ByteReader = {
  textOf: (bytes) => Buffer.from(bytes).toString('latin1'),
  includes: (bytes, text) => Buffer.from(bytes).includes(text, 0, 'latin1'),
}

function scan(...chunks: readonly Uint8Array[]): StreamFlagScanner {
  const scanner = new StreamFlagScanner(LATIN1)
  for (const chunk of chunks) scanner.push(chunk)
  return scanner
}

const STREAMED = [
  JSON.stringify({ stream: true }),
  JSON.stringify({ model: 'k', stream: true, messages: [] }),
  JSON.stringify({ model: 'k', stream: true }, null, 2),
  '{"stream" :\n\t true}',
  JSON.stringify({ messages: [{ content: 'Gr\u00fc\u00dfe \ud83d\ude00 "quoted" \\' }], stream: true }),
  JSON.stringify({ messages: [{ content: '"stream": false' }], stream: true }),
  JSON.stringify({ messages: 'a word '.repeat(30), stream: true, system: 'a word '.repeat(30) }),
]

const NOT_STREAMED = [
  '',
  '{}',
  JSON.stringify({ stream: false }),
  JSON.stringify({ stream: 'true' }),
  JSON.stringify({ stream: null }),
  JSON.stringify({ streams: true, upstream: true }),
  JSON.stringify({ messages: [{ content: '{"stream": true}' }] }),
  JSON.stringify({ messages: [{ content: 'say "stream":true twice: "stream":true' }] }),
  JSON.stringify({ messages: [{ content: JSON.stringify({ inner: '{"stream":true}' }) }] }),
  JSON.stringify({ a: 'stream', b: true }),
  '{"stream":trueish}',
]

describe('a body', () => {
  test.each(STREAMED)('asks for a stream however it is cut: %s', (body) => {
    const bytes = Buffer.from(body)
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect([cut, scan(bytes.subarray(0, cut), bytes.subarray(cut)).found]).toEqual([cut, true])
    }
    expect(scan(...[...bytes].map((byte) => Uint8Array.of(byte))).found).toBe(true)
  })

  test.each(NOT_STREAMED)('asks for none however it is cut: %s', (body) => {
    const bytes = Buffer.from(body)
    // A word cut in two could go on in any way, so only whole bodies and cuts outside of it count.
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      if (body.slice(0, cut).endsWith('true')) continue
      expect([cut, scan(bytes.subarray(0, cut), bytes.subarray(cut)).found]).toEqual([cut, false])
    }
  })
})

describe('looking', () => {
  test('ends with the find', () => {
    expect(scan().isLooking).toBe(true)
    expect(scan(Buffer.from('{"stream":true}')).isLooking).toBe(false)
  })

  test('ends at the limit, and what comes later is not seen', () => {
    const scanner = scan(Buffer.alloc(SCAN_LIMIT_BYTES, ' '))
    expect(scanner.isLooking).toBe(false)
    scanner.push(Buffer.from('{"stream":true}'))
    expect(scanner.found).toBe(false)
  })

  test('finds the flag behind two megabytes of text', () => {
    const body = Buffer.from(JSON.stringify({ messages: 'x'.repeat(2_000_000), stream: true }))
    const pieces: Uint8Array[] = []
    for (let at = 0; at < body.length; at += 65_536) pieces.push(body.subarray(at, at + 65_536))
    expect(scan(...pieces).found).toBe(true)
  })
})
