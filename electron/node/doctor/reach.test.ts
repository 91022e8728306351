import { once } from 'node:events'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseSettings } from '../../core/settings/schema'
import { reason } from '../../core/words/reason'
import { type Certificates, certificates } from '../../testing/network/certificates'
import { ConnectProxy } from '../../testing/network/connect-proxy'
import { freePort } from '../../testing/network/free-port'
import { reachThrough } from './reach'
import { examinedSettings } from './settings'

const HOUR_MS = 3_600_000
const DIRECT = { proxy: null, noProxy: '', extraCaFile: null }

interface Server {
  readonly url: string
  readonly certs: Certificates
  readonly seen: string[]
}

/** Kimi over https, with a clock that may be wrong. */
async function server(clockMs: () => number | null = Date.now, status = 404): Promise<Server> {
  const certs = await certificates()
  const seen: string[] = []
  const answer: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
    response.sendDate = false
    const nowMs = clockMs()
    if (nowMs !== null) response.setHeader('date', new Date(nowMs).toUTCString())
    response.writeHead(status).end()
  }
  const listening = createServer({ key: certs.key, cert: certs.cert }, answer).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  onTestFinished(() => {
    listening.closeAllConnections()
    listening.close()
  })
  return { url: `https://127.0.0.1:${(listening.address() as AddressInfo).port}`, certs, seen }
}

describe('a host', () => {
  test('answers whatever it says, and is asked for nothing', async () => {
    const { url, certs, seen } = await server(Date.now, 503)
    const reached = await reachThrough(
      { ...DIRECT, extraCaFile: certs.caFile },
      { nowMs: Date.now },
    )(`${url}/coding`)
    expect(reached).toMatchObject({ way: { kind: 'direct' }, outcome: { kind: 'answered' } })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatch(/^HEAD \/ /)
    expect(seen[0]).not.toMatch(/authorization|x-api-key|cookie/i)
  })

  test.each([
    ['behind', -2 * HOUR_MS],
    ['ahead', 2 * HOUR_MS],
    ['right', 0],
  ])('shows that our clock is %s', async (_name, aheadMs) => {
    const { url, certs } = await server(() => Date.now() - aheadMs)
    const { outcome } = await reachThrough({ ...DIRECT, extraCaFile: certs.caFile }, { nowMs: Date.now })(url)
    if (outcome.kind !== 'answered' || outcome.aheadMs === null) throw new Error('it told no time')
    expect(Math.abs(outcome.aheadMs - aheadMs)).toBeLessThan(3_000)
  })

  test('that sends no time leaves the clock unknown', async () => {
    const { url, certs } = await server(() => null)
    const { outcome } = await reachThrough({ ...DIRECT, extraCaFile: certs.caFile }, { nowMs: Date.now })(url)
    expect(outcome).toEqual({ kind: 'answered', aheadMs: null })
  })

  test('whose certificate is not trusted is reported with its certificate', async () => {
    const { url, seen } = await server()
    const { outcome } = await reachThrough(DIRECT, { nowMs: Date.now })(url)
    expect(outcome).toMatchObject({ kind: 'failed', cause: 'certificate' })
    expect(outcome).toMatchObject({ reason: reason('untrusted', { host: '127.0.0.1' }) })
    expect(seen).toEqual([])
  })

  test('that does not answer is a matter of the network', async () => {
    const { outcome } = await reachThrough(DIRECT, { nowMs: Date.now })(
      `http://127.0.0.1:${await freePort()}`,
    )
    expect(outcome).toEqual({
      kind: 'failed',
      cause: 'network',
      reason: reason('connectionRefused', { host: '127.0.0.1' }),
    })
  })
})

describe('the way through a proxy', () => {
  async function proxied(credentials = 'me:pass-word') {
    const { url, certs } = await server()
    const proxy = await ConnectProxy.start({ credentials: 'me:pass-word' })
    onTestFinished(() => proxy.stop())
    const network = { proxy: `http://${credentials}@127.0.0.1:${proxy.port}`, noProxy: '' }
    return { url, proxy, network: { ...network, extraCaFile: certs.caFile } }
  }

  test('is used and reported, without its password', async () => {
    const { url, proxy, network } = await proxied()
    const reached = await reachThrough(network, { nowMs: Date.now })(url)
    expect(reached).toMatchObject({
      way: { kind: 'proxy', via: `127.0.0.1:${proxy.port}` },
      outcome: { kind: 'answered' },
    })
    expect(proxy.opened).toBe(1)
    expect(JSON.stringify(reached)).not.toContain('pass-word')
  })

  test('of the system is used and reported as such', async () => {
    const { url, certs } = await server()
    const proxy = await ConnectProxy.start({ leadsTo: Number(new URL(url).port) })
    onTestFinished(() => proxy.stop())
    const systemProxy = async () => `PROXY 127.0.0.1:${proxy.port}; DIRECT`
    const network = { ...DIRECT, extraCaFile: certs.caFile }
    const reached = await reachThrough(network, { nowMs: Date.now, systemProxy })('https://api.kimi.test')
    expect(reached).toMatchObject({
      way: { kind: 'system', via: `127.0.0.1:${proxy.port}` },
      outcome: { kind: 'answered' },
    })
  })

  test('that does not answer is not waited for', async () => {
    const mute = createTcpServer().listen(0, '127.0.0.1')
    await once(mute, 'listening')
    onTestFinished(() => {
      mute.close()
    })
    const proxy = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`
    const { outcome } = await reachThrough(
      { ...DIRECT, proxy },
      { nowMs: Date.now, limitMs: 50 },
    )('https://kimi.invalid')
    expect(outcome).toEqual({
      kind: 'failed',
      cause: 'network',
      reason: reason('hostSilent', { host: 'kimi.invalid' }),
    })
  })

  test('is not used for hosts that NO_PROXY names', async () => {
    const { url, proxy, network } = await proxied()
    const { way } = await reachThrough({ ...network, noProxy: '127.0.0.1' }, { nowMs: Date.now })(url)
    expect(way).toEqual({ kind: 'direct' })
    expect(proxy.asked).toEqual([])
  })

  test('that is refused, or leads nowhere, is the proxy’s fault and not Kimi’s', async () => {
    const { url, network } = await proxied('me:wrong-word')
    const refused = await reachThrough(network, { nowMs: Date.now })(url)
    expect(refused.outcome).toMatchObject({ kind: 'failed', cause: 'proxy' })
    const gone = { ...network, proxy: `http://127.0.0.1:${await freePort()}` }
    const { outcome } = await reachThrough(gone, { nowMs: Date.now })(url)
    expect(outcome).toMatchObject({ kind: 'failed', cause: 'proxy' })
    expect(JSON.stringify([refused, outcome])).not.toContain('wrong-word')
  })
})

describe('settings that cannot be used', () => {
  const parsed = (env: Record<string, string>) =>
    parseSettings({ file: {}, filePath: 'settings.json', homeDir: '/', env })

  test.each([
    { NODE_EXTRA_CA_CERTS: '/nowhere.pem' },
    { KIMI_PROXY_UPSTREAM: 'https://1.2.3.4.5' },
    { HTTPS_PROXY: 'http://me:pass-word@256.1.1.1' },
  ])('%o: reported, and the doctor looks with the defaults', async (env) => {
    const current = () => parsed(env)
    const { settings, settingsProblem } = examinedSettings(current, () => parsed({}), { nowMs: Date.now })
    expect(settingsProblem?.code).toBe('SETTING_INVALID')
    expect(JSON.stringify(settingsProblem)).not.toContain('pass-word')
    expect(settings).toEqual(parsed({}))
  })

  test('a host that is reached in the clear is on this computer, and needs no certificate', async () => {
    const plain = createPlainServer((_request, response) => response.end()).listen(0, '127.0.0.1')
    await once(plain, 'listening')
    onTestFinished(() => {
      plain.close()
    })
    const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`
    expect((await reachThrough(DIRECT, { nowMs: Date.now })(url)).outcome).toMatchObject({ kind: 'answered' })
  })
})
