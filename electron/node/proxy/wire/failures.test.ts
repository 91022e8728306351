/** What the client sees when Kimi cannot be reached, says nonsense, dies or falls silent. */
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, message, messageBody } from '../../../testing/network/client'
import { freePort } from '../../../testing/network/free-port'
import { type RawUpstream, rawUpstream } from '../../../testing/network/raw-upstream'
import { dial, type Wire } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

/** An upstream that reads one request, then does this. */
function answering(answer: (wire: Wire, index: number) => Promise<void>): Promise<RawUpstream> {
  return rawUpstream(async (wire, index) => {
    await wire.message()
    await answer(wire, index)
  })
}

function errorIn(text: string): { type: string; message: string } {
  const json = JSON.parse(text)
  expect(json).toEqual({
    type: 'error',
    error: { type: expect.any(String), message: expect.any(String) },
    request_id: expect.stringMatching(/^req_/),
  })
  return json.error
}

describe('before an answer', () => {
  test('a Kimi that is not there is a 502 in the shape of Anthropic', async () => {
    const { port } = await EngineBench.start({ upstream: `http://127.0.0.1:${await freePort()}` })
    const answer = await message(port, 'hi')
    expect(answer.status).toBe(502)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(errorIn(answer.text)).toMatchObject({ type: 'api_error', message: /Kimi cannot be reached/ })
  })

  test.each([
    ['a closed connection', ''],
    ['half a status line', 'HTTP/1.1 20'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a field with a NUL', 'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n'],
    ['an unasked change of protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['two framings', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(100_000)}`],
  ])('%s is a 502', async (_what, bytes) => {
    const upstream = await answering(async (wire) => {
      await wire.write(bytes)
      wire.socket.destroySoon()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const answer = await message(port, 'hi')
    expect(answer.status).toBe(502)
    expect(errorIn(answer.text).type).toBe('api_error')
    // Kimi may have begun to work: a request on a fresh connection is not sent again.
    expect(upstream.connections.length).toBe(1)
  })

  test('an impossible status is an error of our own', async () => {
    const upstream = await answering((wire) => wire.write('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'))
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const answer = await call(port, '/x')
    expect(answer.status).toBeGreaterThanOrEqual(500)
    errorIn(answer.text)
  })

  test('early hints are no answer', async () => {
    const upstream = await answering((wire) =>
      wire.write(
        'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      ),
    )
    const { port } = await EngineBench.start({ upstream: upstream.url })
    expect(await call(port, '/x')).toMatchObject({ status: 200, text: 'ok' })
  })

  test('silence ends as a 504, and the request at Kimi with it', async () => {
    const upstream = await answering(async (wire) => {
      await wire.rest()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url, limits: { headersMs: 50 } })
    const answer = await message(port, 'hi', true)
    expect(answer.status).toBe(504)
    expect(errorIn(answer.text).type).toBe('timeout_error')
    await upstream.connections[0]?.closed
  })

  test('HEAD gets the status of a failure without its text', async () => {
    const { port } = await EngineBench.start({ upstream: `http://127.0.0.1:${await freePort()}` })
    expect(await call(port, '/x', { method: 'HEAD' })).toMatchObject({ status: 502, text: '' })
  })

  test('a failure during an upload reaches the client, who can finish and go on', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.until((text) => text.includes('\r\n\r\n'))
      wire.reset()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    const body = Buffer.alloc(4_000_000, 'x')
    await client.write(`POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`)
    await client.write(body)
    expect((await client.message()).head).toContain(' 502 ')
    await client.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect((await client.message()).head).toContain(' 200 ')
  })
})

const SSE = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n'
const EVENT = 'event: ping\ndata: {"type":"ping"}\n\n'
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

/** What a client receives raw when Kimi sends that and dies; and how its connection ended. */
async function received(
  sent: string,
  options: { version?: string; die?: (wire: Wire) => void; silenceMs?: number } = {},
): Promise<Wire> {
  const { version = 'HTTP/1.1', die = (wire) => wire.socket.destroySoon(), silenceMs = 60_000 } = options
  const upstream = await answering(async (wire) => {
    await wire.write(sent)
    die(wire)
    await wire.rest()
  })
  const { port } = await EngineBench.start({ upstream: upstream.url, limits: { silenceMs } })
  const client = await dial(port)
  const body = messageBody('hi', true)
  await client.write(
    `POST /v1/messages ${version}\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await client.rest()
  return client
}

/** The body of a chunked answer without its framing; `complete` only with the last chunk. */
function unchunked(text: string): { body: string; complete: boolean } {
  const framed = text.slice(text.indexOf('\r\n\r\n') + 4)
  const body = framed.replace(/[0-9a-f]+\r\n([\s\S]*?)\r\n(?=[0-9a-f]+\r\n|$)/g, '$1')
  return { body, complete: framed.endsWith('0\r\n\r\n') }
}

describe('in the middle of an answer', () => {
  test('a stream that dies between events is cut, and nothing is put in', async () => {
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked(EVENT)}`)
    expect(unchunked(client.text)).toEqual({ body: EVENT, complete: false })
  })

  test('a stream that dies inside an event is cut, and nothing is put in', async () => {
    const half = `${EVENT}event: content_block_delta\ndata: {"ty`
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked(half)}`)
    expect(unchunked(client.text)).toEqual({ body: half, complete: false })
  })

  test('a stream that was reset is cut as well', async () => {
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked('data: 1\n')}`, {
      die: (wire) => wire.reset(),
    })
    expect(unchunked(client.text).complete).toBe(false)
  })

  test('an encoded stream is cut, and nothing is put in', async () => {
    const client = await received(
      `${SSE}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n${chunked('\x1f\x8bxx\n\n')}`,
    )
    expect(unchunked(client.text)).toEqual({ body: '\x1f\x8bxx\n\n', complete: false })
  })

  test('a stream of known length is cut, and nothing is put in', async () => {
    const client = await received(`${SSE}Content-Length: 500\r\n\r\n${EVENT}`)
    expect(client.text.endsWith(`\r\n\r\n${EVENT}`)).toBe(true)
  })

  test('any other answer is cut', async () => {
    const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
    const client = await received(`${json}${chunked('{"a":\n\n')}`)
    expect(unchunked(client.text)).toEqual({ body: '{"a":\n\n', complete: false })
  })

  test('an answer that dies right after its head is no complete one', async () => {
    const client = await received('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n')
    expect(client.text.length === 0 || client.text.endsWith('\r\n\r\n')).toBe(true)
  })

  test('broken chunks are a death too', async () => {
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked('data: 1\n')}zz\r\n`)
    expect(unchunked(client.text)).toEqual({ body: 'data: 1\n', complete: false })
  })

  test.each([
    ['between', EVENT],
    ['inside', 'data: x'],
  ])('an HTTP/1.0 client sees a reset when a stream dies %s events', async (_where, bytes) => {
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked(bytes)}`, {
      version: 'HTTP/1.0',
    })
    expect(client.ended).toBe('cut')
  })

  test.each([
    ['between', EVENT],
    ['inside', 'data: 1\n'],
  ])('silence cuts a stream, %s events too', async (_where, bytes) => {
    const client = await received(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked(bytes)}`, {
      die: () => undefined,
      silenceMs: 50,
    })
    expect(unchunked(client.text)).toEqual({ body: bytes, complete: false })
  })

  test('behind another answer on one connection it is cut as well', async () => {
    const upstream = await rawUpstream(async (wire) => {
      const { head } = await wire.message()
      if (head.includes('/second')) {
        await wire.write(`${SSE}Transfer-Encoding: chunked\r\n\r\n${chunked(EVENT)}`)
        wire.socket.destroySoon()
        await wire.closed
        await first?.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      } else first = wire
    })
    let first: Wire | undefined
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    await client.write(get('/first'))
    await until('the first arrived', () => first !== undefined)
    await client.write(get('/second'))
    const text = await client.rest()
    expect(text).toContain('\r\n\r\nok')
    expect(text).not.toContain('\r\n0\r\n\r\n')
  })

  test('an answer without a length that ends is complete', async () => {
    const client = await received('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nthe end', {
      version: 'HTTP/1.0',
    })
    expect(client.text.endsWith('\r\n\r\nthe end')).toBe(true)
    expect(client.ended).toBe('clean')
  })
})
