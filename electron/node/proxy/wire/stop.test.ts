/** An engine that stops lets running answers end, takes nothing new, and is gone in time. */
import { existsSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, message, messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const LONG_MS = 600_000

/** A streamed message on a connection that the client means to keep. */
function keptStream(port: number, prompt: string): Promise<{ begun: Promise<void>; text: Promise<string> }> {
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path: '/v1/messages', method: 'POST', agent },
      (answer) => {
        let text = ''
        const begun = new Promise<void>((begin) => {
          answer.once('data', () => begin())
        })
        const whole = new Promise<string>((end, fail) => {
          answer.setEncoding('utf8').on('data', (piece: string) => {
            text += piece
          })
          answer.once('end', () => end(text)).once('error', fail)
        })
        whole.catch(() => undefined)
        resolve({ begun, text: whole })
      },
    )
    outgoing.once('error', reject)
    outgoing.end(messageBody(prompt, true))
  })
}

describe('stopping', () => {
  test('lets a running stream end, refuses newcomers, and is over as soon as the stream is', async () => {
    const { port, engine } = await EngineBench.start()
    const stream = await keptStream(port, 'count to 20 slow 20 ms')
    await stream.begun
    const stopped = engine.stop(LONG_MS)
    expect(engine.state.listener.kind).toBe('draining')
    await expect(call(port, '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await stream.text).toContain('message_stop')
    await stopped
    expect(engine.state.listener.kind).toBe('stopped')
  })

  test('cuts what is still running when the time is up', async () => {
    const { port, engine } = await EngineBench.start()
    const stream = await keptStream(port, 'count to 1000 slow 20 ms')
    await stream.begun
    await engine.stop(30)
    await expect(stream.text).rejects.toThrow()
    expect(engine.state.traffic.activeRequests).toBe(0)
  })

  test('does not wait for connections that lie idle', async () => {
    const { port, engine } = await EngineBench.start()
    const client = await dial(port)
    await client.write('GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await client.message()
    await engine.stop(LONG_MS)
    await client.closed
  })

  test('is in time with clients that never say anything whole', async () => {
    const { port, engine } = await EngineBench.start()
    for (const bytes of [
      '',
      'GET /ec',
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n',
      '\0\0\r\n\r\n',
    ]) {
      const client = await dial(port)
      if (bytes !== '') await client.write(bytes)
    }
    await engine.stop(50)
  })

  test('closes a kept connection after its last answer', async () => {
    const upstream = await rawUpstream(async (wire) => {
      await wire.message()
      await until('the engine stops', () => bench.engine.state.listener.kind === 'draining')
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    const bench = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(bench.port)
    await client.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until('it arrived', () => upstream.connections.length === 1)
    const stopped = bench.engine.stop(LONG_MS)
    expect((await client.message()).body.toString()).toBe('ok')
    await stopped
    await client.closed
  })

  test('twice is once, and leaves no run file', async () => {
    const { engine, port, paths } = await EngineBench.start()
    await message(port, 'hi')
    await Promise.all([engine.stop(100), engine.stop(100)])
    await engine.stop(100)
    expect(existsSync(paths.runFile)).toBe(false)
  })
})
