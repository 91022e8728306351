/** `--stop` and `--stop-all`: what is running ends well, what is hung ends all the same, strangers are left alone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { gate } from '../../electron/testing/gate'
import { finish, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

it('stops the engine and says which', async () => {
  const { pid } = await sandbox.startEngine()
  expect(await sandbox.run(['--stop'])).toMatchObject({
    code: 0,
    stdout: `Stopped kimi-proxy (PID ${pid})\n`,
    stderr: '',
  })
  expect(sandbox.processes()).toEqual([])
  expect(sandbox.hasRunFile).toBe(false)
})

it.each([
  ['--stop', 1],
  ['--stop-all', 0],
])('%s with nothing to stop ends with %i', async (flag, code) => {
  expect(await sandbox.run([flag])).toMatchObject({ code, stdout: 'No kimi-proxy running\n', stderr: '' })
})

it('finds the engine although the settings have become unreadable', async () => {
  await sandbox.startEngine()
  sandbox.saveSettings('{')
  expect((await sandbox.run(['--stop'])).code).toBe(0)
  expect(sandbox.processes()).toEqual([])
})

it('lets a running stream finish', async () => {
  const { port } = await sandbox.startEngine()
  const answer = message(port, 'count to 12, slow 60 ms', true)
  await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
  const stopped = await sandbox.run(['--stop', '--yes'])
  expect(stopped.code).toBe(0)
  expect((await answer).text).toContain('message_stop')
})

it('cuts no answer without being told so; --stop-all never asks', async () => {
  const { pid, port } = await sandbox.startEngine()
  const answer = message(port, 'count to 1000, slow 100 ms', true).catch(() => null)
  await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
  expect(await sandbox.run(['--stop'])).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr:
      'kimi-proxy: It serves 1 request at the moment, which would be cut. Wait, or run kimi-proxy stop --yes.\n',
  })
  expect(sandbox.processes()).toEqual([pid])
  expect((await sandbox.run(['--stop-all'])).stdout).toBe(`Stopped kimi-proxy (PID ${pid})\n`)
  await answer
})

it('cuts what has not finished after the drain', async () => {
  const { port } = await sandbox.startEngine()
  const answer = message(port, 'count to 1000, slow 100 ms', true).then(
    () => 'complete',
    () => 'cut',
  )
  await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
  const startedAt = performance.now()
  expect((await sandbox.run(['--stop', '--yes'])).code).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(await answer).toBe('cut')
})

it('ends a hung engine firmly, and nobody else', async () => {
  const { pid } = await sandbox.startEngine()
  const bystander = new Sandbox(simulator)
  try {
    const other = await bystander.startEngine()
    process.kill(pid, 'SIGSTOP')
    const stopped = await sandbox.run(['--stop'])
    expect(stopped).toMatchObject({ code: 0, stdout: `Stopped kimi-proxy (PID ${pid})\n` })
    expect(sandbox.processes()).toEqual([])
    expect(sandbox.hasRunFile).toBe(false)
    expect((await call(other.port, '/health/live')).status).toBe(200)
  } finally {
    await bystander.close()
  }
})

it('never signals a silent process of which it cannot prove that it is ours', async () => {
  const source =
    'require("net").createServer(() => {}).listen(+process.argv[1], "127.0.0.1", () => console.log("up"))'
  const port = await freePort()
  const silent = spawn(process.execPath, ['-e', source, String(port)])
  try {
    await untilOutput(silent, /up/)
    const record = { pid: silent.pid, marker: null, port, nonce: 'n', secret: 's', host: 'cli' }
    mkdirSync(sandbox.home, { recursive: true })
    writeFileSync(join(sandbox.home, 'run.json'), JSON.stringify(record))
    const stopped = await sandbox.run(['--stop'])
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toContain(`(PID ${silent.pid}) does not answer`)
    expect(silent.signalCode).toBeNull()
  } finally {
    silent.kill('SIGKILL')
    await once(silent, 'exit')
  }
})

it('starts no renewal any more that it could not wait for', async () => {
  const { port } = await sandbox.startEngine()
  const refusal = gate()
  simulator.revokeAccessTokens()
  simulator.script({ on: 'api', heldUntil: refusal.passed })
  simulator.script({ on: 'token', delayMs: 3_500 })
  const answer = message(port, 'hi').catch((error: unknown) => error)
  await until('Kimi has the message', () => simulator.log.apiRequests.length > 0)
  const stopping = sandbox.run(['--stop', '--yes'])
  await untilClosed(port)
  refusal.open()
  expect(await stopping).toMatchObject({ code: 0 })
  expect(await answer).toMatchObject({ status: 503 })
  expect(simulator.log.refreshRequests).toEqual([])
})

it('waits for a renewal in flight, so that the rotated token is saved', async () => {
  const before = sandbox.readLogin()
  const { port } = await sandbox.startEngine()
  simulator.script({ on: 'token', delayMs: 3_500 })
  const { secret } = sandbox.runRecord()
  const refresh = call(port, '/__kimi-proxy/refresh', {
    method: 'POST',
    headers: { 'x-kimi-proxy-secret': secret },
  }).catch(() => null)
  await until('Kimi has been asked', () => simulator.log.refreshRequests.length === 1)
  expect((await sandbox.run(['--stop'])).code).toBe(0)
  await refresh
  expect(simulator.log.grantedCount).toBe(1)
  expectRotated(before)
})

it.each([
  ['SIGTERM after --stop', async (pid: number) => void process.kill(pid, 'SIGTERM')],
  ['a second --stop', async () => void (await sandbox.run(['--stop']))],
])('%s does not cut a renewal short', async (_what, disturb) => {
  const before = sandbox.readLogin()
  const { pid, port } = await sandbox.startEngine()
  simulator.script({ on: 'token', delayMs: 2_000 })
  const { secret } = sandbox.runRecord()
  void call(port, '/__kimi-proxy/refresh', {
    method: 'POST',
    headers: { 'x-kimi-proxy-secret': secret },
  }).catch(() => null)
  await until('Kimi has been asked', () => simulator.log.refreshRequests.length === 1)
  const stopping = finish(sandbox.spawn(['--stop']))
  await untilClosed(port)
  await disturb(pid)
  expect((await stopping).code).toBe(0)
  await until('it has ended', () => sandbox.processes().length === 0)
  expectRotated(before)
})

it('stops a watchdog too and says so', async () => {
  const port = await freePort()
  expect((await sandbox.run(['--watchdog', '--port', String(port)])).code).toBe(0)
  const { pid } = sandbox.runRecord()
  const watchdog = sandbox.watchdogRecord()
  const stopped = await sandbox.run(['--stop'])
  expect(stopped).toMatchObject({ code: 0, stderr: '' })
  expect(stopped.stdout).toBe(
    `Stopped kimi-watchdog (PID ${watchdog.pid})\nStopped kimi-proxy (PID ${pid})\n`,
  )
  expect(sandbox.processes()).toEqual([])
  expect(sandbox.hasRunFile).toBe(false)
})

function untilClosed(port: number): Promise<void> {
  return until('it takes no new connection', () =>
    call(port, '/health/live').then(
      () => false,
      () => true,
    ),
  )
}

function expectRotated(before: Record<string, unknown>): void {
  const after = sandbox.readLogin()
  expect(after['refresh_token']).not.toBe(before['refresh_token'])
  expect(after['access_token']).not.toBe(before['access_token'])
  expect(simulator.log.reusedRefreshTokens()).toEqual([])
}
