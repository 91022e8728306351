/** The command line out of the app: the real script of `resources/bin`, in a packed app as both systems lay it out. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { CLI, linesOf, Sandbox } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { makePackedApp, type PackedApp, SECOND_APP } from '../harness/packed-app'
import { KimiSimulator } from '../simulator'

let simulator: KimiSimulator
let sandbox: Sandbox
/** What the command line says by itself. */
let version: string

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
  version = (await sandbox.run(['--version'])).stdout
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

describe.each(['linux', 'darwin'] as const)('in an app laid out as on %s', (platform) => {
  let app: PackedApp
  /** What a person types; PATH leads to it. */
  let command: string[]

  beforeEach(() => {
    app = makePackedApp(join(sandbox.root, 'Programs of "mine" $HOME'), platform, CLI)
    command = [linked(app.script)]
  })

  const run = (...args: string[]) => sandbox.run(args, {}, command)

  it('tells its version through a chain of links', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, stdout: version, stderr: '' })
  })

  it('is found by its name alone, from whatever folder', async () => {
    const path = `${join(sandbox.root, 'my bin')}:${sandbox.env['PATH']}`
    const ran = await sandbox.run(['-c', 'kimi-proxy --version'], { PATH: path, CDPATH: '/' }, ['sh'])
    expect(ran).toMatchObject({ code: 0, stdout: version })
  })

  it('leaves an engine behind that is Node on the app’s runtime, is found, and is stopped', async () => {
    const port = await freePort()
    expect(await run('--port', String(port))).toMatchObject({ code: 0, stderr: '' })
    const { pid } = sandbox.runRecord()
    expect(argumentsOf(pid)).toContain(app.cli)
    // Only the app's own executable loads this.
    expect(argumentsOf(pid)[2]).toMatch(/as-electron\.cjs$/)
    expect(environmentOf(pid)).toContain('ELECTRON_RUN_AS_NODE=1')
    expect((await call(port, '/health')).status).toBe(200)
    expect(await run('--check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`healthy (PID ${pid})`),
    })
    // The command line from elsewhere means the same engine.
    expect((await sandbox.run(['--check'])).code).toBe(0)
    expect((await run('--stop')).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  it('watches with a watchdog and an engine that are both Node, and brings a killed one back', async () => {
    const port = await freePort()
    expect((await run('--watchdog', '--port', String(port))).code).toBe(0)
    const first = sandbox.runRecord().pid
    process.kill(first, 'SIGKILL')
    await until('another engine runs', () => sandbox.hasRunFile && sandbox.runRecord().pid !== first)
    for (const pid of [sandbox.runRecord().pid, sandbox.watchdogRecord().pid]) {
      expect(argumentsOf(pid)).toContain(app.cli)
      expect(environmentOf(pid)).toContain('ELECTRON_RUN_AS_NODE=1')
    }
    expect((await run('--stop')).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  it('hands what it runs an environment in which Electron programs are themselves', async () => {
    sandbox.saveSettings({ port: await freePort() })
    const ran = await run('run', '--', 'env')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('ANTHROPIC_BASE_URL=')
    expect(ran.stdout).not.toContain('ELECTRON_RUN_AS_NODE')
    const second = await run('run', '--', app.executable)
    expect(second).toMatchObject({ code: 99, stderr: `${SECOND_APP}\n` })
  })

  it('passes arguments, input and exit codes as they are', async () => {
    sandbox.saveSettings({ port: await freePort() })
    const args = ['two words', `it's "quoted"`, '$HOME', '*', '', 'äöü']
    const print = 'console.log(JSON.stringify(process.argv.slice(1))); process.exit(42)'
    const ran = await run('run', '--', process.execPath, '-e', print, '--', ...args)
    expect(ran.code).toBe(42)
    expect(JSON.parse(ran.stdout)).toEqual(args)
  })

  it.each(['executable', 'archive'] as const)('says in one line that the %s is gone', async (what) => {
    if (what === 'executable') rmSync(app.executable)
    else rmSync(join(app.resources, 'app.asar'), { recursive: true })
    const ran = await run('--check')
    expect(ran).toMatchObject({ code: 127, stdout: '' })
    expect(linesOf(ran.stderr)).toHaveLength(1)
    expect(ran.stderr).toContain(`the Kimi Proxy app is not at ${app.executable}`)
  })
})

test('a copy of the script outside of an app starts nothing', async () => {
  const bin = join(sandbox.root, 'bin')
  cpSync('resources/bin', bin, { recursive: true })
  const ran = await sandbox.run(['--version'], {}, [join(bin, 'kimi-proxy')])
  expect(ran).toMatchObject({ code: 127, stdout: '' })
})

/** A link to a relative link to the script, from a folder with a space. */
function linked(script: string): string {
  const bin = join(sandbox.root, 'my bin')
  mkdirSync(bin)
  symlinkSync(script, join(sandbox.root, 'first link'))
  symlinkSync(join('..', 'first link'), join(bin, 'kimi-proxy'))
  return join(bin, 'kimi-proxy')
}

function argumentsOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
}

function environmentOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
}
