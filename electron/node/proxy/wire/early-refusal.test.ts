/** Kimi refuses a large upload before it has read it. The client sees what a direct client would see. */
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { certificates } from '../../../testing/network/certificates'
import { call } from '../../../testing/network/client'
import { type RawUpstream, rawUpstream } from '../../../testing/network/raw-upstream'
import { dial, type Wire } from '../../../testing/network/wire'
import { until } from '../../../testing/until'
import { keptMemory } from '../body-tape'

const MB = 1024 * 1024
const TEXT = '{"type":"error","error":{"type":"request_too_large","message":"no"}}'

type Manner = 'close' | 'reset' | 'keep'

/** Answers on sight of the head; `keep` never reads on nor hangs up. */
async function refuse(wire: Wire, status: number, manner: Manner): Promise<void> {
  await wire.until((text) => text.includes('\r\n\r\n'))
  wire.socket.pause()
  await wire.write(
    `HTTP/1.1 ${status} No\r\nRetry-After: 7\r\nContent-Length: ${TEXT.length}\r\n${manner === 'keep' ? '' : 'Connection: close\r\n'}\r\n${TEXT}`,
  )
  if (manner === 'reset') wire.reset()
  else if (manner === 'close') wire.socket.destroy()
}

/** Sends a body of that many megabytes, and looks at what comes while it does, as curl and Claude Code do. */
async function send(port: number, megabytes: number): Promise<Wire> {
  const client = await dial(port)
  const bytes = megabytes * MB
  await client.write(`POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes}\r\n\r\n`)
  void client.write(Buffer.alloc(bytes, 'x')).catch(() => undefined)
  return client
}

describe('an early refusal', () => {
  test.each<[number, number, Manner]>([
    [413, 2, 'close'],
    [413, 20, 'close'],
    [429, 8, 'close'],
    [413, 2, 'reset'],
    [429, 20, 'reset'],
    [413, 2, 'keep'],
    [413, 40, 'keep'],
  ])('(%i to %i MB, then %s) reaches the client with its fields', async (status, megabytes, manner) => {
    const upstream = await rawUpstream((wire) => refuse(wire, status, manner))
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await send(port, megabytes)
    const { head, body } = await client.message()
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toContain('Retry-After: 7\r\n')
    expect(body.toString()).toBe(TEXT)
    expect(upstream.connections.length).toBe(1)
  })

  test('over TLS reaches the client too', async () => {
    const tls = await certificates()
    const upstream = await rawUpstream((wire) => refuse(wire, 413, 'close'), tls)
    const { port } = await EngineBench.start({
      upstream: upstream.url,
      settings: { extraCaFile: tls.caFile },
    })
    for (let round = 0; round < 4; round += 1) {
      const { head } = await (await send(port, 8)).message()
      expect(head).toMatch(/^HTTP\/1\.1 413 /)
    }
  })

  test.each<[number, Manner]>([
    [2, 'close'],
    [2, 'reset'],
    [2, 'keep'],
    [6, 'close'],
    [6, 'keep'],
  ])('of the token, to %i MB (%s), is mended by a renewal', async (megabytes, manner) => {
    const upstream: RawUpstream = await rawUpstream(async (wire, index) => {
      if (index === 0) return refuse(wire, 401, manner)
      await wire.message(megabytes * MB)
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    const { port, simulator } = await EngineBench.start({ upstream: upstream.url })
    const client = await send(port, megabytes)
    expect((await client.message()).body.toString()).toBe('ok')
    expect(simulator.log.grantedCount).toBe(1)
  })

  test('that Kimi follows by reading on leaves the connection of the client usable', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.until((text) => text.includes('\r\n\r\n'))
      await wire.write(`HTTP/1.1 413 No\r\nContent-Length: ${TEXT.length}\r\n\r\n${TEXT}`)
      await wire.rest()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await send(port, 8)
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 413 /)
    await client.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect((await client.message()).head).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('the copies of requests', () => {
  test('are given back when the requests are answered, fail, or their clients leave', async () => {
    const { port, simulator } = await EngineBench.start()
    await call(port, '/echo', { method: 'POST', body: Buffer.alloc(MB) })
    await call(port, '/echo', { method: 'POST', body: Buffer.alloc(9 * MB) })
    simulator.revokeLogins()
    const client = await send(port, 2)
    client.reset()
    await client.closed
    await call(port, '/echo', { method: 'POST', body: Buffer.alloc(MB) })
    expect(keptMemory.bytes).toBe(0)
  })

  test('hold 64 MB of memory together; the rest goes without a replay', async () => {
    const uploads: Wire[] = []
    const upstream = await rawUpstream(async (wire) => {
      await wire.message(4 * MB - 1)
      uploads.push(wire)
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    await Promise.all(Array.from({ length: 20 }, () => send(port, 4 - 1 / MB)))
    await until('all have arrived', () => uploads.length === 20)
    expect(keptMemory.bytes).toBeGreaterThan(60 * MB)
    expect(keptMemory.bytes).toBeLessThanOrEqual(64 * MB)
  })
})
