/** What the port answers by itself, and to whom. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sayIn } from '../../core/words/say'
import { EngineBench } from '../../testing/engine-bench'
import { call, message } from '../../testing/network/client'
import { dial } from '../../testing/network/wire'
import { createLogFile } from '../files/log-file'
import { listen } from './listener'

const LISTED = 'https://app.example'

describe('health', () => {
  test('is answered here, without asking Kimi', async () => {
    const { port, simulator } = await EngineBench.start()
    for (const path of ['/health', '/health/live', '/health/ready']) {
      expect((await call(port, path)).status).toBe(200)
      expect(await call(port, path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    }
    expect(JSON.parse((await call(port, '/health')).text)).toMatchObject({
      status: 'healthy',
      token_valid: true,
      pid: process.pid,
      error: null,
    })
    expect(simulator.log.apiRequestCount).toBe(0)
  })

  test('is 503 without a login, while the process lives', async () => {
    const { port, simulator } = await EngineBench.start({ settings: { credentials: '/nowhere/login.json' } })
    expect((await call(port, '/health')).status).toBe(503)
    expect((await call(port, '/health/ready')).status).toBe(503)
    expect((await call(port, '/health/live')).status).toBe(200)
    expect((await message(port, 'hi')).status).toBe(402)
    expect(simulator.log.apiRequestCount).toBe(0)
  })

  test.each([
    ['POST', '/health'],
    ['GET', '/health/'],
    ['GET', '/health?x'],
    ['GET', '//health'],
    ['GET', '/Health'],
    ['OPTIONS', '/health'],
  ])('is Kimi’s own affair at %s %s', async (method, path) => {
    const { port, simulator } = await EngineBench.start()
    await call(port, path, { method })
    expect(simulator.log.apiRequests.map(({ url }) => url)).toEqual([`/coding${path}`])
  })
})

describe('metrics', () => {
  test('are Kimi’s own affair until the setting is on', async () => {
    const { port, simulator } = await EngineBench.start()
    await call(port, '/metrics')
    expect(simulator.log.apiRequests.map(({ url }) => url)).toEqual(['/coding/metrics'])
  })

  test('are told in the form of Prometheus, to those who may ask for health', async () => {
    const { port, simulator, token } = await EngineBench.start({ settings: { metrics: true } })
    await message(port, 'hi')
    const { status, text, headers } = await call(port, '/metrics')
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(text).toContain('# TYPE kimi_proxy_requests_total counter\nkimi_proxy_requests_total 1\n')
    expect(text).toContain('# TYPE kimi_proxy_requests_active gauge\nkimi_proxy_requests_active 0\n')
    expect(text).toMatch(/^kimi_proxy_token_seconds_left 8\d\d$/m)
    expect(text).not.toContain(token)
    expect((await call(port, '/metrics', { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await call(port, '/metrics', { method: 'HEAD' })).text).toBe('')
    for (const path of ['/metrics/', '/metrics?x']) await call(port, path)
    const elsewhere = simulator.log.apiRequests.slice(1).map(({ url }) => url)
    expect(elsewhere).toEqual(['/coding/metrics/', '/coding/metrics?x'])
  })
})

describe('control', () => {
  test.each([[undefined], ['wrong'], ['']])('refuses a caller whose secret is %s', async (secret) => {
    const { port, simulator } = await EngineBench.start()
    const headers = secret === undefined ? {} : { 'x-kimi-proxy-secret': secret }
    for (const [method, action] of [
      ['GET', 'state'],
      ['POST', 'stop'],
      ['POST', 'refresh'],
      ['GET', 'nothing'],
    ]) {
      expect((await call(port, `/__kimi-proxy/${action}`, { method: method ?? '', headers })).status).toBe(
        403,
      )
    }
    expect(simulator.log.refreshRequests).toEqual([])
  })

  test('serves whoever has read the run file', async () => {
    const bench = await EngineBench.start()
    const headers = { 'x-kimi-proxy-secret': bench.secret }
    const state = JSON.parse((await call(bench.port, '/__kimi-proxy/state', { headers })).text)
    expect(state.state).toMatchObject({ pid: process.pid, listener: { kind: 'listening', port: bench.port } })
    const refresh = await call(bench.port, '/__kimi-proxy/refresh', { method: 'POST', headers })
    expect(JSON.parse(refresh.text)).toEqual({ ok: true })
    expect(bench.simulator.log.grantedCount).toBe(1)
    expect((await call(bench.port, '/__kimi-proxy/nothing', { headers })).status).toBe(404)
    expect((await call(bench.port, '/__kimi-proxy/stop', { headers })).status).toBe(404)
  })
})

describe('web pages', () => {
  test.each<[string, Record<string, string>]>([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin worth the name', { origin: 'null' }],
    ['a name that only begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a rebound host name', { host: 'evil.example' }],
  ])('with %s are refused before anything reaches Kimi', async (_who, headers) => {
    const { port, simulator, lines } = await EngineBench.start({ settings: { allowedOrigins: [LISTED] } })
    for (const [method, path] of [
      ['POST', '/v1/messages'],
      ['OPTIONS', '/v1/messages'],
      ['GET', '/health'],
      ['POST', '/__kimi-proxy/stop'],
    ] as const) {
      const answer = await call(port, path, { method, headers })
      expect(answer.status).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      expect(JSON.parse(answer.text)).toMatchObject({ type: 'error', error: { type: 'permission_error' } })
    }
    expect(simulator.log.apiRequestCount).toBe(0)
    expect(lines.filter(({ event }) => event === 'refused').length).toBe(4)
  })

  test('of a listed origin may ask and read', async () => {
    const { port, simulator } = await EngineBench.start({ settings: { allowedOrigins: [LISTED] } })
    const asked = await call(port, '/v1/messages', {
      method: 'OPTIONS',
      headers: { origin: LISTED, 'access-control-request-headers': 'x-one, content-type' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-headers': 'x-one, content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    })
    expect(simulator.log.apiRequestCount).toBe(0)
    for (const path of ['/echo', '/health', '/health/live']) {
      const answer = await call(port, path, { headers: { origin: LISTED, 'sec-fetch-site': 'cross-site' } })
      expect(answer.status).toBe(200)
      expect(answer.headers['access-control-allow-origin']).toBe(LISTED)
    }
    // The first time may be a stale connection, which is replayed.
    simulator.script({ on: 'api', dropBeforeHeaders: true }, 2)
    const failed = await call(port, '/echo', { headers: { origin: LISTED } })
    expect(failed.status).toBe(502)
    expect(failed.headers['access-control-allow-origin']).toBe(LISTED)
  })

  test('of our own origin are served, without fields they do not need', async () => {
    const { port } = await EngineBench.start()
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const answer = await call(port, '/echo', { headers: { origin: `http://${name}:${port}` } })
      expect(answer.status).toBe(200)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('are no matter to OPTIONS without an origin: Kimi answers', async () => {
    const { port, simulator } = await EngineBench.start({ settings: { allowedOrigins: [LISTED] } })
    await call(port, '/echo', { method: 'OPTIONS' })
    expect(simulator.log.apiRequests.map(({ method }) => method)).toEqual(['OPTIONS'])
  })
})

test('a second field Sec-Fetch-Site hides nothing', async () => {
  const { port, simulator } = await EngineBench.start()
  for (const [one, other] of [
    ['cross-site', 'cross-site'],
    ['same-origin', 'cross-site'],
  ]) {
    const client = await dial(port)
    const fields = `Sec-Fetch-Site: ${one}\r\nSec-Fetch-Site: ${other}`
    await client.write(`GET /echo HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n\r\n`)
    expect(await client.rest()).toMatch(/^HTTP\/1\.1 403 /)
  }
  expect(simulator.log.apiRequestCount).toBe(0)
})

test('a name of this computer that the settings list is let in', async () => {
  const { port, simulator } = await EngineBench.start({
    settings: { allowedHosts: ['host.docker.internal'] },
  })
  for (const [host, status] of [
    ['host.docker.internal:18462', 200],
    ['gateway.docker.internal', 403],
  ] as const) {
    const client = await dial(port)
    await client.write(`GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await client.rest(), host).toContain(`HTTP/1.1 ${status} `)
  }
  expect(simulator.log.apiRequestCount).toBe(0)
})

describe.runIf(
  Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1')),
)('the port on [::1]', () => {
  test('is served like that on 127.0.0.1, and ends with it', async () => {
    const { port, engine } = await EngineBench.start()
    const at6 = (path: string) => fetch(`http://[::1]:${port}${path}`, { method: 'POST', body: '{}' })
    expect((await at6('/echo')).status).toBe(200)
    await engine.stop(100)
    await expect(at6('/echo')).rejects.toThrow()
  })

  test('that another program has is told by the name of that program', async () => {
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen({ host: '::1', port: 0 }, resolve))
    onTestFinished(() => void stranger.close())
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { engine } = await EngineBench.start({ settings: { port } })
    expect(engine.state.otherOnIpv6).toMatchObject({ reason: 'holderProgram', values: { pid: process.pid } })
    expect(engine.state.listener).toEqual({ kind: 'listening', port })
  })
})

test('two Host fields are one too many', async () => {
  const { port, simulator } = await EngineBench.start()
  const client = await dial(port)
  await client.write('GET /echo HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n')
  expect(await client.rest()).toMatch(/^HTTP\/1\.1 40[03] /)
  expect(simulator.log.apiRequestCount).toBe(0)
})

test('a port that is taken is named with the way out', async () => {
  const { port } = await EngineBench.start()
  const handlers = {
    allowedOrigins: [],
    allowedHosts: [],
    mayForward: () => true,
    say: () => sayIn('en'),
    health: () => Promise.reject(new Error('not asked')),
    metrics: null,
    control: () => undefined,
    forward: () => Promise.reject(new Error('not asked')),
    refused: () => undefined,
    lost: () => undefined,
  }
  await expect(listen(port, handlers)).rejects.toMatchObject({
    code: 'PORT_TAKEN',
  })
})

test('neither log nor state ever holds a token', async () => {
  const bench = await EngineBench.start({ log: (paths) => createLogFile(paths.logFile) })
  const { port, simulator, engine } = bench
  await call(port, `/echo/?key=${bench.token}`, { headers: { authorization: `Bearer ${bench.token}` } })
  simulator.revokeAccessTokens()
  await message(port, 'hi', true)
  simulator.script({ on: 'api', dropBeforeHeaders: true })
  await message(port, 'hi')
  simulator.script({ on: 'token', answer: { status: 500, body: `sim-at-x sim-rt-${bench.token}` } })
  const headers = { 'x-kimi-proxy-secret': bench.secret }
  const state = (await call(port, '/__kimi-proxy/state', { headers })).text
  simulator.revokeLogins()
  simulator.revokeAccessTokens()
  const refused = (await message(port, 'hi')).text
  const after = (await call(port, '/__kimi-proxy/state', { headers })).text
  const health = (await call(port, '/health')).text
  await engine.stop(100)
  const log = readFileSync(bench.paths.logFile, 'utf8')
  expect(log).toContain('"event":"request"')
  expect(log).toContain('"event":"stopped"')
  for (const text of [log, state, after, health, refused]) expect(text).not.toMatch(/sim-[ar]t-/)
})
