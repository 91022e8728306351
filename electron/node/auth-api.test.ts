import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../core/secret'
import { createAuthApi } from './auth-api'
import { describeFailure } from './network-failure'
import { targetOf } from './target'
import { createAgent } from './upstream'

const NETWORK = { proxy: null, noProxy: '', extraCaFile: null }
const GRANT = {
  access_token: 'at',
  refresh_token: 'rt',
  expires_in: 900,
  scope: 'kimi-code',
  token_type: 'Bearer',
}

async function authServer(answer: RequestListener, timeoutMs = 5_000) {
  const seen: { request: IncomingMessage; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ request, body })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const target = targetOf(`http://127.0.0.1:${port}/base`)
  const agent = createAgent(target, NETWORK, undefined)
  const api = createAuthApi({ target, agent, version: '1.2.3', timeoutMs })
  return { seen, refresh: () => api.refresh(new Secret('old-token+/=')) }
}

describe('a refresh', () => {
  it('is one form with the public client, on a connection of its own', async () => {
    const { seen, refresh } = await authServer((_request, response) => response.end(JSON.stringify(GRANT)))
    expect(await refresh()).toMatchObject({ kind: 'granted', grant: { expiresInMs: 900_000 } })
    const [{ request, body } = { request: undefined, body: '' }] = seen
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('/base/api/oauth/token')
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      client_id: '17e5f671-d194-4dfb-9706-5516cb48c098',
      grant_type: 'refresh_token',
      refresh_token: 'old-token+/=',
    })
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
      'user-agent': 'kimi-proxy/1.2.3',
      connection: 'close',
    })
    expect(request?.headers.authorization).toBeUndefined()
    await refresh()
    expect(seen[1]?.request.socket).not.toBe(seen[0]?.request.socket)
  })

  const answers: [string, number, string, string][] = [
    ['a refusal', 400, '{"error":"invalid_grant"}', 'refused'],
    ['a busy server', 503, 'busy', 'transient'],
    ['a redirect', 302, '', 'malformed'],
    ['a page of a captive portal', 200, '<html>', 'malformed'],
    ['an answer that is too long', 200, 'x'.repeat(300_000), 'transient'],
  ]
  it.each(answers)('%s is told as such', async (_name, status, body, kind) => {
    const { refresh } = await authServer((_request, response) => response.writeHead(status).end(body))
    expect((await refresh()).kind).toBe(kind)
  })

  it('that is cut, half answered or never answered is worth another try', async () => {
    const cut = await authServer((request) => request.socket.destroy())
    expect(await cut.refresh()).toEqual({
      kind: 'transient',
      detail: 'the connection to 127.0.0.1 broke',
    })
    const half = await authServer((_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"access_token":')
      setTimeout(() => response.destroy(), 20)
    })
    expect((await half.refresh()).kind).toBe('transient')
    const silent = await authServer(() => undefined, 60)
    expect(await silent.refresh()).toEqual({ kind: 'transient', detail: 'no answer in time' })
    const stalled = await authServer((_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"access_token":')
    }, 60)
    expect((await stalled.refresh()).kind).toBe('transient')
  })
})

/** A server that does not stand still when this thread does: it says that it was asked, and answers a moment later. */
const SERVER_THREAD = `
  const { createServer } = require('node:http')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      parentPort.postMessage('asked')
      setTimeout(() => response.end(workerData), 50)
    })
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

it('an answer that came while the process was stopped is taken, although its time is over', async () => {
  const thread = new Worker(SERVER_THREAD, { eval: true, workerData: JSON.stringify(GRANT) })
  onTestFinished(() => void thread.terminate())
  const [port] = await once(thread, 'message')
  const target = targetOf(`http://127.0.0.1:${port}`)
  const agent = createAgent(target, NETWORK, undefined)
  const api = createAuthApi({ target, agent, version: '1.2.3', timeoutMs: 1_000 })
  const answer = api.refresh(new Secret('old-token'))
  await once(thread, 'message')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300)
  expect(await answer).toMatchObject({ kind: 'granted' })
})

describe('what went wrong on the way', () => {
  it.each([
    ['ENOTFOUND', 'auth.kimi.com was not found (is the network up?)'],
    ['ECONNREFUSED', 'auth.kimi.com refused the connection'],
    ['ECONNRESET', 'the connection to auth.kimi.com broke'],
    ['ENETUNREACH', 'auth.kimi.com cannot be reached (is the network up?)'],
    ['SELF_SIGNED_CERT_IN_CHAIN', expect.stringContaining('certificate of auth.kimi.com is not trusted')],
    ['CERT_HAS_EXPIRED', expect.stringContaining('certificate of auth.kimi.com has ended')],
    ['EPROTO', 'auth.kimi.com: EPROTO'],
  ])('%s is put into words', (code, words) => {
    expect(describeFailure(Object.assign(new Error('x'), { code }), 'auth.kimi.com')).toEqual(words)
  })

  it('without a code is told in its own words', () => {
    expect(describeFailure(new Error('the proxy did not answer'), 'h')).toBe('the proxy did not answer')
    expect(describeFailure('nonsense', 'h')).toBe('unknown error')
  })
})
