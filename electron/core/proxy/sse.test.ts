import { describe, expect, test } from 'vitest'
import { KEEP_ALIVE_COMMENT, SseBoundary } from './sse'

const bytes = (text: string) => new TextEncoder().encode(text)

/** The model: lines end with CR LF, LF or CR; between events means that the last line so far is whole and empty. */
function betweenEvents(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/)
  if (text === '' || lines.every((line) => line === '')) return true
  return lines.length >= 2 && lines.at(-1) === '' && lines.at(-2) === ''
}

function endsBetween(...chunks: readonly string[]): boolean {
  const boundary = new SseBoundary()
  for (const chunk of chunks) boundary.push(bytes(chunk))
  return boundary.isBetweenEvents
}

const STREAMS = [
  'data: 1\n\ndata: 2\n\n',
  'event: ping\r\ndata: {"type":"ping"}\r\n\r\ndata: 2\r\n\r\n',
  'data: 1\r\rdata: 2\r\r',
  'data: 1\n\r\ndata: 2\r\n\ndata: 3\r\n\r\rdata: 4\n\r\r\n\n',
  '\n\n: comment\n\ndata: \u00e9\ud83d\ude00\n\n\n\n\r\r\r\n',
  '\r\n\r\ndata\r\n\ndata\n\r\n\r',
  'data: a\r\n\r\n\r\n\r\ndata: b\n\n\n\n',
]

describe('between two events', () => {
  test.each([
    ['', true],
    ['data: 1', false],
    ['data: 1\n', false],
    ['data: 1\n\n', true],
    ['data: 1\r\n', false],
    ['data: 1\r\n\r', true],
    ['data: 1\r\n\r\n', true],
    ['data: 1\r', false],
    ['data: 1\r\r', true],
    ['data: 1\n\r', true],
    ['data: 1\n\ndata', false],
    [KEEP_ALIVE_COMMENT, true],
  ])('after %j: %s', (text, expected) => {
    expect(endsBetween(text)).toBe(expected)
    expect(betweenEvents(text)).toBe(expected)
  })

  test.each(STREAMS)('is the same however %j is cut in two', (stream) => {
    const all = bytes(stream)
    for (let end = 0; end <= all.length; end += 1) {
      const model = betweenEvents(new TextDecoder('latin1').decode(all.subarray(0, end)))
      for (let cut = 0; cut <= end; cut += 1) {
        const boundary = new SseBoundary()
        boundary.push(all.subarray(0, cut))
        boundary.push(all.subarray(cut, end))
        expect([end, cut, boundary.isBetweenEvents]).toEqual([end, cut, model])
      }
    }
  })

  test.each(STREAMS)('is the same byte by byte in %j', (stream) => {
    const boundary = new SseBoundary()
    let soFar = ''
    for (const byte of bytes(stream)) {
      soFar += String.fromCharCode(byte)
      boundary.push(Uint8Array.of(byte))
      expect([soFar, boundary.isBetweenEvents]).toEqual([soFar, betweenEvents(soFar)])
    }
  })

  test('is the same for every short mix of line ends and text', () => {
    const letters = ['\r', '\n', 'x']
    for (let number = 0; number < 3 ** 7; number += 1) {
      let text = ''
      for (let rest = number, at = 0; at < 7; at += 1, rest = Math.floor(rest / 3)) text += letters[rest % 3]
      for (const cut of [0, 2, 5]) {
        expect([text, cut, endsBetween(text.slice(0, cut), text.slice(cut))]).toEqual([
          text,
          cut,
          betweenEvents(text),
        ])
      }
    }
  })
})

test('a comment put in wherever it may be leaves the events as they are', () => {
  const events = (text: string) =>
    text
      .split(/(?:\r\n|\n|\r)(?:\r\n|\n|\r)/)
      .map((event) => event.split(/\r\n|\n|\r/).filter((line) => line !== '' && !line.startsWith(':')))
      .filter((lines) => lines.length > 0)
  for (const stream of STREAMS.map((text) => text.replace(/\P{ASCII}/gu, 'u'))) {
    for (let at = 0; at <= stream.length; at += 1) {
      if (!endsBetween(stream.slice(0, at))) continue
      expect(events(`${stream.slice(0, at)}${KEEP_ALIVE_COMMENT}${stream.slice(at)}`)).toEqual(events(stream))
    }
  }
})
