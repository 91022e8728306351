/** `--watchdog` at work: the engine dies or hangs, and soon answers again. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Sandbox } from '../../electron/testing/harness'
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

it('an engine that was killed is healthy again within 5 s', async () => {
  const port = await freePort()
  await sandbox.run(['--watchdog', '--port', String(port)])
  await recover(port, 'SIGKILL', 5_000)
  expect((await message(port, 'hello')).status).toBe(200)
})

it('so is one that the watchdog did not start', async () => {
  const { port } = await sandbox.startEngine()
  await sandbox.run(['--watchdog'])
  await recover(port, 'SIGKILL', 6_000)
})

it('one that hangs is replaced within 30 s, and --check trusts in that', async () => {
  const port = await freePort()
  await sandbox.run(['--watchdog', '--port', String(port)])
  await recover(port, 'SIGSTOP', 30_000, async () => {
    const { code, stdout } = await sandbox.run(['--check', '--port', String(port)])
    expect(code).toBe(0)
    for (const part of ['UNHEALTHY', 'It does not answer.', 'The watchdog restarts it.'])
      expect(stdout).toContain(part)
  })
})

it('one that somebody else has started in the meantime is adopted', async () => {
  const port = await freePort()
  await sandbox.run(['--watchdog', '--port', String(port)])
  const watchdog = sandbox.watchdogRecord().pid
  process.kill(sandbox.runRecord().pid, 'SIGKILL')
  await until('it waits', () => sandbox.watchdogRecord().supervisor.kind === 'backingOff')
  const { code } = await sandbox.run(['--port', String(port)])
  expect(code).toBe(0)
  const { pid } = sandbox.runRecord()
  await until('it watches again', () => sandbox.watchdogRecord().supervisor.kind === 'serving')
  // The watchdog may have started one at the same moment: it finds the port taken and ends.
  await expect.poll(() => sandbox.processes().sort(), { timeout: 20_000 }).toEqual([pid, watchdog].sort())
  expect(sandbox.runRecord().pid).toBe(pid)
})

/** Does this to the engine and waits for another one to be well on the same port. */
async function recover(
  port: number,
  signal: NodeJS.Signals,
  limitMs: number,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const before = sandbox.runRecord().pid
  const startedAt = performance.now()
  process.kill(before, signal)
  const seen = meanwhile()
  await until('another engine is healthy', () => isHealthy(port, before), limitMs)
  const tookMs = Math.round(performance.now() - startedAt)
  process.stdout.write(`${signal}: healthy again after ${tookMs} ms\n`)
  await seen
  expect(sandbox.processes()).not.toContain(before)
}

async function isHealthy(port: number, notPid: number): Promise<boolean> {
  if (sandbox.runRecord().pid === notPid) return false
  return call(port, '/health').then(
    ({ status }) => status === 200,
    () => false,
  )
}
