import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../core/basics/secret'
import type { DeviceApi } from '../../core/login/device-sign-in'
import { reason, reasonWords } from '../../core/words/reason'
import { KimiSimulator } from '../../testing/simulated-kimi'
import { pathsFor } from '../files/paths'
import { createIdentity } from '../network/client-identity'
import { createAgent } from '../network/connections'
import { describeFailure } from '../network/failure'
import { targetOf } from '../network/target'
import { readAccount } from './account-api'
import { createAuthApi, createDeviceApi } from './token-api'

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
  const api = createAuthApi({
    target,
    agent,
    identity: { headers: () => ({ 'user-agent': 'kimi-proxy/1.2.3' }) },
    timeoutMs,
  })
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
      'accept-encoding': 'identity',
      connection: 'close',
    })
    expect(request?.headers.authorization).toBeUndefined()
    await refresh()
    expect(seen[1]?.request.socket).not.toBe(seen[0]?.request.socket)
  })

  const answers: [string, number, string, string][] = [
    ['a refusal', 400, '{"error":"invalid_grant"}', 'refused'],
    ['a busy server', 503, 'busy', 'transient'],
    ['a redirect', 302, '', 'foreign'],
    ['a page of a captive portal', 200, '<html>', 'foreign'],
    ['a long page', 200, `<html>${'x'.repeat(2_000_000)}`, 'foreign'],
    ['a 401 that is not OAuth’s word', 401, 'Unauthorized', 'rejected'],
    ['a grant with much in it', 200, JSON.stringify({ ...GRANT, note: 'x'.repeat(1_000_000) }), 'granted'],
  ]
  it.each(answers)('%s is told as such', async (_name, status, body, kind) => {
    const { refresh } = await authServer((_request, response) => response.writeHead(status).end(body))
    expect((await refresh()).kind).toBe(kind)
  })

  it('that is cut, half answered or never answered is worth another try', async () => {
    const cut = await authServer((request) => request.socket.destroy())
    expect(await cut.refresh()).toEqual({
      kind: 'transient',
      reason: reason('connectionBroke', { host: '127.0.0.1' }),
    })
    const half = await authServer((_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"access_token":')
      setTimeout(() => response.destroy(), 20)
    })
    expect((await half.refresh()).kind).toBe('unreadable')
    const silent = await authServer(() => undefined, 60)
    expect(await silent.refresh()).toEqual({
      kind: 'transient',
      reason: reason('hostSilent', { host: '127.0.0.1' }),
    })
    const stalled = await authServer((_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"access_token":')
    }, 60)
    expect((await stalled.refresh()).kind).toBe('unreadable')
  })

  const json = JSON.stringify(GRANT)
  const forms: [string, Record<string, string>, Buffer][] = [
    ['gzip, said so', { 'content-encoding': 'gzip' }, gzipSync(json)],
    ['gzip, not said so', {}, gzipSync(json)],
    ['gzip, its end missing', { 'content-encoding': 'gzip' }, gzipSync(json).subarray(0, -8)],
    ['gzip twice', { 'content-encoding': 'gzip' }, gzipSync(gzipSync(json))],
    ['br, said so', { 'content-encoding': 'br' }, brotliCompressSync(json)],
    ['br, not said so', {}, brotliCompressSync(json)],
    ['deflate, said so', { 'content-encoding': 'deflate' }, deflateSync(json)],
    ['deflate without its head', { 'content-encoding': 'deflate' }, deflateRawSync(json)],
    ['deflate, not said so', {}, deflateSync(json)],
    ['plain, said to be gzip', { 'content-encoding': 'gzip' }, Buffer.from(json)],
    ['a byte order mark', {}, Buffer.from(`\ufeff${json}`)],
    ['UTF-16', {}, Buffer.from(`\ufeff${json}`, 'utf16le')],
  ]
  it.each(forms)('that grants is understood as %s', async (_name, headers, body) => {
    const { refresh } = await authServer((_request, response) => response.writeHead(200, headers).end(body))
    const answer = await refresh()
    if (answer.kind !== 'granted') throw new Error(answer.kind)
    expect([answer.grant.accessToken.reveal(), answer.grant.refreshToken?.reveal()]).toEqual(['at', 'rt'])
  })

  const cuts: [string, RequestListener][] = [
    ['breaks before its promised length', (_q, a) => sendAndBreak(a, { 'content-length': '500' })],
    ['breaks before its last chunk', (_q, a) => sendAndBreak(a, {})],
    ['never ends', (_q, a) => void a.writeHead(200, { 'content-length': '500' }).write(json)],
    [
      'has a chunk that is none',
      ({ socket }) => {
        const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
        socket.end(`${head}${json.length.toString(16)}\r\n${json}\r\nnonsense\r\n`)
      },
    ],
  ]
  it.each(cuts)('that grants is understood although it %s', async (_name, answer) => {
    const { refresh } = await authServer(answer)
    expect((await refresh()).kind).toBe('granted')
  })

  function sendAndBreak(response: ServerResponse, headers: Record<string, string>): void {
    response.writeHead(200, headers).write(json, () => setImmediate(() => response.destroy()))
  }

  it.each([
    ['7', 7_000],
    ['99999', 600_000],
    [new Date(Date.now() + 20_000).toUTCString(), expect.closeTo(20_000, -4)],
  ])('brings along the wait that the host asks for (%s)', async (value, retryAfterMs) => {
    const { refresh } = await authServer((_request, response) => {
      response.writeHead(503, { 'retry-after': value }).end()
    })
    expect(await refresh()).toEqual({
      kind: 'transient',
      reason: reason('http', { status: 503 }),
      retryAfterMs,
    })
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
  const identity = { headers: () => ({}) }
  const api = createAuthApi({ target, agent, identity, timeoutMs: 1_000 })
  const answer = api.refresh(new Secret('old-token'))
  await once(thread, 'message')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300)
  expect(await answer).toMatchObject({ kind: 'granted' })
})

describe('what went wrong on the way', () => {
  it.each([
    ['ENOTFOUND', 'auth.kimi.com was not found'],
    ['ECONNREFUSED', 'auth.kimi.com refused the connection'],
    ['ECONNRESET', 'the connection to auth.kimi.com broke'],
    ['ENETUNREACH', 'auth.kimi.com cannot be reached'],
    ['SELF_SIGNED_CERT_IN_CHAIN', expect.stringContaining('certificate of auth.kimi.com is not trusted')],
    ['CERT_HAS_EXPIRED', expect.stringContaining('certificate of auth.kimi.com has expired')],
    ['EPROTO', 'auth.kimi.com: EPROTO'],
  ])('%s is put into words', (code, words) => {
    const failure = Object.assign(new Error('x'), { code })
    expect(reasonWords('en', describeFailure(failure, 'auth.kimi.com'))).toEqual(words)
  })

  it('without a code is told in its own words', () => {
    expect(describeFailure(new Error('no bytes'), 'h')).toEqual(reason('said', { words: 'no bytes' }))
    expect(describeFailure('nonsense', 'h')).toEqual(reason('unknown'))
  })
})

describe('a sign-in with a code', () => {
  async function kimi() {
    const simulator = await KimiSimulator.start({ deviceIntervalSeconds: 1 })
    onTestFinished(() => simulator.stop())
    const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-auth-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const identity = createIdentity(pathsFor({ KIMI_PROXY_HOME: folder }), '1.2.3')
    const at = (url: string) => {
      const target = targetOf(url)
      return { target, agent: createAgent(target, NETWORK, undefined), identity }
    }
    const { origin: oauthHost, upstream } = simulator
    return {
      simulator,
      identity,
      api: createDeviceApi({ ...at(oauthHost), oauthHost, timeoutMs: 300 }),
      account: (token: string, timeoutMs?: number) => readAccount(at(upstream), new Secret(token), timeoutMs),
    }
  }

  async function code(api: DeviceApi) {
    const answer = await api.authorize()
    if (answer.kind !== 'code') throw new Error(`no code: ${answer.kind}`)
    return answer.code
  }

  it('sends the public client with the form, and who is asking in every field', async () => {
    const { simulator, identity, api } = await kimi()
    const { deviceCode, userCode } = await code(api)
    expect(await api.poll(deviceCode)).toEqual({ kind: 'pending' })
    simulator.approveDevice(userCode)
    const [asked, polled] = simulator.log.deviceRequests
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      client_id: '17e5f671-d194-4dfb-9706-5516cb48c098',
    })
    expect(Object.fromEntries(polled?.form ?? [])).toEqual({
      client_id: '17e5f671-d194-4dfb-9706-5516cb48c098',
      device_code: deviceCode.reveal(),
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    })
    for (const request of [asked, polled]) expect(request?.headers).toMatchObject(identity.headers())
    expect(asked?.headers['x-msh-device-id']).toBe(polled?.headers['x-msh-device-id'])
  })

  it('that the network does not let through can be tried again', async () => {
    const { simulator, api } = await kimi()
    simulator.script({ on: 'device', drop: true })
    simulator.script({ on: 'device', hang: true })
    expect((await api.authorize()).kind).toBe('transient')
    expect(await api.authorize()).toEqual({
      kind: 'transient',
      reason: reason('hostSilent', { host: '127.0.0.1' }),
    })
    simulator.script({ on: 'token', drop: true })
    expect((await api.poll(new Secret('any'))).kind).toBe('transient')
  })

  it('shows nothing of its code where the server repeats what it was sent', async () => {
    const { simulator, api } = await kimi()
    const sent = new Secret('short-code')
    simulator.script({ on: 'token', answer: { status: 418, body: { error: 'no short-code here' } } })
    expect(JSON.stringify(await api.poll(sent))).not.toContain('short-code')
  })

  it('tells whose it is, by the bearer token', async () => {
    const { simulator, account } = await kimi()
    const { access_token: token } = simulator.issueLogin()
    expect(await account(token)).toEqual({
      nickname: 'Simulated User',
      plan: 'Moderato',
      contact: '138****0000',
    })
    expect(simulator.log.ownQuestions.at(-1)).toMatchObject({
      url: '/coding/v1/me',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'kimi-proxy/1.2.3' },
    })
  })

  it('goes on without an account that Kimi does not tell', async () => {
    const { simulator, account } = await kimi()
    const { access_token: token } = simulator.issueLogin()
    expect(await account('wrong')).toBeNull()
    simulator.script({ on: 'api', answer: { status: 200, body: '<html>' } })
    expect(await account(token)).toBeNull()
    simulator.script({
      on: 'api',
      answer: { status: 200, body: { nickname: 7, user_level_name: ' \u202e ' } },
    })
    expect(await account(token)).toBeNull()
    simulator.script({ on: 'api', answer: { status: 200, body: { nickname: 'a\u001b[2J\u202eb' } } })
    expect(await account(token)).toEqual({ nickname: 'a [2J b', plan: null, contact: null })
    simulator.script({ on: 'api', hangBeforeHeaders: true })
    expect(await account(token, 100)).toBeNull()
  })
})
