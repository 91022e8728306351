/** Connections to Kimi: few, warm, and no trouble when one has gone stale. */
import { request as secureRequest } from 'node:https'
import { connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { reasonWords } from '../../../core/words/reason'
import { EngineBench } from '../../../testing/engine-bench'
import { certificates } from '../../../testing/network/certificates'
import { call, message } from '../../../testing/network/client'
import { type RawUpstream, rawUpstream } from '../../../testing/network/raw-upstream'
import { dial, type Wire } from '../../../testing/network/wire'
import { until } from '../../../testing/until'
import { createAgent } from '../../network/connections'
import { describeFailure } from '../../network/failure'
import { targetOf } from '../../network/target'
import { trustFrom } from '../../network/trust'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const DIRECT = { proxy: null, noProxy: '', extraCaFile: null }

describe('connections to Kimi', () => {
  test('are one for fifty requests in a row', async () => {
    const { port, simulator } = await EngineBench.start()
    for (let round = 0; round < 50; round += 1) expect((await call(port, '/echo')).status).toBe(200)
    expect(simulator.log.connections).toBe(1)
  })

  test('are one over TLS too: the first request takes the one that was opened ahead', async () => {
    const tls = await certificates()
    const upstream = await rawUpstream(async (wire) => {
      for (;;) {
        await wire.message()
        await wire.write(OK)
      }
    }, tls)
    const { port } = await EngineBench.start({
      upstream: upstream.url,
      settings: { extraCaFile: tls.caFile },
    })
    await until('a connection was opened ahead', () => upstream.connections.length === 1)
    for (let round = 0; round < 50; round += 1) expect((await call(port, '/x')).text).toBe('ok')
    expect(upstream.connections.length).toBe(1)
  })

  test('over TLS serve streams one after another, the first on the one still being opened ahead', async () => {
    const { caFile, key, cert } = await certificates()
    const { port, simulator } = await EngineBench.start({
      simulator: { tls: { key, cert } },
      settings: { extraCaFile: caFile },
    })
    for (let round = 0; round < 20; round += 1) {
      expect((await message(port, 'hi', true)).text).toContain('message_stop')
    }
    expect(simulator.log.connections).toBe(1)
  })

  test('over TLS need a certificate somebody vouches for', async () => {
    const { key, cert } = await certificates()
    const { port, simulator } = await EngineBench.start({ simulator: { tls: { key, cert } } })
    const answer = await call(port, '/echo')
    expect(answer.status).toBe(502)
    expect(simulator.log.apiRequestCount).toBe(0)
  })

  test('are used again after a HEAD, an empty answer, and a 401 that was healed', async () => {
    const { port, simulator } = await EngineBench.start()
    await call(port, '/echo', { method: 'HEAD' })
    await call(port, '/bytes/0')
    simulator.revokeAccessTokens()
    expect((await message(port, 'hi')).status).toBe(200)
    await call(port, '/echo')
    // One for the renewal, and one more for the API while the refused answer is still being read away.
    expect(simulator.log.connections).toBeLessThanOrEqual(3)
  })
})

/** Serves the first request of a connection, and hangs up on the second as if it had crossed on the wire. */
async function hangUpOnSecond(wire: Wire, how: 'reset' | 'end' = 'reset'): Promise<void> {
  await wire.message()
  await wire.write(OK)
  await wire.message()
  if (how === 'reset') wire.reset()
  else wire.socket.end()
}

describe('a stale connection', () => {
  test.each(['reset', 'end'] as const)(
    '(%s) costs one replay on a new one, and the client nothing',
    async (how) => {
      const upstream = await rawUpstream((wire) => hangUpOnSecond(wire, how))
      const bench = await EngineBench.start({ upstream: upstream.url })
      await call(bench.port, '/1')
      expect(await call(bench.port, '/2', { method: 'POST', body: 'x'.repeat(100_000) })).toMatchObject({
        status: 200,
        text: 'ok',
      })
      expect(await bench.report('/2')).toMatchObject({ replays: 1 })
      expect(upstream.connections.length).toBe(2)
      expect(upstream.connections[1]?.receivedBytes).toBeGreaterThan(100_000)
    },
  )

  test('is replayed no second time', async () => {
    const upstream = await rawUpstream(async (wire, index) => {
      if (index === 0) return hangUpOnSecond(wire)
      await wire.message()
      wire.reset()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    await call(port, '/1')
    expect((await call(port, '/2')).status).toBe(502)
    expect(upstream.connections.length).toBe(2)
  })

  test('that was opened ahead and never used is replayed too', async () => {
    const tls = await certificates()
    const upstream = await rawUpstream(async (wire, index) => {
      await wire.message()
      if (index === 0) wire.reset()
      else await wire.write(OK)
    }, tls)
    const { port } = await EngineBench.start({
      upstream: upstream.url,
      settings: { extraCaFile: tls.caFile },
    })
    await until('it was opened ahead', () => upstream.connections.length === 1)
    expect(await call(port, '/1')).toMatchObject({ status: 200, text: 'ok' })
    expect(upstream.connections.length).toBe(2)
  })

  test.each([
    ['a byte of an answer', 'H'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a head beyond all measure', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(30_000)}`],
  ])('is not replayed once %s has come on it', async (_what, bytes) => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write(OK)
      await wire.message()
      await wire.write(bytes)
      wire.socket.destroySoon()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    await call(port, '/1')
    expect((await call(port, '/2')).status).toBe(502)
    expect(upstream.connections.length).toBe(1)
  })

  test('that says nothing is given up for a fresh one, long before Kimi is late', async () => {
    const upstream = await rawUpstream(async (wire, index) => {
      await wire.message()
      await wire.write(OK)
      if (index > 0) return
      await wire.rest()
    })
    const bench = await EngineBench.start({ upstream: upstream.url, limits: { silentHeadMs: 30 } })
    await call(bench.port, '/1')
    expect(await call(bench.port, '/2', { method: 'POST', body: 'x' })).toMatchObject({ text: 'ok' })
    expect(await bench.report('/2')).toMatchObject({ replays: 1 })
    expect(upstream.connections.length).toBe(2)
    await upstream.connections[0]?.closed
  })

  test('is not suspected where Kimi thinks long: on a fresh one at no time, and once at most on others', async () => {
    const asked: string[] = []
    const upstream = await rawUpstream(async (wire) => {
      for (;;) {
        const { head } = await wire.message()
        asked.push(head)
        await new Promise((resolve) => setTimeout(resolve, 250))
        await wire.write(OK)
      }
    })
    const { port } = await EngineBench.start({ upstream: upstream.url, limits: { silentHeadMs: 200 } })
    for (const path of ['/1', '/2', '/3']) expect((await call(port, path)).text).toBe('ok')
    expect(asked.length).toBe(3)
  })

  test('that Kimi closed in time is not used at all', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write(OK)
      wire.socket.end()
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    for (const path of ['/1', '/2', '/3']) {
      expect((await call(bench.port, path)).status).toBe(200)
      await upstream.connections.at(-1)?.closed
    }
    expect(upstream.connections.length).toBe(3)
  })
})

describe('a connection that does not come about', () => {
  /** Swallows the first connections (TCP is there, TLS is not answered); the rest lead to `port`. */
  async function swallowing(count: number, port: number): Promise<RawUpstream> {
    return rawUpstream(async (wire, index) => {
      if (index < count) return void (await wire.rest())
      const further = connect(port, '127.0.0.1')
      further.write(wire.text, 'latin1')
      wire.socket.removeAllListeners('data').pipe(further).pipe(wire.socket)
      further.on('error', () => wire.socket.destroy())
    })
  }

  async function asked(swallowed: number): Promise<{ text: string; connections: number }> {
    const tls = await certificates()
    const kimi = await rawUpstream(async (wire) => {
      await wire.message()
      await wire.write(OK)
    }, tls)
    const front = await swallowing(swallowed, kimi.port)
    const target = targetOf(`https://127.0.0.1:${front.port}`)
    const agent = createAgent(target, DIRECT, trustFrom(tls.caFile), { connectMs: 300 })
    onTestFinished(() => agent.destroy())
    const { host, port } = target
    const text = await new Promise<string>((resolve) => {
      const request = secureRequest({ host, port, path: '/', agent }, (answer) => {
        answer.setEncoding('utf8').once('data', resolve)
      })
      request.once('error', (error) => resolve(reasonWords('en', describeFailure(error, host))))
      request.end()
    })
    return { text, connections: front.connections.length }
  }

  test('in its time is tried once more, and nobody is told', async () => {
    expect(await asked(1)).toEqual({ text: 'ok', connections: 2 })
  })

  test('the second time either is told', async () => {
    const { text, connections } = await asked(9)
    expect(text).toMatch(/cannot be reached/)
    expect(connections).toBe(2)
  })
})

test('heads of 64 KB pass from Kimi to the client, with every field', async () => {
  const fields = Array.from({ length: 2_500 }, (_, index) => `X-${index}: ${'v'.repeat(15)}\r\n`)
  const head = `HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${fields.join('')}\r\n`
  expect(head.length).toBeGreaterThan(61_000)
  const upstream = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write(head)
  })
  const { port } = await EngineBench.start({ upstream: upstream.url })
  const client = await dial(port)
  await client.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const answer = await client.message()
  expect(fields.filter((field) => !answer.head.includes(field))).toEqual([])
})

test('a connection that was opened ahead may be quiet for long once it is in use', async () => {
  const tls = await certificates()
  const upstream = await rawUpstream(async (wire) => {
    for (;;) {
      await wire.message()
      await wire.write(OK)
    }
  }, tls)
  const target = targetOf(upstream.url)
  const agent = createAgent(target, DIRECT, trustFrom(tls.caFile))
  await agent.prewarm()
  const get = () =>
    new Promise<Socket | null>((resolve, reject) => {
      const { host, port } = target
      const request = secureRequest({ host, port, path: '/', agent }, (answer) => {
        const { socket } = request
        answer.resume().once('end', () => resolve(socket))
      })
      // The idle limit strikes while the answer is awaited, as in a long thought of the model.
      request.once('finish', () => request.socket?.emit('timeout'))
      request.once('error', reject)
      request.end()
    })
  const first = await get()
  expect(first).not.toBeNull()
  // Only now back in the pool.
  await new Promise((resolve) => setImmediate(resolve))
  expect(await get()).toBe(first)
  expect(upstream.connections.length).toBe(1)
  agent.destroy()
})
