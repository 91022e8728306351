/** Connections that follow the system's proxies, which may change at any time. */
import { once } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EngineBench } from '../../testing/engine-bench'
import { FakeClock } from '../../testing/fake-clock'
import { certificates } from '../../testing/network/certificates'
import { message } from '../../testing/network/client'
import { ConnectProxy } from '../../testing/network/connect-proxy'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { socksServer } from '../../testing/network/socks-server'
import { until } from '../../testing/until'
import { createAgent, type UpstreamAgent } from './connections'
import { targetOf } from './target'
import { trustFrom } from './trust'
import type { SystemProxy } from './way'

const KIMI = targetOf('https://api.kimi.test')
const NETWORK = { proxy: null, noProxy: '', extraCaFile: null }

async function connectProxy(leadsTo: number): Promise<ConnectProxy> {
  const proxy = await ConnectProxy.start({ leadsTo })
  onTestFinished(() => proxy.stop())
  return proxy
}

/** An engine whose hosts only a proxy can find. */
async function benchBehind(answer: (port: number) => Promise<string>, clock?: FakeClock) {
  const { caFile, key, cert } = await certificates()
  const asked: string[] = []
  let answers: SystemProxy = async () => 'DIRECT'
  const bench = await EngineBench.start({
    simulator: { tls: { key, cert }, ...(clock === undefined ? {} : { nowMs: () => clock.wallMs() }) },
    upstream: 'https://api.kimi.test/coding',
    settings: { oauthHost: 'https://auth.kimi.test', extraCaFile: caFile },
    systemProxy: (url) => {
      asked.push(url)
      return answers(url)
    },
    ...(clock === undefined ? {} : { clock }),
  })
  const text = await answer(Number(new URL(bench.simulator.origin).port))
  answers = async () => text
  return { ...bench, bench, asked }
}

describe('the system’s proxy', () => {
  test('carries API and renewal alike', async () => {
    const proxies: ConnectProxy[] = []
    const { bench } = await benchBehind(async (port) => {
      proxies.push(await connectProxy(port))
      return `PROXY 127.0.0.1:${proxies[0]?.port}`
    })
    expect((await message(bench.port, 'hi', true)).status).toBe(200)
    bench.simulator.revokeAccessTokens()
    expect((await message(bench.port, 'hi', true)).status).toBe(200)
    expect(new Set(proxies[0]?.asked)).toEqual(new Set(['api.kimi.test:443', 'auth.kimi.test:443']))
  })

  test('may be one of SOCKS', async () => {
    const asked: (readonly string[])[] = []
    const { bench } = await benchBehind(async (port) => {
      const proxy = await socksServer({ leadsTo: port })
      asked.push(proxy.asked)
      return `SOCKS5 127.0.0.1:${proxy.port}`
    })
    expect((await message(bench.port, 'hi', true)).text).toContain('message_stop')
    bench.simulator.revokeAccessTokens()
    expect((await message(bench.port, 'hi')).status).toBe(200)
    expect(new Set(asked.flat())).toEqual(new Set(['5 api.kimi.test:443', '5 auth.kimi.test:443']))
  })

  test('that refuses is no refusal of Kimi’s: 502, and the login stays', async () => {
    const { bench } = await benchBehind(async (port) => {
      const proxy = await connectProxy(port)
      proxy.refusesWith = 403
      return `PROXY 127.0.0.1:${proxy.port}; DIRECT`
    })
    const answer = await message(bench.port, 'hi')
    expect(answer.status).toBe(502)
    expect(answer.text).toMatch(/the proxy 127\.0\.0\.1:\d+ refused the connection with HTTP 403/)
    expect(bench.simulator.log.refreshRequests).toEqual([])
  })

  test('that leads to somebody else gets no token: the certificate is Kimi’s or nobody’s', async () => {
    const { bench } = await benchBehind(async () => {
      const stranger = await rawUpstream((wire) => wire.closed, await certificates())
      return `PROXY 127.0.0.1:${(await connectProxy(stranger.port)).port}`
    })
    const answer = await message(bench.port, 'hi')
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('certificate of api.kimi.test is not trusted')
    expect(bench.simulator.log.apiRequestCount).toBe(0)
  })

  test('is looked at with every tick, so that steady use follows it too', async () => {
    const clock = new FakeClock()
    const { asked } = await benchBehind(async () => 'DIRECT', clock)
    await until('it was asked for at the start', () => asked.length > 0)
    const before = asked.length
    await clock.advance(31_000)
    expect(asked.length).toBeGreaterThan(before)
  })
})

/** An agent behind two proxies that lead to the same host; `take` says which one the system names from now on. */
async function changing() {
  const { caFile, ...tls } = await certificates()
  const host = await rawUpstream(async (wire) => {
    for (;;) {
      const { head } = await wire.message()
      if (head.startsWith('GET /slow')) await wire.until((text) => text.includes('go on'))
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    }
  }, tls)
  const [first, second] = [await connectProxy(host.port), await connectProxy(host.port)]
  let answer = `PROXY 127.0.0.1:${first.port}`
  const agent = createAgent(KIMI, NETWORK, trustFrom(caFile), { systemProxy: async () => answer })
  onTestFinished(() => agent.destroy())
  const take = (next: string) => {
    answer = next
  }
  return { host, first, second, agent, take }
}

function send(agent: UpstreamAgent, method = 'GET', path = '/'): ClientRequest {
  return request({ host: KIMI.host, port: KIMI.port, method, path, agent })
}

async function get(agent: UpstreamAgent): Promise<void> {
  const sent = send(agent)
  sent.end()
  await ended(sent)
}

async function ended(sent: ClientRequest): Promise<void> {
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  answer?.resume()
  if (answer !== undefined) await once(answer, 'end')
  // Only now back in the pool.
  await new Promise((resolve) => setImmediate(resolve))
}

describe('when the system changes its proxy', () => {
  test('what lies idle on the old way is closed, and the next request takes the new one', async () => {
    const { first, second, agent, take } = await changing()
    await get(agent)
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 0])
    take(`PROXY 127.0.0.1:${second.port}`)
    await agent.followSystem()
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 1])
  })

  test('one that was opened ahead is closed too', async () => {
    const { first, second, agent, take } = await changing()
    await agent.prewarm()
    take(`PROXY 127.0.0.1:${second.port}`)
    await agent.followSystem()
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 1])
  })

  test('a request under way ends where it began, and its connection with it', async () => {
    const { host, first, second, agent, take } = await changing()
    const slow = send(agent, 'GET', '/slow')
    slow.flushHeaders()
    await until('it has arrived', () => host.connections[0]?.text.includes('/slow') === true)
    take(`PROXY 127.0.0.1:${second.port}`)
    await agent.followSystem()
    slow.end()
    slow.socket?.write('go on')
    await ended(slow)
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 1])
  })

  test('another order of the same ways changes nothing', async () => {
    const { first, second, agent, take } = await changing()
    take(`PROXY 127.0.0.1:${first.port}; PROXY 127.0.0.1:${second.port}`)
    await get(agent)
    take(`PROXY 127.0.0.1:${second.port}; PROXY 127.0.0.1:${first.port}`)
    await agent.followSystem()
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 0])
  })

  test('a new connection after a wake takes the new way', async () => {
    const { first, second, agent, take } = await changing()
    await get(agent)
    take(`PROXY 127.0.0.1:${second.port}`)
    agent.dropIdle()
    await agent.prewarm()
    await get(agent)
    expect([first.opened, second.opened]).toEqual([1, 1])
  })
})
