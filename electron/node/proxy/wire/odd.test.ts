/** Legal oddities and small nonsense, from either side: none ends the engine, none is answered in another's shape. */
import { existsSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

async function upstreamSaying(answer: string) {
  const upstream = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write(answer)
  })
  return EngineBench.start({ upstream: upstream.url })
}

describe('an answer of Kimi', () => {
  test.each([200, 500])('%i with a control byte in its reason is passed on without it', async (status) => {
    const { port } = await upstreamSaying(`HTTP/1.1 ${status} a\x01b\r\nContent-Length: 2\r\n\r\nok`)
    expect(await call(port, '/x')).toMatchObject({ status, text: 'ok' })
    expect((await call(port, '/health/live')).status).toBe(200)
  })

  test.each([
    ['an impossible status', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['a coding that would be lost', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
  ])('with %s is a 502', async (_what, answer) => {
    const { port } = await upstreamSaying(answer)
    expect(await call(port, '/x')).toMatchObject({ status: 502 })
  })

  test('that a dead CONNECT proxy kept away is blamed on the proxy', async () => {
    const { port } = await EngineBench.start({
      upstream: 'https://kimi.test/coding',
      settings: { proxy: 'http://127.0.0.1:9' },
    })
    const { status, text } = await call(port, '/x')
    expect(status).toBe(502)
    expect(JSON.parse(text).error.message).toMatch(/the proxy failed: 127\.0\.0\.1:9 refused the connection/)
  })
})

describe('a request', () => {
  test.each([
    ['GET', {}],
    ['POST', { 'content-length': '2' }],
  ])('%s that announces trailers without chunks passes without the announcement', async (method, framing) => {
    const { port, simulator } = await EngineBench.start()
    const client = await dial(port)
    const fields = Object.entries({ host: 'localhost', trailer: 'x-later', ...framing })
    const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    await client.write(`${method} /echo HTTP/1.1\r\n${head}\r\n${method === 'POST' ? 'hi' : ''}`)
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 200 /)
    expect(simulator.log.apiRequests[0]?.headers).not.toHaveProperty('trailer')
  })

  test('with a header of 40 kB and 1,500 fields arrives whole', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.message(0)
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
    const { port, token } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    const fields = Array.from({ length: 1_500 }, (_, index) => `x-${index}: ${'v'.repeat(15)}\r\n`)
    await client.write(`GET /x HTTP/1.1\r\nHost: localhost\r\n${fields.join('')}\r\n`)
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 200 /)
    const { text } = upstream.connections[0] ?? { text: '' }
    expect(fields.filter((field) => !text.includes(field))).toEqual([])
    expect(text).toContain(`x-api-key: ${token}\r\n`)
  })

  test.each([
    [
      'a header beyond all measure',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(200_000)}\r\n\r\n`,
      431,
    ],
    ['an unknown method', 'FETCH / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'a coding that would be lost',
      'POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n',
      400,
    ],
  ])('with %s is refused in the shape of Anthropic', async (_what, bytes, status) => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write(bytes).catch(() => undefined)
    const { head, body } = await client.message()
    expect(head).toContain(` ${status} `)
    expect(JSON.parse(body.toString())).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error' },
    })
  })

  test('that expects something unheard of is answered by Kimi all the same', async () => {
    const { port } = await EngineBench.start()
    expect(await call(port, '/echo', { headers: { expect: 'a-miracle' } })).toMatchObject({ status: 200 })
  })

  test('from another host is refused before it is told to go on', async () => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write(
      'POST /x HTTP/1.1\r\nHost: evil.test\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n',
    )
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('of 12 MB without a login is read to its end and answered', async () => {
    const { port, simulator, engine } = await EngineBench.start()
    simulator.revokeLogins()
    await engine.command({ kind: 'refresh' })
    await call(port, '/v1/models')
    const client = await dial(port)
    const body = Buffer.alloc(12_000_000, 'x')
    await client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    await client.write(body)
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 402 /)
  })
})

describe('the engine', () => {
  test('tells one loss of its login once, however often it is asked', async () => {
    const { port, simulator, engine, lines } = await EngineBench.start()
    simulator.revokeLogins()
    await engine.command({ kind: 'refresh' })
    await call(port, '/v1/models')
    for (let time = 0; time < 5; time += 1) expect((await call(port, '/health')).status).toBe(503)
    expect(lines.filter(({ event }) => event === 'login-lost').length).toBeLessThanOrEqual(2)
  })

  test('goes on when a view fails', async () => {
    const { engine, simulator } = await EngineBench.start()
    engine.subscribe(() => {
      throw new Error('a broken view')
    })
    expect(await engine.command({ kind: 'refresh' })).toEqual({ ok: true })
    expect(simulator.log.grantedCount).toBe(1)
  })

  test('writes its run file anew when somebody removed it', async () => {
    const { paths } = await EngineBench.start({ simulator: { expiresInSeconds: 2 } })
    rmSync(paths.runFile)
    await until('it is there again', () => existsSync(paths.runFile))
  })
})
