/** `kimi-proxy` in the background: what it prints, what it refuses, and whom it leaves alone. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linesOf, Sandbox } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'
import { startOrigin } from './origin-stand-in'

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

describe('starting', () => {
  it('says port and PID, and is listening when it says so', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const { pid, port, finished } = await sandbox.startEngine()
    expect(linesOf(finished.stdout)).toEqual([`kimi-proxy started on port ${port} (PID ${pid})`])
    expect(finished.stderr).toBe('')
    const health = JSON.parse((await call(port, '/health')).text)
    expect(health).toMatchObject({ status: 'healthy', pid, nonce: sandbox.runRecord().nonce })
  })

  it('starts without a login too and says that somebody must sign in', async () => {
    const { pid, port, finished } = await sandbox.startEngine()
    const lines = linesOf(finished.stdout)
    expect(lines[0]).toBe(`kimi-proxy started on port ${port} (PID ${pid})`)
    expect(lines[1]).toMatch(/^Signed out: No Kimi login was found\. .*kimi login/)
    expect(lines).toHaveLength(2)
  })

  it('is content with one that runs already on this port', async () => {
    const { pid, port } = await sandbox.startEngine()
    const second = await sandbox.run(['--port', String(port)])
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toBe(`kimi-proxy already running (PID ${pid}) on port ${port}\n`)
    expect(sandbox.processes()).toEqual([pid])
  })

  it('names the one that runs on another port', async () => {
    const { pid, port } = await sandbox.startEngine()
    const second = await sandbox.run(['--port', String(await freePort())])
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(linesOf(second.stderr)).toHaveLength(1)
    expect(second.stderr).toContain(`already running (PID ${pid}) on port ${port}`)
    expect(sandbox.processes()).toEqual([pid])
  })

  it('starts one engine when asked twice at the same moment', async () => {
    const port = await freePort()
    const both = await Promise.all([1, 2].map(() => sandbox.run(['--port', String(port)])))
    const { pid } = sandbox.runRecord()
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      both.map(() => ({ code: 0, stderr: '' })),
    )
    const said = both.map(({ stdout }) => linesOf(stdout)[0]).sort()
    expect(said).toEqual([
      `kimi-proxy already running (PID ${pid}) on port ${port}`,
      `kimi-proxy started on port ${port} (PID ${pid})`,
    ])
    await until('only one process is left', () => sandbox.processes().length === 1)
  })
})

describe('a port that another has', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['every address', '::'],
  ])('names a stranger on %s', async (_what, host) => {
    const server = await listenOn(host)
    const port = portOf(server)
    const started = await sandbox.run(['--port', String(port)])
    server.close()
    expect(started).toMatchObject({ code: 1, stdout: '' })
    const lines = linesOf(started.stderr)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`Port ${port} is used by`)
    if (process.platform === 'linux') {
      const name = readFileSync('/proc/self/comm', 'utf8').trim()
      expect(lines[0]).toContain(`${name} (PID ${process.pid})`)
    }
    expect(sandbox.hasRunFile).toBe(false)
    await until('nothing is left', () => sandbox.processes().length === 0)
  })

  it('names the script it replaces and leaves it alone', async () => {
    const origin = await startOrigin()
    try {
      const port = String(origin.port)
      const started = await sandbox.run(['--port', port])
      expect(started).toMatchObject({ code: 1, stdout: '' })
      expect(linesOf(started.stderr)).toHaveLength(1)
      expect(started.stderr).toContain(`the old kimi-proxy script (PID ${origin.pid})`)
      expect(started.stderr).toContain(`kill ${origin.pid}`)

      const checked = await sandbox.run(['--check', '--port', port])
      expect(checked.code).toBe(1)
      expect(checked.stdout).toContain('kimi-proxy not running')
      expect(checked.stdout).toContain(`the old kimi-proxy script (PID ${origin.pid})`)

      const stopped = await sandbox.run(['--stop'])
      expect(stopped).toMatchObject({ code: 1, stdout: 'No kimi-proxy running\n' })
      expect((await call(origin.port, '/health')).status).toBe(200)
      expect(origin.isRunning()).toBe(true)
    } finally {
      await origin.stop()
    }
  })

  it('names another Kimi Proxy with a home of its own', async () => {
    const { pid, port } = await sandbox.startEngine()
    const other = new Sandbox(simulator)
    try {
      const started = await other.run(['--port', String(port)])
      expect(started).toMatchObject({ code: 1, stdout: '' })
      expect(linesOf(started.stderr)).toHaveLength(1)
      expect(started.stderr).toContain(`another Kimi Proxy (PID ${pid})`)
      expect((await other.run(['--check', '--port', String(port)])).code).toBe(1)
      expect((await other.run(['--stop'])).code).toBe(1)
      expect((await call(port, '/health/live')).status).toBe(200)
    } finally {
      await other.close()
    }
  })
})

describe('a run file left behind', () => {
  it.each([
    ['of a process that is gone', () => ({ pid: 4_194_000, marker: '1' })],
    ['whose number another process has now', () => ({ pid: bystanderPid, marker: '1' })],
    ['that says nothing about when its process started', () => ({ pid: bystanderPid, marker: null })],
  ])('%s neither blocks nor is signalled', async (_what, identity) => {
    const bystander = spawn('sleep', ['100'])
    bystanderPid = bystander.pid ?? 0
    try {
      const port = await freePort()
      const stale = { port, startedAtMs: 1, nonce: 'n', secret: 's', host: 'cli', ...identity() }
      saveRunFile(JSON.stringify(stale))
      expect((await sandbox.run(['--check', '--port', String(port)])).code).toBe(1)
      expect((await sandbox.run(['--stop'])).code).toBe(1)
      const started = await sandbox.run(['--port', String(port)])
      expect(started).toMatchObject({ code: 0, stderr: '' })
      expect(sandbox.runRecord().nonce).not.toBe('n')
      expect((await sandbox.run(['--stop'])).code).toBe(0)
      expect(bystander.signalCode).toBeNull()
      expect(bystander.exitCode).toBeNull()
    } finally {
      bystander.kill('SIGKILL')
    }
  })

  it.each(['', '{"pid":', '[]', '{"pid":-1,"port":"x"}'])('that reads %j is no obstacle', async (text) => {
    saveRunFile(text)
    expect((await sandbox.run(['--stop'])).code).toBe(1)
    expect((await sandbox.startEngine()).finished.stderr).toBe('')
  })
})

let bystanderPid = 0

function saveRunFile(text: string): void {
  mkdirSync(sandbox.home, { recursive: true, mode: 0o700 })
  writeFileSync(join(sandbox.home, 'run.json'), text)
}

function listenOn(host: string): Promise<Server> {
  const server = createServer((socket) => socket.end('SSH-2.0-x\r\n').on('error', () => undefined))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, () => resolve(server))
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return address.port
}
