/** Which way leads to Kimi, and what happens where one cannot be taken. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemCode } from '../../core/basics/errors'
import { FakeClock } from '../../testing/fake-clock'
import { certificates } from '../../testing/network/certificates'
import { ConnectProxy, type ConnectProxyOptions } from '../../testing/network/connect-proxy'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { socksServer } from '../../testing/network/socks-server'
import { targetOf } from './target'
import { trustFrom } from './trust'
import { openWay } from './tunnel'
import { describeWay, type RouteOptions, WayFinder } from './way'

const KIMI = targetOf('https://api.kimi.test')
const NO_SETTING = { proxy: null, noProxy: '' }

/** The port of a host that returns every greeting, so that a test sees where it came out. */
async function greeter(): Promise<number> {
  const host = await rawUpstream(async (wire) => {
    await wire.until((text) => text === 'hi')
    await wire.write('hello')
  })
  return host.port
}

async function connectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = await ConnectProxy.start({ leadsTo: await greeter(), ...options })
  onTestFinished(() => proxy.stop())
  return proxy
}

/** Where nobody listens any more. */
async function closedPort(): Promise<number> {
  const proxy = await ConnectProxy.start()
  const { port } = proxy
  await proxy.stop()
  return port
}

/** Takes connections and never says a word. */
function hanging() {
  return rawUpstream((wire) => wire.closed)
}

async function systemRoute(answer: string, options: RouteOptions = {}): Promise<WayFinder> {
  const route = new WayFinder(KIMI, NO_SETTING, { systemProxy: async () => answer, ...options })
  await route.review()
  return route
}

/** Opens the way and waits for what its end says to a greeting. */
async function greeted(route: WayFinder): Promise<string> {
  const socket = await route.open(undefined, 8_000)
  if (socket === null) return 'direct'
  return greeting(socket)
}

async function greeting(socket: Socket): Promise<string> {
  onTestFinished(() => void socket.destroy())
  socket.write('hi')
  const [data] = await once(socket, 'data')
  return String(data)
}

describe('the way', () => {
  const proxy = 'http://me:s3cret@corp:3128'
  const setting = { kind: 'proxy', from: 'setting', address: 'http://corp:3128' }
  const system = { kind: 'proxy', from: 'system', address: 'socks5://[::1]:9' }

  test.each([
    ['the setting’s, over the system’s', 'https://api.kimi.test/coding', { proxy, noProxy: '' }, setting],
    ['the system’s, where nothing is set', 'https://api.kimi.test/coding', NO_SETTING, system],
    [
      'straight for hosts of NO_PROXY',
      'https://api.kimi.test',
      { proxy, noProxy: 'kimi.test' },
      { kind: 'direct' },
    ],
    [
      'straight for them past the system’s too',
      'https://api.kimi.test',
      { proxy: null, noProxy: '*' },
      { kind: 'direct' },
    ],
    ['straight to this computer', 'https://127.0.0.1:1', NO_SETTING, { kind: 'direct' }],
    ['straight without TLS', 'http://localhost:1', { proxy, noProxy: '' }, { kind: 'direct' }],
  ])('is %s', async (_what, url, settings, way) => {
    const asked: string[] = []
    const systemProxy = async (about: string) => {
      asked.push(about)
      return 'SOCKS5 [::1]:9; DIRECT'
    }
    expect(await describeWay(url, settings, { systemProxy })).toEqual(way)
    expect(asked).toEqual(way === system ? ['https://api.kimi.test:443/'] : [])
  })

  test('is straight where no system can be asked', async () => {
    expect(await describeWay('https://api.kimi.test', NO_SETTING)).toEqual({ kind: 'direct' })
  })
})

describe('a system that', () => {
  test('does not answer holds nothing up for long, and is believed once it does', async () => {
    const clock = new FakeClock()
    let answer: (text: string) => void = () => undefined
    const systemProxy = () => new Promise<string>((resolve) => (answer = resolve))
    const route = new WayFinder(KIMI, NO_SETTING, { systemProxy, clock })
    const asked = route.review()
    await clock.advance(3_000)
    await asked
    expect(route.key).toBe('direct')
    answer('PROXY a:1')
    await clock.flush()
    expect(route.key).toBe('http://a:1')
    const again = route.review()
    await clock.advance(3_000)
    await again
    expect(route.key).toBe('http://a:1')
    expect(clock.pendingTimers).toBe(0)
  })

  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
  ])('%s leaves it at what was known, or at no proxy', async (_how, fail) => {
    const clock = new FakeClock()
    let fails = true
    const route = new WayFinder(KIMI, NO_SETTING, {
      systemProxy: async () => (fails ? fail() : 'PROXY a:1'),
      clock,
    })
    await route.review()
    expect(route.key).toBe('direct')
    fails = false
    await route.review()
    fails = true
    await route.review()
    expect(route.key).toBe('http://a:1')
    expect(clock.pendingTimers).toBe(0)
  })

  test('is asked once for those who wait at the same time, and anew for the next', async () => {
    let asked = 0
    const systemProxy = async () => {
      asked += 1
      return `PROXY a:${asked}`
    }
    const route = new WayFinder(KIMI, NO_SETTING, { systemProxy })
    await Promise.all([route.review(), route.review()])
    expect(asked).toBe(1)
    await route.review()
    expect(route.key).toBe('http://a:2')
  })
})

describe('a proxy that cannot be connected', () => {
  test('is passed over for the next, and for no proxy at last', async () => {
    const proxy = await connectProxy()
    const dead = `PROXY 127.0.0.1:${await closedPort()}`
    expect(await greeted(await systemRoute(`${dead}; PROXY 127.0.0.1:${proxy.port}; DIRECT`))).toBe('hello')
    expect(proxy.asked).toEqual(['api.kimi.test:443'])
    expect(await greeted(await systemRoute(`${dead}; DIRECT`))).toBe('direct')
  })

  test('is passed over after the straight way too', async () => {
    const proxy = await connectProxy()
    // No loopback name, and nobody there.
    const target = targetOf(`https://127.0.0.2:${await closedPort()}`)
    const systemProxy = async () => `DIRECT; PROXY 127.0.0.1:${proxy.port}`
    const route = new WayFinder(target, NO_SETTING, { systemProxy, wayLimitMs: 1_000 })
    await route.review()
    expect(await greeted(route)).toBe('hello')
  })

  test('is told in words when it is the last, without a code that would be taken for Kimi’s', async () => {
    const [first, last] = [await closedPort(), await closedPort()]
    const route = await systemRoute(`PROXY 127.0.0.1:${first}; SOCKS5 127.0.0.1:${last}`)
    const failure = await route.open(undefined, 8_000).catch((error: unknown) => error)
    expect(String(failure)).toContain(`the proxy failed: 127.0.0.1:${last} refused the connection`)
    expect(systemCode(failure)).toBeNull()
  })

  test('stands back for five minutes, or until the network changes', async () => {
    const clock = new FakeClock()
    const dead = await hanging()
    const proxy = await connectProxy()
    const answer = `PROXY 127.0.0.1:${dead.port}; PROXY 127.0.0.1:${proxy.port}`
    const route = await systemRoute(answer, { clock, wayLimitMs: 500 })
    for (let round = 0; round < 3; round += 1) expect(await greeted(route)).toBe('hello')
    expect(dead.connections.length).toBe(1)
    expect(await route.describe()).toMatchObject({ address: `http://127.0.0.1:${proxy.port}` })
    await clock.advance(300_000)
    expect(await greeted(route)).toBe('hello')
    expect(dead.connections.length).toBe(2)
    route.forgetFailures()
    expect(await greeted(route)).toBe('hello')
    expect(dead.connections.length).toBe(3)
  })
})

describe('a proxy that answers', () => {
  test.each([
    [403, /^the proxy 127\.0\.0\.1:\d+ refused the connection with HTTP 403$/],
    [
      407,
      /^the proxy 127\.0\.0\.1:\d+ refused the connection with HTTP 407: it wants a name and password, .*setting$/,
    ],
  ])('%i is obeyed: no other way is tried', async (status, words) => {
    const proxy = await connectProxy()
    proxy.refusesWith = status
    const next = await connectProxy()
    const route = await systemRoute(`PROXY 127.0.0.1:${proxy.port}; PROXY 127.0.0.1:${next.port}; DIRECT`)
    await expect(route.open(undefined, 8_000)).rejects.toThrow(words)
    expect(next.asked).toEqual([])
  })

  test('nothing is told as such', async () => {
    const { port } = await hanging()
    const options = { target: KIMI, limitMs: 20, trust: undefined, credentials: null }
    const way = { kind: 'proxy', host: '127.0.0.1', port } as const
    for (const protocol of ['http', 'socks5'] as const) {
      await expect(openWay({ ...way, protocol }, options)).rejects.toThrow(
        /the proxy 127\.0\.0\.1:\d+ did not answer/,
      )
    }
  })

  test('no HTTP is told as such', async () => {
    const { port } = await rawUpstream((wire) => wire.write('SSH-2.0-x\r\n\r\n'))
    await expect((await systemRoute(`PROXY 127.0.0.1:${port}`)).open(undefined, 8_000)).rejects.toThrow(
      /is not HTTP/,
    )
  })

  test('over TLS is trusted by the extra certificate', async () => {
    const { caFile, ...tls } = await certificates()
    const { port, connections } = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write('HTTP/1.1 200 OK\r\n\r\n')
      await wire.until((text) => text.endsWith('hi'))
      await wire.write('hello')
    }, tls)
    const route = await systemRoute(`HTTPS localhost:${port}`)
    await expect(route.open(undefined, 8_000)).rejects.toThrow(/certificate of localhost:\d+ is not trusted/)
    const socket = await route.open(trustFrom(caFile), 8_000)
    expect(socket === null ? null : await greeting(socket)).toBe('hello')
    expect(connections.at(-1)?.text).toMatch(/^CONNECT api\.kimi\.test:443 HTTP/)
  })

  test('wants a name and password of the setting, which no sentence repeats', async () => {
    const proxy = await connectProxy({ credentials: 'me:s3cr%et' })
    const settings = { proxy: `http://me:s3cr%et@127.0.0.1:${proxy.port}`, noProxy: '' }
    const route = new WayFinder(KIMI, settings)
    expect(await greeted(route)).toBe('hello')
    proxy.refusesWith = 407
    await expect(route.open(undefined, 8_000)).rejects.not.toThrow(/s3cr/)
    const down = new WayFinder(KIMI, {
      ...settings,
      proxy: `http://me:s3cr%et@127.0.0.1:${await closedPort()}`,
    })
    await expect(down.open(undefined, 8_000)).rejects.not.toThrow(/s3cr/)
    expect(JSON.stringify(await route.describe()) + route.key).not.toContain('s3cr')
  })
})

describe('a SOCKS proxy', () => {
  test.each([
    ['SOCKS5', '5'],
    ['SOCKS', '4'],
  ])('(%s) is given the name of the host', async (word, version) => {
    const proxy = await socksServer({ leadsTo: await greeter() })
    expect(await greeted(await systemRoute(`${word} 127.0.0.1:${proxy.port}; DIRECT`))).toBe('hello')
    expect(proxy.asked).toEqual([`${version} api.kimi.test:443`])
  })

  test.each(['socks5', 'socks5h', 'socks', 'socks4', 'socks4a'])('may be set, as %s', async (scheme) => {
    const proxy = await socksServer({ leadsTo: await greeter() })
    const route = new WayFinder(KIMI, { proxy: `${scheme}://127.0.0.1:${proxy.port}`, noProxy: '' })
    expect(await greeted(route)).toBe('hello')
    expect(proxy.asked).toEqual([`${scheme.includes('4') ? 4 : 5} api.kimi.test:443`])
  })

  test('is told the name and the password that were set', async () => {
    const proxy = await socksServer({ leadsTo: await greeter(), asksPassword: true })
    const route = new WayFinder(KIMI, { proxy: `socks5://me:p@s:s@127.0.0.1:${proxy.port}`, noProxy: '' })
    expect(await greeted(route)).toBe('hello')
    expect(proxy.told).toEqual(['me:p@s:s'])
    expect(JSON.stringify(await route.describe()) + route.key).not.toContain('p@s')
  })

  test('that refuses is obeyed', async () => {
    const proxy = await socksServer({ leadsTo: 0, reply: 2 })
    const route = await systemRoute(`SOCKS5 127.0.0.1:${proxy.port}; DIRECT`)
    await expect(route.open(undefined, 8_000)).rejects.toThrow(
      /^the proxy 127\.0\.0\.1:\d+ refused the connection \(.*NotAllowed/,
    )
  })

  test('that hangs up, or is none, is told as such', async () => {
    for (const say of ['', 'HTTP/1.1 400 Bad Request\r\n\r\n']) {
      const { port } = await rawUpstream(async (wire) => void wire.socket.end(say))
      const route = await systemRoute(`SOCKS5 127.0.0.1:${port}`)
      await expect(route.open(undefined, 8_000)).rejects.toThrow(
        /^the proxy 127\.0\.0\.1:\d+ refused the connection/,
      )
    }
  })
})
