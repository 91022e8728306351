/** `--watchdog`: what it starts, adopts, says and leaves behind. Recovery is in `watchdog-recovery.test.ts`. */
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { finish, linesOf, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
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

describe('starting', () => {
  it('starts engine and watchdog, and --check shows both', async () => {
    const port = String(await freePort())
    const started = await sandbox.run(['--watchdog', '--port', port])
    expect(started).toMatchObject({ code: 0, stderr: '' })
    const watchdog = sandbox.watchdogRecord()
    expect(started.stdout).toBe(
      `kimi-watchdog started (PID ${watchdog.pid}), watching kimi-proxy on port ${port}\n`,
    )
    const { pid } = sandbox.runRecord()
    expect(sandbox.runRecord()).toMatchObject({ port: Number(port), host: 'watchdog' })
    expect(sandbox.processes().sort()).toEqual([pid, watchdog.pid].sort())
    const checked = await sandbox.run(['--check', '--port', port])
    expect(checked.code).toBe(0)
    expect(linesOf(checked.stdout)[0]).toBe(`kimi-proxy healthy (PID ${pid}) on port ${port}`)
    expect(checked.stdout).toContain(`  Watchdog: active (PID ${watchdog.pid})\n`)
  })

  it('says when somebody must sign in', async () => {
    const signedOut = new Sandbox(simulator)
    try {
      const started = await signedOut.run(['--watchdog', '--port', String(await freePort())])
      expect(started.code).toBe(0)
      expect(linesOf(started.stdout)[1]).toMatch(/^Signed out: No Kimi login was found/)
    } finally {
      await signedOut.close()
    }
  })

  it('watches an engine that runs already', async () => {
    const { pid, port } = await sandbox.startEngine()
    const started = await sandbox.run(['--watchdog'])
    expect(started.code).toBe(0)
    expect(started.stdout).toContain(`watching kimi-proxy on port ${port}`)
    expect(sandbox.runRecord().pid).toBe(pid)
  })

  it('is content when one watches already', async () => {
    const port = String(await freePort())
    await sandbox.run(['--watchdog', '--port', port])
    const before = sandbox.processes().sort()
    const second = await sandbox.run(['--watchdog', '--port', port])
    const { pid } = sandbox.watchdogRecord()
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toBe(`kimi-watchdog already running (PID ${pid})\n`)
    expect(sandbox.processes().sort()).toEqual(before)
  })

  it('starts one watchdog when asked twice at the same moment', async () => {
    const args = ['--watchdog', '--port', String(await freePort())]
    const both = await Promise.all([sandbox.run(args), sandbox.run(args)])
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      both.map(() => ({ code: 0, stderr: '' })),
    )
    const { pid } = sandbox.watchdogRecord()
    expect(both.map(({ stdout }) => stdout).sort()[0]).toBe(`kimi-watchdog already running (PID ${pid})\n`)
    await until('engine and watchdog are left', () => sandbox.processes().length === 2)
    expect((await call(sandbox.runRecord().port, '/health')).status).toBe(200)
  })

  it('works together with an engine started at the same moment', async () => {
    const port = String(await freePort())
    const both = await Promise.all([
      sandbox.run(['--watchdog', '--port', port]),
      sandbox.run(['--port', port]),
    ])
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      both.map(() => ({ code: 0, stderr: '' })),
    )
    await until('engine and watchdog are left', () => sandbox.processes().length === 2)
    expect((await sandbox.run(['--check'])).stdout).toContain('Watchdog: active')
  })

  it('leaves nothing running when a stranger has the port', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const started = await sandbox.run(['--watchdog', '--port', String(port)])
    server.close()
    expect(started).toMatchObject({ code: 1, stdout: '' })
    expect(linesOf(started.stderr)).toHaveLength(1)
    expect(started.stderr).toContain(`Port ${port} is used by`)
    await until('nothing is left', () => sandbox.processes().length === 0)
    expect(sandbox.hasRunFile).toBe(false)
  })

  it('names an engine on another port than the one asked for', async () => {
    const { pid, port } = await sandbox.startEngine()
    const started = await sandbox.run(['--watchdog', '--port', String(await freePort())])
    expect(started).toMatchObject({ code: 1, stdout: '' })
    expect(started.stderr).toContain(`already running (PID ${pid}) on port ${port}`)
    expect(sandbox.processes()).toEqual([pid])
  })

  it('refuses a bad setting in one line', async () => {
    const started = await sandbox.run(['--watchdog', '--port', String(await freePort())], {
      KIMI_PROXY_UPSTREAM: 'nonsense',
    })
    expect(started.code).toBe(64)
    expect(linesOf(started.stderr)).toHaveLength(1)
    expect(sandbox.processes()).toEqual([])
  })
})

describe('ending', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s to the watchdog ends both', async (signal) => {
    await sandbox.run(['--watchdog', '--port', String(await freePort())])
    process.kill(sandbox.watchdogRecord().pid, signal)
    await until('both have ended', () => sandbox.processes().length === 0)
    expect(sandbox.hasRunFile).toBe(false)
    expect((await sandbox.run(['--check'])).stdout).toContain('Watchdog: not running')
  })

  it('a signal while the engine is only starting leaves none behind', async () => {
    const port = String(await freePort())
    const child = sandbox.spawn(['--watchdog', '--foreground', '--port', port])
    const finished = finish(child)
    await until('the engine has been started', () => sandbox.processes().length === 2)
    child.kill('SIGTERM')
    expect(await finished).toMatchObject({ code: 0, signal: null })
    await until('both have ended', () => sandbox.processes().length === 0)
  })

  it('in the foreground, a signal ends it with 0', async () => {
    const port = String(await freePort())
    const child = sandbox.spawn(['--watchdog', '--foreground', '--port', port])
    const finished = finish(child)
    await untilOutput(child, /Press Ctrl\+C/)
    child.kill('SIGINT')
    expect(await finished).toEqual({
      code: 0,
      signal: null,
      stdout: `kimi-watchdog watching kimi-proxy on port ${port}\nPress Ctrl+C to stop\n`,
      stderr: '',
    })
    expect(sandbox.processes()).toEqual([])
  })

  it('kill -9 of the watchdog leaves the engine, which a new one adopts', async () => {
    const port = String(await freePort())
    await sandbox.run(['--watchdog', '--port', port])
    const { pid } = sandbox.runRecord()
    const first = sandbox.watchdogRecord().pid
    process.kill(first, 'SIGKILL')
    await until('it has ended', () => !sandbox.processes().includes(first))
    const checked = await sandbox.run(['--check', '--port', port])
    expect(checked.code).toBe(0)
    expect(checked.stdout).toContain(`kimi-proxy healthy (PID ${pid})`)
    expect(checked.stdout).toContain('Watchdog: not running')
    const again = await sandbox.run(['--watchdog', '--port', port])
    const second = sandbox.watchdogRecord().pid
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(second).not.toBe(first)
    expect(sandbox.processes().sort()).toEqual([pid, second].sort())
    expect((await sandbox.run(['--stop'])).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })
})
