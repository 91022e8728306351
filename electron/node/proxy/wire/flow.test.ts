/** Bytes flow as they come, no faster than the slower side, and not at all once the client has left. */
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial, type Wire } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const HEAD_END = '\r\n\r\n'

describe('an upload', () => {
  test.each(['/v1/messages', '/v1/files'])('to %s reaches Kimi before it is finished', async (path) => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.until((text) => text.includes('{"model"'))
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    await client.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n{"model"`)
    expect((await client.message()).body.toString()).toBe('ok')
  })

  test('waits while Kimi does not read', async () => {
    let upstreamWire: Wire | null = null
    const upstream = await rawUpstream(async (wire) => {
      upstreamWire = wire
      await wire.until((text) => text.includes(HEAD_END))
      wire.socket.pause()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const total = 200 * 1024 * 1024
    const client = connect({ host: '127.0.0.1', port })
    onTestFinished(() => {
      client.destroy()
    })
    client.write(`POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${total}\r\n\r\n`)
    const sent = await sendUntilStuck(client, total)
    expect(upstreamWire).not.toBeNull()
    expect(sent).toBeLessThan(60 * 1024 * 1024)
  })

  test('that Kimi answers early and hangs up on can still be finished, and its connection used again', async () => {
    const upstream = await rawUpstream(async (wire, index) => {
      await wire.until((text) => text.includes(HEAD_END))
      const close = index === 0 ? 'Connection: close\r\n' : ''
      await wire.write(`HTTP/1.1 413 Too Large\r\n${close}Content-Length: 3\r\n\r\nbig`)
      if (index === 0) wire.socket.destroy()
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    const body = Buffer.alloc(8 * 1024 * 1024, 'x')
    await client.write(
      `POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length + 5}\r\n\r\nfirst`,
    )
    expect((await client.message()).head).toContain('413')
    await client.write(body)
    await client.write('GET /y HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect((await client.message()).body.toString()).toBe('big')
  })
})

describe('a download', () => {
  test('waits while the client does not read, and is whole afterwards', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const total = 150 * chunk.length
    let sent = 0
    const upstream = await rawUpstream(async (wire) => {
      const { head } = await wire.message()
      // The engine asks for the quota too.
      if (!head.startsWith('GET /x ')) return wire.reset()
      await wire.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`)
      while (sent < total) {
        await wire.write(chunk)
        sent += chunk.length
      }
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    let got = 0
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve) => {
      request({ host: '127.0.0.1', port, path: '/x', agent: false }, resolve).end()
    })
    const before = process.memoryUsage().rss
    await untilStill(() => sent)
    expect(sent).toBeLessThan(60 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
    for await (const piece of answer) got += piece.length
    expect(got).toBe(total)
  })
})

describe('a client that leaves', () => {
  test.each([
    ['before an answer began', '', 'nothing'],
    ['in a silent stream', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n', 'head'],
    [
      'in the middle of a stream',
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n',
      'data: 1',
    ],
  ])('%s ends the request at Kimi at once', async (_when, answer, seen) => {
    let leftAt = 0
    let noticedAt = 0
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      if (answer !== '') await wire.write(answer)
      await wire.rest()
      noticedAt = performance.now()
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(bench.port)
    const body = messageBody('hi', true)
    await client.write(`POST /v1/messages HTTP/1.1\r\nHost: x\r\n`.replace('Host: x', 'Host: localhost'))
    await client.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
    if (seen === 'nothing')
      await until('the request arrived', () => upstream.connections[0]?.text.includes(body) === true)
    else await client.until((text) => text.includes(seen === 'head' ? HEAD_END : seen))
    leftAt = performance.now()
    client.socket.destroy()
    await until('Kimi noticed', () => noticedAt > 0)
    expect(noticedAt - leftAt).toBeLessThan(1_000)
    expect((await bench.report('/v1/messages'))['end']).toBe('clientGone')
    expect(bench.engine.state.traffic).toMatchObject({ activeRequests: 0, activeStreams: 0 })
  })

  test('in the middle of an upload ends the request at Kimi', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.rest()
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(bench.port)
    await client.write('POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc')
    await until('it arrived', () => upstream.connections[0]?.text.endsWith('abc') === true)
    client.reset()
    await upstream.connections[0]?.closed
    expect((await bench.report('/x'))['end']).toBe('clientGone')
  })

  test('with requests still waiting in line leaves none behind', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.rest()
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(bench.port)
    await client.write('GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /2 HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until('both arrived', () => upstream.connections.length === 2)
    client.socket.destroy()
    await Promise.all(upstream.connections.map((wire) => wire.closed))
    await until('none is left', () => bench.engine.state.traffic.activeRequests === 0)
  })
})

/** Writes until nothing was taken for a while; the bytes taken. */
async function sendUntilStuck(socket: import('node:net').Socket, total: number): Promise<number> {
  const chunk = Buffer.alloc(1024 * 1024, 'x')
  let taken = 0
  const push = (): void => {
    if (taken < total) {
      socket.write(chunk, () => {
        taken += chunk.length
        push()
      })
    }
  }
  push()
  await untilStill(() => taken)
  return taken
}

/** Until the number has not changed for a while. */
async function untilStill(value: () => number): Promise<void> {
  let last = -1
  let since = performance.now()
  await until('it stands still', () => {
    const now = value()
    if (now !== last) since = performance.now()
    last = now
    return performance.now() - since > 300 && now > 0
  })
}
