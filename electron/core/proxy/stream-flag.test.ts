import { expect, test } from 'vitest'
import { asksForStream } from './stream-flag'

test.each([
  JSON.stringify({ stream: true }),
  JSON.stringify({ model: 'k', stream: true, messages: [] }, null, 2),
  '{"stream" :\n\t true}',
  JSON.stringify({ messages: [{ content: 'Gr\u00fc\u00dfe \ud83d\ude00 "stream": false' }], stream: true }),
  JSON.stringify({ messages: 'x'.repeat(2_000_000), stream: true }),
])('a body asks for a stream: %.80s', (body) => {
  expect(asksForStream(body)).toBe(true)
})

test.each([
  '',
  '{}',
  'null',
  '"stream"',
  '{"stream":trueish}',
  '{"stream":true',
  JSON.stringify({ stream: false }),
  JSON.stringify({ stream: 'true' }),
  JSON.stringify({ stream: null }),
  JSON.stringify({ streams: true, upstream: true }),
  JSON.stringify({ messages: [{ content: '{"stream": true}' }] }),
  JSON.stringify({ messages: [{ content: [{ type: 'tool_use', input: { stream: true } }] }] }),
])('a body asks for none: %s', (body) => {
  expect(asksForStream(body)).toBe(false)
})
