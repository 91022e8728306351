/** More clients than the engine has descriptors for. */
import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { call, message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { machine } from '../harness/machine'

const LIMIT = 1_024
const CLIENTS = 1_500
const STREAMS = 8

it('out of descriptors nothing crashes, streams go on, and it is all over when the clients leave', {
  tags: 'not-windows',
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 8 })
  sandbox.saveLogin(simulator.issueLogin())
  const engine = await start({ through: ['sh', '-c', `ulimit -n ${LIMIT}; exec "$@"`, 'sh'] })
  const streams = Array.from({ length: STREAMS }, () =>
    message(engine.port, 'count to 60, slow 200 ms', true),
  )
  await until('the streams are on', () => simulator.log.apiRequestCount === STREAMS)
  const sockets = await crowd(engine.port)
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
  })
  // Each asks for something, and gets it, is told no, or finds a closed door.
  for (const socket of sockets) socket.write('GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n')
  // While it lasts, a token ends and the clock ticks.
  const leaveAt = performance.now() + 10_000
  await until('a token has ended', async () => {
    await call(engine.port, '/health').catch(() => null)
    return performance.now() > leaveAt || engine.hasEnded
  })
  expect(engine.hasEnded, engine.output).toBe(false)
  for (const answer of await Promise.all(streams)) {
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('message_stop')
  }
  for (const socket of sockets) socket.destroy()
  await until('it serves again', async () => (await engine.ask().catch(() => null))?.status === 200)
  expect(await engine.refresh()).toEqual({ ok: true })
  expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
  expect(simulator.log.resentRequests()).toEqual([])
  expect(engine.output).not.toContain('uncaught')
  expect((await sandbox.run(['--check', '--port', `${engine.port}`])).code).toBe(0)
})

/** Connected, or turned away; each keeps what it has. */
async function crowd(port: number): Promise<Socket[]> {
  const sockets = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'))
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.on('error', () => resolve())
          socket.once('connect', resolve)
        }),
    ),
  )
  return sockets
}
