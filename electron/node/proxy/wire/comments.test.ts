/** The only bytes ever added to an answer: comments between two events of a silent stream. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { message, messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'

const COMMENT = ': keep-alive\n\n'
const SSE = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n'
const CHUNKED = `${SSE}Transfer-Encoding: chunked\r\n\r\n`
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

interface Stalled {
  readonly head?: string
  /** Sent before the silence; the rest comes once the client has seen `until`, or after a few comments' time. */
  readonly before: string
  readonly after: string
  readonly until?: string
  readonly request?: string
  readonly commentAfterMs?: number
}

const STREAM = messageBody('hi', true)
const POST = `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${STREAM.length}\r\n\r\n${STREAM}`

/** What the client received, raw, up to the end of the stream. */
async function stalled(options: Stalled): Promise<string> {
  const { head = CHUNKED, before, after, until, request = POST, commentAfterMs = 20 } = options
  let goOn: () => void = () => undefined
  const seen = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const upstream = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write(`${head}${before}`)
    await seen
    await wire.write(after)
  })
  const { port } = await EngineBench.start({ upstream: upstream.url, limits: { commentAfterMs } })
  const client = await dial(port)
  await client.write(request)
  await client.until((text) => text.includes('\r\n\r\n') && text.includes(before.slice(-6)))
  if (until !== undefined) await client.until((text) => text.includes(until))
  else await new Promise((resolve) => setTimeout(resolve, 5 * commentAfterMs))
  goOn()
  return client.until((text) => text.endsWith(after))
}

describe('a silent stream', () => {
  test('gets comments between its events, and nothing else', async () => {
    const text = await stalled({
      before: chunked('data: 1\n\n'),
      after: `${chunked('data: 2\n\n')}0\r\n\r\n`,
      until: `${COMMENT}\r\ne\r\n${COMMENT}`,
    })
    expect(text.replaceAll(`e\r\n${COMMENT}\r\n`, '')).toContain(
      `\r\n\r\n${chunked('data: 1\n\n')}${chunked('data: 2\n\n')}0\r\n\r\n`,
    )
  })

  test('gets comments before its first event', async () => {
    const text = await stalled({ before: '', after: `${chunked('data: 1\n\n')}0\r\n\r\n`, until: COMMENT })
    expect(text).toContain(COMMENT)
  })

  test('gets comments over CR LF line ends too', async () => {
    await stalled({ before: chunked('data: 1\r\n\r\n'), after: '0\r\n\r\n', until: COMMENT })
  })

  test('gets comments for an HTTP/1.0 client too', async () => {
    const request = POST.replace('HTTP/1.1', 'HTTP/1.0')
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write(`${CHUNKED}${chunked('data: 1\n\n')}`)
      await wire.rest()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url, limits: { commentAfterMs: 20 } })
    const client = await dial(port)
    await client.write(request)
    await client.until((text) => text.endsWith(`data: 1\n\n${COMMENT}${COMMENT}`))
  })

  test.each<[string, Stalled]>([
    ['inside an event', { before: chunked('data: 1\n'), after: `${chunked('\n')}0\r\n\r\n` }],
    ['inside a line', { before: chunked('data: 1\n\nda'), after: `${chunked('ta: 2\n\n')}0\r\n\r\n` }],
    [
      'of encoded events',
      {
        head: `${SSE}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`,
        before: chunked(gzipSync('data: 1\n\n').toString('latin1')),
        after: `${chunked('\n\n')}0\r\n\r\n`,
      },
    ],
    [
      'of known length',
      { head: `${SSE}Content-Length: 18\r\n\r\n`, before: 'data: 1\n\n', after: 'data: 2\n\n' },
    ],
    [
      'that is no event stream',
      {
        head: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
        before: chunked('{}\n\n'),
        after: '0\r\n\r\n',
      },
    ],
  ])('%s gets none', async (_what, options) => {
    const text = await stalled(options)
    expect(text).not.toContain('keep-alive\n')
    expect(text.endsWith(`\r\n\r\n${options.before}${options.after}`)).toBe(true)
  })

  test('that speaks often enough gets none', async () => {
    const { port } = await EngineBench.start({ limits: { commentAfterMs: 5_000 } })
    const answer = await message(port, 'count to 20 slow 5 ms', true)
    expect(answer.text).not.toContain(COMMENT)
    expect(answer.text).toContain('message_stop')
  })
})

test('a stream with comments is the same as without once they are taken out', async () => {
  const bench = await EngineBench.start({ limits: { commentAfterMs: 5 } })
  const slow = await message(bench.port, 'count to 5 slow 40 ms', true)
  expect(slow.text).toContain(COMMENT)
  const id = /"id":"(msg_sim_\w+)"/.exec(slow.text)?.[1] ?? 'none'
  const straight = await message(bench.port, 'count to 5 slow 40 ms', true)
  const otherId = /"id":"(msg_sim_\w+)"/.exec(straight.text)?.[1] ?? 'none'
  const bare = (text: string) => text.replaceAll(COMMENT, '')
  expect(bare(slow.text)).toBe(bare(straight.text).replaceAll(otherId, id))
  expect(bare(slow.text)).toMatch(/^(event: \w+\ndata: \{.*\}\n\n)+$/)
})
