import { createHash } from 'node:crypto'
import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { at, send, startSimulator, textAt } from './test-client'

describe('managed endpoints', () => {
  it('serve models, usages and the profile to a valid token only', async () => {
    const simulator = await startSimulator()
    const headers = { authorization: `Bearer ${simulator.issueLogin().access_token}` }
    const models = await send(`${simulator.upstream}/v1/models`, { headers })
    expect(at(models.json, 'data.0.id')).toBe('kimi-for-coding')
    const usages = await send(`${simulator.upstream}/v1/usages`, { headers })
    expect(textAt(usages.json, 'limits.0.detail.remaining')).toMatch(/^\d+$/)
    expect((await send(`${simulator.upstream}/v1/me`, { headers })).json).toHaveProperty('user_id')
    const refused = await send(`${simulator.upstream}/v1/models`)
    expect(refused.status).toBe(401)
    expect(refused.json).not.toHaveProperty('type')
    expect((await send(`${simulator.upstream}/v1/other`, { headers })).json).toMatchObject({ type: 'error' })
  })
})

describe('probes', () => {
  it('echo what arrived, the target untouched and the body hashed', async () => {
    const simulator = await startSimulator()
    const body = 'x'.repeat(100_000)
    const echo = await requestRaw(simulator.origin, '/coding/echo//a/../b?c=%2F', 'PATCH', body, {})
    expect(JSON.parse(echo.body.toString())).toMatchObject({
      method: 'PATCH',
      url: '/coding/echo//a/../b?c=%2F',
      httpVersion: '1.1',
      bodyBytes: 100_000,
      bodySha256: createHash('sha256').update(body).digest('hex'),
      tokenValid: false,
    })
  })

  it('echo in gzip, with trailers, and without a body for HEAD', async () => {
    const simulator = await startSimulator()
    const echo = (method: string, headers: Record<string, string>) =>
      requestRaw(simulator.origin, '/coding/echo', method, '', headers)
    const zipped = await send(`${simulator.upstream}/echo`, { headers: { 'x-sim-gzip': '1' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.json).toMatchObject({ method: 'GET' })
    expect((await echo('GET', { 'x-sim-trailers': '1' })).trailers).toEqual({ 'x-sim-trailer': 'yes' })
    const head = await echo('HEAD', {})
    expect(head.body.length).toBe(0)
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0)
  })

  it('keep connections open and count them', async () => {
    const simulator = await startSimulator()
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    await requestRaw(simulator.origin, '/coding/echo', 'GET', '', {}, agent)
    await requestRaw(simulator.origin, '/coding/echo', 'GET', '', {}, agent)
    expect(simulator.log.connections).toBe(1)
    await requestRaw(simulator.origin, '/coding/echo', 'GET', '', {})
    expect(simulator.log.connections).toBe(2)
    agent.destroy()
  })

  it('stream as many patterned bytes as asked for', async () => {
    const simulator = await startSimulator()
    const response = await fetch(`${simulator.upstream}/bytes/1000003`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes.length).toBe(1_000_003)
    expect(bytes.findIndex((byte, index) => byte !== index % 251)).toBe(-1)
  })

  interface RawAnswer {
    readonly headers: http.IncomingHttpHeaders
    readonly trailers: NodeJS.Dict<string>
    readonly body: Buffer
  }

  /** `fetch` would normalise the path and hide trailers. */
  function requestRaw(
    origin: string,
    path: string,
    method: string,
    body: string,
    headers: Record<string, string>,
    agent = http.globalAgent,
  ): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const request = http.request(origin, { path, method, headers, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ headers: response.headers, trailers: response.trailers, body: Buffer.concat(chunks) }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })
  }
})
