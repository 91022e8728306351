/** `--foreground` and `npm start`: what is printed, and how a signal ends them. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLI, finish, linesOf, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

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

describe('--foreground', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its two lines and nothing else, and ends with 0 on %s',
    async (signal) => {
      sandbox.saveLogin(simulator.issueLogin())
      const port = await freePort()
      const child = sandbox.spawn(['--foreground', '--port', String(port)])
      const finished = finish(child)
      await untilOutput(child, /Press Ctrl\+C/)
      expect((await message(port, 'hello', true)).status).toBe(200)
      expect((await call(port, '/echo')).status).toBe(200)
      child.kill(signal)
      expect(await finished).toEqual({
        code: 0,
        signal: null,
        stdout: `kimi-proxy listening on 127.0.0.1:${port} (foreground)\nPress Ctrl+C to stop\n`,
        stderr: '',
      })
      expect(sandbox.hasRunFile).toBe(false)
    },
  )

  it('says in a third line that somebody must sign in', async () => {
    const port = await freePort()
    const child = sandbox.spawn(['--foreground', '--port', String(port)])
    const finished = finish(child)
    await untilOutput(child, /Signed out/)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(linesOf(stdout)).toHaveLength(3)
    expect(linesOf(stdout)[2]).toMatch(/^Signed out: No Kimi login was found\. /)
  })

  it('lets a running stream finish', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const { child, port } = await sandbox.serve()
    const answer = message(port, 'count to 12, slow 60 ms', true)
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    child.kill('SIGTERM')
    expect((await answer).text).toContain('message_stop')
    await until('it has ended', () => child.exitCode === 0)
  })

  it('says on Ctrl+C that it lets a request finish, and how to stop now', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const { child, port } = await sandbox.serve()
    const finished = finish(child)
    const answer = message(port, 'count to 12, slow 60 ms', true)
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    child.kill('SIGINT')
    expect((await answer).text).toContain('message_stop')
    expect((await finished).stdout).toContain('Letting 1 request finish. Press Ctrl+C again to stop now.\n')
  })

  it('a second signal ends it at once', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const { child, port } = await sandbox.serve()
    const answer = message(port, 'count to 1000, slow 100 ms', true).catch(() => null)
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    child.kill('SIGINT')
    await untilRefused(port)
    child.kill('SIGINT')
    await until('it has ended', () => child.exitCode === 0, 2_000)
    await answer
  })

  it('a second signal does not cut a renewal short', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const before = sandbox.readLogin()
    const { child, port } = await sandbox.serve()
    simulator.script({ on: 'token', delayMs: 1_500 })
    const headers = { 'x-kimi-proxy-secret': sandbox.runRecord().secret }
    const refresh = call(port, '/__kimi-proxy/refresh', { method: 'POST', headers }).catch(() => null)
    await until('Kimi has been asked', () => simulator.log.refreshRequests.length === 1)
    child.kill('SIGINT')
    await untilRefused(port)
    child.kill('SIGINT')
    await until('it has ended', () => child.exitCode === 0)
    await refresh
    expect(sandbox.readLogin()['refresh_token']).not.toBe(before['refresh_token'])
  })

  it('goes on when whoever read its output has gone', async () => {
    const { child, port } = await sandbox.serve()
    child.stdout?.destroy()
    child.stderr?.destroy()
    expect((await call(port, '/health/live')).status).toBe(200)
    child.kill('SIGINT')
    await until('it has ended', () => child.exitCode === 0)
  })

  it('says that one runs already', async () => {
    const { pid, port } = await sandbox.startEngine()
    const second = await sandbox.run(['--foreground', '--port', String(port)])
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toBe(`kimi-proxy already running (PID ${pid}) on port ${port}\n`)
  })
})

describe('npm start', () => {
  it('says why there is no tray, runs the engine, and ends with 0 on SIGINT', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const port = await freePort()
    sandbox.saveSettings({ port })
    const child = start()
    const finished = finish(child)
    await untilOutput(child, /Press Ctrl\+C/)
    expect((await call(port, '/health')).status).toBe(200)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [why, ...rest] = linesOf(stdout)
    expect(why).toMatch(/tray/i)
    expect(rest).toEqual([`kimi-proxy listening on 127.0.0.1:${port} (foreground)`, 'Press Ctrl+C to stop'])
    expect(sandbox.hasRunFile).toBe(false)
  })

  it('names a bad setting in one line and ends with 64', async () => {
    sandbox.saveSettings({ port: 0 })
    const { code, stderr } = await finish(start())
    expect(code).toBe(64)
    expect(linesOf(stderr)).toHaveLength(1)
    expect(stderr).toContain('"port"')
  })

  function start() {
    const env = { ...sandbox.env }
    return spawn(process.execPath, [join(dirname(CLI), 'start.js')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
})

function untilRefused(port: number): Promise<void> {
  return until('it takes no new connection', () =>
    call(port, '/health/live').then(
      () => false,
      () => true,
    ),
  )
}
