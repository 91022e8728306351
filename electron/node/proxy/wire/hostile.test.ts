/** Whatever comes in on the port, the process goes on and nothing wrong goes out. */
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const HOST = 'Host: localhost\r\n'

async function isAlive(bench: EngineBench): Promise<void> {
  expect((await call(bench.port, '/health/live')).status).toBe(200)
  expect((await call(bench.port, '/echo')).status).toBe(200)
  expect(bench.engine.state.traffic.activeRequests).toBe(0)
}

describe('a request nobody can read', () => {
  test.each([
    ['a broken authority', `GET http://[bad/ HTTP/1.1\r\n${HOST}\r\n`],
    ['an impossible port', `GET http://a:99999999/ HTTP/1.1\r\n${HOST}\r\n`],
    ['another host', `GET http://kimi.example/ HTTP/1.1\r\n${HOST}\r\n`],
    ['credentials in the target', `GET http://a@localhost/ HTTP/1.1\r\n${HOST}\r\n`],
    ['an asterisk', `GET * HTTP/1.1\r\n${HOST}\r\n`],
    ['an asterisk with OPTIONS', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
    ['no slash', `GET health HTTP/1.1\r\n${HOST}\r\n`],
    ['another scheme', `GET ftp://localhost/ HTTP/1.1\r\n${HOST}\r\n`],
    ['a script', `GET javascript:alert(1) HTTP/1.1\r\n${HOST}\r\n`],
    ['no host', 'GET /echo HTTP/1.1\r\n\r\n'],
    ['garbage', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['only line ends and noise', '\r\n\r\n\0\0\0\0'],
    ['a NUL in the target', `GET /echo\0x HTTP/1.1\r\n${HOST}\r\n`],
    ['a NUL in a field', `GET /echo HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
    ['a space in a field name', `GET /echo HTTP/1.1\r\n${HOST}X : a\r\n\r\n`],
    ['a folded field', `GET /echo HTTP/1.1\r\n${HOST}X: a\r\n b\r\nbad\r\n\r\n`],
    ['an unknown version', `GET /echo HTTP/9.9\r\n${HOST}\r\n`],
    ['an unknown method', `FROBNICATE /echo HTTP/1.1\r\n${HOST}\r\n`],
    ['a flood of fields', `GET /echo HTTP/1.1\r\n${HOST}${'X-Flood: 1\r\n'.repeat(20_000)}\r\n`],
    ['an endless target', `GET /${'a'.repeat(200_000)} HTTP/1.1\r\n${HOST}\r\n`],
    ['a negative length', `POST /echo HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`],
    ['two lengths', `POST /echo HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    [
      'a length and chunks',
      `POST /echo HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunks that are not the last coding',
      `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunks under a false name',
      `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    ],
  ])('with %s is refused here, and the next one is served', async (_what, bytes) => {
    const bench = await EngineBench.start()
    const client = await dial(bench.port)
    await client.write(bytes).catch(() => undefined)
    client.socket.end()
    const text = await client.rest()
    expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
    expect(bench.simulator.log.apiRequestCount).toBe(0)
    await isAlive(bench)
  })

  test('that tries to open a tunnel is refused', async () => {
    const bench = await EngineBench.start()
    const client = await dial(bench.port)
    await client.write(`CONNECT kimi.example:443 HTTP/1.1\r\nHost: kimi.example:443\r\n\r\n`)
    expect(await client.rest()).not.toContain(' 200 ')
    await isAlive(bench)
  })

  test('that asks for another protocol is a plain request', async () => {
    const bench = await EngineBench.start()
    const client = await dial(bench.port)
    await client.write(`GET /echo HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    expect((await client.message()).head).toContain(' 200 ')
    await isAlive(bench)
  })

  test('hidden in the body of another never goes out by itself', async () => {
    const bench = await EngineBench.start()
    const client = await dial(bench.port)
    const hidden = `GET /coding/secret HTTP/1.1\r\n${HOST}\r\n`
    await client.write(`POST /echo HTTP/1.1\r\n${HOST}Content-Length: ${hidden.length}\r\n\r\n${hidden}`)
    await client.message()
    expect(bench.simulator.log.apiRequests.map(({ url }) => url)).toEqual(['/coding/echo'])
    await isAlive(bench)
  })
})

describe('a client that breaks off', () => {
  test.each([
    ['before a byte', ''],
    ['in the request line', 'GET /ec'],
    ['in the fields', `GET /echo HTTP/1.1\r\n${HOST}X-Ha`],
    ['before the body', `POST /echo HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n`],
    ['in the body', `POST /echo HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\nabc`],
    ['in the body of a message', `POST /v1/messages HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n{"a"`],
    ['in a chunk', `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nab`],
    ['in a chunk size', `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5`],
    ['with a chunk that is none', `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ])('%s harms nobody', async (_when, bytes) => {
    const bench = await EngineBench.start()
    for (const leave of ['end', 'reset'] as const) {
      const client = await dial(bench.port)
      if (bytes !== '') await client.write(bytes)
      if (leave === 'end') client.socket.end()
      else client.reset()
      await client.closed
    }
    await until('no request is left', () => bench.engine.state.traffic.activeRequests === 0)
    await isAlive(bench)
  })

  test('while another is served leaves that one alone', async () => {
    const bench = await EngineBench.start()
    const running = call(bench.port, '/bytes/20000000')
    for (let round = 0; round < 20; round += 1) {
      const client = await dial(bench.port)
      await client.write(`POST /v1/messages HTTP/1.1\r\n${HOST}Content-Length: 1000\r\n\r\n{"a`)
      client.reset()
    }
    expect((await running).text.length).toBeGreaterThan(20_000_000 / 2)
    await until('no request is left', () => bench.engine.state.traffic.activeRequests === 0)
    await isAlive(bench)
  })
})

describe('nonsense while an answer is running', () => {
  test.each([
    ['behind the request', `GET /stream HTTP/1.1\r\n${HOST}\r\n`, '\0garbage\r\n\r\n'],
    [
      'within its body',
      `POST /stream HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`,
      'zz\r\n',
    ],
  ])('%s puts no foreign bytes into that answer', async (_where, request, nonsense) => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.until((text) => text.includes('\r\n\r\n'))
      await wire.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n')
      await wire.rest()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    await client.write(request)
    await client.until((text) => text.includes('3\r\none\r\n'))
    await client.write(nonsense)
    const text = await client.rest()
    expect(text).not.toContain('400 Bad Request')
    expect(text.endsWith('3\r\none\r\n')).toBe(true)
    await upstream.connections[0]?.closed
  })

  test('before the answer began gets a 400, and ends the request at Kimi', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.rest()
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(bench.port)
    await client.write(`POST /x HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`)
    await until('it arrived', () => upstream.connections[0]?.text.includes('\r\n\r\n') === true)
    await client.write('zz\r\n')
    expect(await client.rest()).toMatch(/^HTTP\/1\.1 400 /)
    await upstream.connections[0]?.closed
    await until('no request is left', () => bench.engine.state.traffic.activeRequests === 0)
  })
})
