/**
 * The app in a network that only a proxy leads out of: the system's own, or one of the settings.
 * @module-tag app
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { certificates } from '../../electron/testing/network/certificates'
import { message } from '../../electron/testing/network/client'
import { ConnectProxy } from '../../electron/testing/network/connect-proxy'
import { AppBench } from './app-bench'

/** Names of hosts that only a proxy can reach. */
const HOSTS = {
  KIMI_PROXY_UPSTREAM: 'https://api.kimi.test/coding',
  KIMI_CODE_OAUTH_HOST: 'https://auth.kimi.test',
}
const BOTH_HOSTS = new Set(['api.kimi.test:443', 'auth.kimi.test:443'])

/** Prepares the machine; the app is not launched yet. */
async function network() {
  const { caFile, key, cert } = await certificates()
  const bench = await AppBench.create({ simulator: { tls: { key, cert } } })
  const connectProxy = async () => {
    const proxy = await ConnectProxy.start({ leadsTo: Number(new URL(bench.simulator.origin).port) })
    onTestFinished(() => proxy.stop())
    return proxy
  }
  // A login is sent to no host but its own, unless the settings name the login file.
  const env = { ...HOSTS, KIMI_PROXY_CREDENTIALS: bench.sandbox.credentials, NODE_EXTRA_CA_CERTS: caFile }
  const launch = () => bench.launch({ env })
  return { bench, connectProxy, launch }
}

/** Makes the system report this proxy from now on. */
async function setSystemProxy({ app }: AppBench, { port }: ConnectProxy): Promise<void> {
  const proxyRules = `https=127.0.0.1:${port}`
  await app.evaluate(
    ({ session }, rules) => session.defaultSession.setProxy({ proxyRules: rules }),
    proxyRules,
  )
}

async function requestAndRenewal(bench: AppBench): Promise<void> {
  expect((await message(bench.port, 'hello')).status).toBe(200)
  const before = bench.simulator.log.refreshRequests.length
  bench.simulator.revokeAccessTokens()
  expect((await message(bench.port, 'hello', true)).text).toContain('message_stop')
  expect(bench.simulator.log.refreshRequests.length).toBe(before + 1)
}

describe('the system’s proxy', () => {
  test('carries requests and renewals, also after the system has changed it', async () => {
    const { bench, connectProxy, launch } = await network()
    const [first, second] = [await connectProxy(), await connectProxy()]
    await launch()
    await bench.untilIcon('running')
    // No proxy leads out yet, so the request waits.
    const waiting = message(bench.port, 'hello')
    await bench.untilItem('waiting', /1 request is waiting for the connection/)
    await setSystemProxy(bench, first)
    expect((await waiting).status).toBe(200)
    await requestAndRenewal(bench)
    expect(new Set(first.asked)).toEqual(BOTH_HOSTS)
    const before = first.asked.length
    await setSystemProxy(bench, second)
    first.cutTunnels()
    await requestAndRenewal(bench)
    expect(new Set(second.asked)).toEqual(BOTH_HOSTS)
    expect(first.asked.length).toBe(before)
  })

  test('gives way to the proxy of the settings', async () => {
    const { bench, connectProxy, launch } = await network()
    const [system, setting] = [await connectProxy(), await connectProxy()]
    bench.sandbox.saveSettings({ port: bench.port, proxy: setting.url })
    await launch()
    await setSystemProxy(bench, system)
    await bench.untilIcon('running')
    await requestAndRenewal(bench)
    expect(new Set(setting.asked)).toEqual(BOTH_HOSTS)
    expect(system.asked).toEqual([])
  })
})
