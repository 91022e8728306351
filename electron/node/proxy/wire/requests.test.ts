/** What of a request reaches Kimi, whatever its form. */
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A chunked upload in the given pieces, with an optional trailer. */
function upload(
  port: number,
  path: string,
  pieces: readonly (string | Buffer)[],
  options: { method?: string; headers?: Record<string, string>; trailers?: Record<string, string> } = {},
): Promise<{ status: number; json: Record<string, unknown>; continued: boolean }> {
  const { method = 'POST', headers = {}, trailers } = options
  return new Promise((resolve, reject) => {
    let continued = false
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, json: JSON.parse(text), continued }))
    })
    outgoing.once('error', reject)
    const send = () => {
      for (const piece of pieces) outgoing.write(piece)
      if (trailers !== undefined) outgoing.addTrailers(trailers)
      outgoing.end()
    }
    outgoing.once('continue', () => {
      continued = true
      send()
    })
    if (headers['expect'] === undefined) send()
    else outgoing.flushHeaders()
  })
}

describe('a request', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'reaches Kimi as %s, with and without a body',
    async (method) => {
      const { port } = await EngineBench.start()
      const empty = await call(port, '/echo', { method })
      expect(JSON.parse(empty.text)).toMatchObject({ method, bodyBytes: 0, tokenValid: true })
      const full = await call(port, '/echo', { method, body: 'hello', headers: { 'content-length': '5' } })
      expect(JSON.parse(full.text)).toMatchObject({ method, bodyBytes: 5, bodySha256: sha256('hello') })
    },
  )

  test('without a body gets no framing of our own', async () => {
    const { port } = await EngineBench.start()
    for (const method of ['GET', 'DELETE', 'OPTIONS']) {
      const client = await dial(port)
      await client.write(`${method} /echo HTTP/1.1\r\nHost: localhost\r\n\r\n`)
      const { body } = await client.message()
      const names = JSON.parse(body.toString()).rawHeaders.map((name: string) => name.toLowerCase())
      expect(names).not.toContain('content-length')
      expect(names).not.toContain('transfer-encoding')
    }
  })

  test('answers HEAD with the fields alone', async () => {
    const { port } = await EngineBench.start()
    const answer = await call(port, '/bytes/5000', { method: 'HEAD' })
    expect(answer.headers['content-length']).toBe('5000')
    expect(answer.text).toBe('')
  })

  test.each([
    ['/echo?beta=true&x=%20%2F', '/coding/echo?beta=true&x=%20%2F'],
    ['/echo//a///b?c=//d', '/coding/echo//a///b?c=//d'],
    ['/echo/../echo/./x', '/coding/echo/../echo/./x'],
    ['/echo/%2e%2e/%00', '/coding/echo/%2e%2e/%00'],
    ['/echo?', '/coding/echo?'],
    ['/echo/;a=b|{}^"<>\\`', '/coding/echo/;a=b|{}^"<>\\`'],
  ])('keeps its path and query: %s', async (path, arrived) => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    const { body } = await client.message()
    expect(JSON.parse(body.toString()).url).toBe(arrived)
  })

  test('keeps a leading double slash', async () => {
    const upstream = await rawUpstream(async (wire) => {
      for (;;) {
        const { head } = await wire.message()
        const line = head.split('\r\n', 1)[0] ?? ''
        await wire.write(`HTTP/1.1 200 OK\r\nContent-Length: ${line.length}\r\n\r\n${line}`)
      }
    })
    const { port } = await EngineBench.start({ upstream: `${upstream.url}/coding` })
    expect((await call(port, '//v1//other?a=b')).text).toBe('GET /coding//v1//other?a=b HTTP/1.1')
    // Paths of the API are served as what they mean.
    expect((await call(port, '//v1//models?a=//b')).text).toBe('GET /coding/v1/models?a=//b HTTP/1.1')
  })

  test('in absolute form reaches the same path', async () => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write(`GET http://127.0.0.1:${port}/echo/x?y HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    const { body } = await client.message()
    expect(JSON.parse(body.toString()).url).toBe('/coding/echo/x?y')
  })

  test('keeps a chunked body whole and chunked', async () => {
    const { port } = await EngineBench.start()
    const pieces = ['a', 'bc'.repeat(50_000), 'd']
    const { json } = await upload(port, '/echo', pieces)
    expect(json).toMatchObject({ bodySha256: sha256(pieces.join('')) })
    expect(String(json['rawHeaders']).toLowerCase()).toContain('transfer-encoding,chunked')
  })

  test('keeps a gzip body as it is, on the messages path too', async () => {
    const { port, simulator } = await EngineBench.start()
    const body = gzipSync(messageBody('count to 2', false))
    const answer = await call(port, '/v1/messages', {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'content-length': String(body.length) },
      body,
    })
    expect(JSON.parse(answer.text).content[0].text).toBe('1 2 ')
    expect(simulator.log.apiRequests[0]?.headers['content-encoding']).toBe('gzip')
  })

  test('that expects 100-continue gets it, and Kimi gets the whole body', async () => {
    const { port } = await EngineBench.start()
    const body = Buffer.alloc(300_000, 'x')
    const headers = { expect: '100-continue', 'content-length': String(body.length) }
    const { continued, json } = await upload(port, '/echo', [body], { headers })
    expect(continued).toBe(true)
    expect(json).toMatchObject({ bodyBytes: 300_000, bodySha256: sha256(body) })
    expect(String(json['rawHeaders']).toLowerCase()).not.toContain('expect')
  })

  test('keeps its trailers', async () => {
    const { port } = await EngineBench.start()
    const headers = { trailer: 'x-checksum' }
    const { json } = await upload(port, '/echo', ['a', 'b'], { headers, trailers: { 'x-checksum': '42' } })
    expect(json['trailers']).toEqual({ 'x-checksum': '42' })
  })

  test('with a short messages body keeps its trailers too', async () => {
    let body = ''
    const upstream = await rawUpstream(async (wire) => {
      body = await wire.until((text) => text.endsWith('0\r\nX-Checksum: 42\r\n\r\n'))
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const headers = { trailer: 'X-Checksum' }
    await upload(port, '/v1/messages', ['{"stream"', ':true}'], { headers, trailers: { 'X-Checksum': '42' } })
    expect(body).toContain('{"stream"')
  })

  test('of more than 16 MB passes through', async () => {
    const { port } = await EngineBench.start()
    const body = Buffer.alloc(17 * 1024 * 1024 + 3, 'kimi')
    const answer = await call(port, '/echo', { method: 'POST', body })
    expect(JSON.parse(answer.text)).toMatchObject({ bodyBytes: body.length, bodySha256: sha256(body) })
  })

  test('with a message over every limit passes through to Kimi, who refuses it', async () => {
    const { port } = await EngineBench.start()
    const body = messageBody('x'.repeat(5_000_000), true)
    const answer = await call(port, '/v1/messages', { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('exceeds limit')
  })
})

describe('an answer', () => {
  test('keeps its trailers', async () => {
    const { port } = await EngineBench.start()
    const answer = await call(port, '/echo', { headers: { 'x-sim-trailers': '1' } })
    expect(answer.headers.trailer).toBe('x-sim-trailer')
    expect(answer.trailers).toEqual({ 'x-sim-trailer': 'yes' })
  })

  test('is complete for an HTTP/1.0 client, and the connection closes', async () => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write('GET /bytes/100000 HTTP/1.0\r\n\r\n')
    const text = await client.rest()
    expect(text.split('\r\n\r\n')[1]?.length).toBe(100_000)
    expect(client.ended).toBe('clean')
  })

  test('of unknown length is complete and unchunked for an HTTP/1.0 client', async () => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    await client.write('GET /echo HTTP/1.0\r\nx-sim-trailers: 1\r\n\r\n')
    const [head = '', body = ''] = (await client.rest()).split('\r\n\r\n')
    expect(head.toLowerCase()).not.toContain('transfer-encoding')
    expect(head.toLowerCase()).not.toContain('trailer:')
    expect(JSON.parse(body)).toMatchObject({ method: 'GET' })
    expect(client.ended).toBe('clean')
  })

  test.each([
    ['GET', 204],
    ['GET', 304],
    ['HEAD', 200],
  ])('to %s with status %i has no body, whatever fields come with it', async (method, status) => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write(`HTTP/1.1 ${status} Fine\r\nTrailer: x\r\nETag: "a"\r\n\r\n`)
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const answer = await call(port, '/x', { method })
    expect(answer).toMatchObject({ status, text: '' })
    expect(answer.headers.etag).toBe('"a"')
  })

  test('on one kept connection follows another', async () => {
    const { port } = await EngineBench.start()
    const client = await dial(port)
    for (const path of ['/echo/1', '/echo/2', '/echo/3']) {
      await client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
      const { body } = await client.message()
      expect(JSON.parse(body.toString()).url).toBe(`/coding${path}`)
    }
  })
})
