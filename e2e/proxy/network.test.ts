/** Company networks: a CONNECT proxy on the way, a private certificate authority, and what they do wrong. */
import { describe, expect, it } from 'vitest'
import { type Certificates, certificates } from '../../electron/testing/network/certificates'
import { ConnectProxy, type ConnectProxyOptions } from '../../electron/testing/network/connect-proxy'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { type Machine, machine } from '../harness/machine'

type End = (end: () => Promise<void>) => void

interface Network extends Machine {
  readonly proxy: ConnectProxy
  readonly certs: Certificates
  /** Where Kimi is, as CONNECT names it. */
  readonly authority: string
}

async function network(end: End, options: ConnectProxyOptions = {}): Promise<Network> {
  const certs = await certificates()
  const proxy = await ConnectProxy.start(options)
  end(() => proxy.stop())
  const bench = await machine(end, { tls: { key: certs.key, cert: certs.cert } })
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  return { ...bench, proxy, certs, authority: new URL(bench.simulator.origin).host }
}

describe('a CONNECT proxy and a private CA', () => {
  it('from the environment carry API and renewals alike', async ({ onTestFinished }) => {
    const { simulator, proxy, certs, authority, start } = await network(onTestFinished)
    const engine = await start({ env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certs.caFile } })
    expect((await engine.ask()).status).toBe(200)
    expect((await engine.ask('count to 5', true)).text).toContain('message_stop')
    const before = proxy.opened
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(proxy.opened).toBe(before + 1)
    expect((await engine.ask()).status).toBe(200)
    expect(new Set(proxy.asked)).toEqual(new Set([authority]))
    expect(simulator.log.connections).toBe(proxy.opened)
  })

  it('from the settings file do so too, with a name and password', async ({ onTestFinished }) => {
    const { simulator, sandbox, proxy, certs, start } = await network(onTestFinished, {
      credentials: 'me@corp:p:ss w%rd',
    })
    const url = `http://${encodeURIComponent('me@corp')}:${encodeURIComponent('p:ss w%rd')}@127.0.0.1:${proxy.port}`
    const engine = await start({ settings: { proxy: url, extraCaFile: certs.caFile } })
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.askAtOnce(5)).statuses).toEqual({ 200: 5 })
    expect(simulator.log.connections).toBe(proxy.opened)
    expect(proxy.opened).toBe(proxy.asked.length)
    const check = await sandbox.run(['--check', '--port', String(engine.port)])
    expect(check.code).toBe(0)
    expect(check.stdout).toContain('Setting: proxy = http://[redacted]@127.0.0.1')
    await engine.stop()
    expect(check.stdout + engine.output + sandbox.log()).not.toContain('ss%20w')
  })

  it('are not used for a host in NO_PROXY', async ({ onTestFinished }) => {
    const { proxy, certs, start } = await network(onTestFinished)
    const engine = await start({
      env: { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: certs.caFile },
    })
    expect((await engine.ask()).status).toBe(200)
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(proxy.asked).toEqual([])
  })

  it('that cuts its tunnels is simply asked for new ones', async ({ onTestFinished }) => {
    const { proxy, certs, start } = await network(onTestFinished)
    const engine = await start({ env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certs.caFile } })
    for (let round = 0; round < 5; round += 1) {
      expect((await engine.ask()).status).toBe(200)
      proxy.cutTunnels()
    }
  })
})

describe.concurrent('a proxy that refuses to connect', () => {
  const refusals = [403, 407, 401, 502]

  it.for(refusals)('with %i is no answer of Kimi: the login stays', async (status, { onTestFinished }) => {
    const { simulator, sandbox, proxy, certs, start } = await network(onTestFinished)
    const login = sandbox.readLogin()
    const engine = await start({ env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certs.caFile } })
    proxy.refusesWith = status
    proxy.cutTunnels()
    const answer = await engine.ask()
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.text).error.message).toMatch(
      new RegExp(`the proxy 127\\.0\\.0\\.1:\\d+ (refused the connection with|answered) HTTP ${status}`),
    )
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'RENEWAL_FAILED' } })
    expect(sandbox.readLogin()).toEqual(login)
    const { status: health, body } = await engine.health()
    expect(health).toBe(200)
    expect(body['error']).toContain(`HTTP ${status}`)
    expect(simulator.log.refreshRequests).toEqual([])
    proxy.refusesWith = null
    expect((await engine.ask()).status).toBe(200)
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.health()).body['error']).toBeNull()
  })

  it('with an expired token: 503, then all is well again', async ({ onTestFinished }) => {
    const { simulator, sandbox, proxy, certs, start } = await network(onTestFinished)
    sandbox.saveLogin({ ...sandbox.readLogin(), expires_at: 1_000_000_000 })
    proxy.refusesWith = 407
    const engine = await start({ env: { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certs.caFile } })
    const { status, text } = await engine.ask()
    expect(status).toBe(503)
    expect(JSON.parse(text).error.message).toContain('HTTP 407')
    expect((await engine.health()).status).toBe(503)
    expect(sandbox.readLogin()['refresh_token']).not.toBe('')
    proxy.refusesWith = null
    await until('it has recovered', async () => (await engine.ask()).status === 200)
    expect(simulator.log.refreshRequests).toHaveLength(1)
  })
})

describe.concurrent('a certificate', () => {
  it('that is not trusted is named as the reason, and no token is sent', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await network(onTestFinished)
    const login = sandbox.readLogin()
    const engine = await start()
    const { status, text } = await engine.ask()
    expect(status).toBe(502)
    expect(JSON.parse(text).error.message).toMatch(
      /certificate of 127\.0\.0\.1 is not trusted; .*extraCaFile/,
    )
    const refused = await engine.refresh()
    expect(refused).toMatchObject({ ok: false, problem: { code: 'RENEWAL_FAILED' } })
    expect(refused).toMatchObject({ problem: { values: { reason: { reason: 'untrusted' } } } })
    expect(sandbox.readLogin()).toEqual(login)
    expect(simulator.log.apiRequestCount).toBe(0)
    expect(simulator.log.refreshRequests).toEqual([])
  })

  it('file that is missing or no certificate is a mistake in the settings', async ({ onTestFinished }) => {
    const { sandbox } = await machine(onTestFinished)
    for (const extraCaFile of ['/nowhere/ca.pem', sandbox.credentials]) {
      sandbox.saveLogin({})
      sandbox.saveSettings({ extraCaFile })
      const { code, stderr } = await sandbox.run(['--port', String(await freePort())])
      expect(code).toBe(64)
      expect(stderr).toContain(extraCaFile)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })
})
